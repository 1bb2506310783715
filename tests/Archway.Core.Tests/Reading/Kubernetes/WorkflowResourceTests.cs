using Archway.Core.Tests.Reading.Data;
using Archway.Reading;
using Archway.Reading.Kubernetes;
using Xunit;

namespace Archway.Core.Tests.Reading.Kubernetes;

/// <summary>Argo's and Tekton's resources, whose containers stand outside pods and whose images may be parameters.</summary>
public sealed class WorkflowResourceTests
{
    [Fact]
    public void A_workflow_names_the_images_of_its_containers_bare_words_too()
    {
        using TestFiles files = new(("file.yaml", """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: hello-}
            spec:
              entrypoint: main
              templates:
              - name: main
                container: {image: busybox, command: [echo]}
                initContainers: [{name: init, image: alpine}]
                sidecars: [{name: docker, image: 'docker:dind'}]
              - name: code
                script: {image: python, source: print(1)}
              - name: set
                containerSet: {containers: [{name: a, image: argoproj/argosay:v2}]}
              - name: patched
                podSpecPatch: |
                  containers:
                  - name: main
                    image: acme/patched:1
              - name: made
                resource:
                  action: create
                  manifest: |
                    apiVersion: batch/v1
                    kind: Job
                    metadata: {name: inner}
                    spec: {template: {spec: {containers: [{name: pi, image: perl}]}}}
              - name: items
                steps: [[{name: a, withItems: [{image: debian}]}]]
            """));

        var found = files.Read(new KubernetesFormat(), "file.yaml").Occurrences;

        Assert.Equal(
            [
                "8:24 busybox = docker.io/library/busybox:latest",
                "9:42 alpine = docker.io/library/alpine:latest",
                "10:39 docker:dind = docker.io/library/docker:dind",
                "12:21 python = docker.io/library/python:latest",
                "14:50 argoproj/argosay:v2 = docker.io/argoproj/argosay:v2",
                "19:16 acme/patched:1 = docker.io/acme/patched:1",
                "27:65 perl = docker.io/library/perl:latest",
            ],
            TestFiles.Lines(found));
        Assert.All(found, image => Assert.Equal(OccurrenceKind.KubernetesContainer, image.Kind));
        Assert.Equal(["Workflow/hello-", "Job/inner"], found.Select(image => image.Workload).Distinct());
    }

    [Theory]
    [InlineData("tekton.dev/v1", "params")]
    [InlineData("argoproj.io/v1alpha1", "parameters")]
    public void A_parameter_that_is_a_whole_resource_is_read_as_one(string version, string parameters)
    {
        var found = Read($$"""
            apiVersion: {{version}}
            kind: TaskRun
            spec:
              {{parameters}}:
              - name: manifest
                value: |
                  apiVersion: v1
                  kind: Pod
                  spec: {containers: [{name: a, image: acme/app:1}]}
              - name: other
                value: |
                  spec: {containers: [{name: a, image: acme/other:1}]}
            """).Occurrences;

        Assert.Equal(["9:44 acme/app:1 = docker.io/acme/app:1"], TestFiles.Lines(found));
    }

    [Theory]
    [InlineData("{{workflow.parameters.image}}", "docker.io/acme/tool:1")]
    [InlineData("acme/app:{{ workflow.parameters.tag }}", "docker.io/acme/app:2")]
    [InlineData("{{inputs.parameters.base}}", "docker.io/library/alpine:3")]
    [InlineData("{{inputs.parameters.passed}}", "docker.io/acme/tool:1")]
    [InlineData("{{inputs.parameters.open}}", "{{inputs.parameters.open}} is filled in from outside this file")]
    [InlineData("{{workflow.parameters.base}}", "{{workflow.parameters.base}} is filled in from outside this file")]
    public void A_workflows_parameters_have_the_values_it_gives_them(string image, string expected)
    {
        var found = Assert.Single(Read("""
            apiVersion: argoproj.io/v1alpha1
            kind: CronWorkflow
            spec:
              workflowSpec:
                entrypoint: main
                arguments:
                  parameters: [{name: image, value: acme/tool:1}, {name: tag, value: 2}]
                templates:
                - name: main
                  inputs:
                    parameters: [{name: base, default: 'alpine:3'}, {name: passed, value: '{{workflow.parameters.image}}'}, {name: open}]
                  container: {image: "IMAGE"}
                - name: other
                  inputs: {parameters: [{name: open, value: 'x:1'}]}
            """.Replace("IMAGE", image, StringComparison.Ordinal)).Occurrences);

        Assert.Equal((image, expected), (found.Written, found.Image?.ToString() ?? found.Reason));
    }

    [Fact]
    public void Argo_Events_and_Rollouts_hold_containers() =>
        Assert.Equal(
            ["1:104 acme/source = docker.io/acme/source:latest", "3:112 nginx = docker.io/library/nginx:latest"],
            TestFiles.Lines(Read("""
                {apiVersion: argoproj.io/v1alpha1, kind: EventSource, spec: {template: {container: {name: main, image: acme/source}}}}
                ---
                {apiVersion: argoproj.io/v1alpha1, kind: Rollout, spec: {template: {spec: {containers: [{name: main, image:    nginx}]}}}}
                """).Occurrences));

    [Fact]
    public void A_Tekton_task_names_the_images_of_its_steps()
    {
        using TestFiles files = new(("file.yaml", """
            apiVersion: tekton.dev/v1
            kind: Task
            metadata: {name: build}
            spec:
              params:
              - {name: image, description: where to push}
              - {name: builder, default: gcr.io/kaniko-project/executor:v1.5.1}
              - {name: tag, default: '3'}
              - {name: unused, default: acme/unused:1}
              stepTemplate: {image: busybox}
              steps:
              - {name: a, image: ubuntu}
              - {name: b, image: $(params.builder)}
              - {name: c, image: 'alpine:$(params["tag"])'}
              - {name: d, image: $(params.image)}
              - {name: e, image: $(inputs.params.builder)}
              sidecars:
              - {name: s, image: docker}
            """));

        var found = files.Read(new KubernetesFormat(), "file.yaml").Occurrences;

        Assert.Equal(
            [
                "10:25 busybox = docker.io/library/busybox:latest",
                "12:22 ubuntu = docker.io/library/ubuntu:latest",
                "13:22 $(params.builder) = gcr.io/kaniko-project/executor:v1.5.1",
                "14:23 alpine:$(params[\"tag\"]) = docker.io/library/alpine:3",
                "15:22 $(params.image) = $(params.image) is filled in from outside this file",
                "16:22 $(inputs.params.builder) = gcr.io/kaniko-project/executor:v1.5.1",
                "18:22 docker = docker.io/library/docker:latest",
            ],
            TestFiles.Lines(found));
        Assert.Equal([null, "a", "b", "c", "d", "e", "s"], found.Select(image => image.Container));
    }

    [Theory]
    [InlineData("run: {params: [{name: v, value: '9'}], task: {params: [{name: v, default: '3'}], IMAGE}}", "docker.io/library/alpine:9")]
    [InlineData("run: {params: [{name: v, default: '9'}], task: {params: [{name: v, default: '3'}], IMAGE}}", "docker.io/library/alpine:3")]
    [InlineData("run: {params: [{name: v, default: '9'}], task: {IMAGE}}", "docker.io/library/alpine:9")]
    [InlineData("run: {params: [{name: w, value: '9'}], task: {params: [{name: v, value: $(params.w)}], spec: {params: [{name: v, default: '3'}], IMAGE}}}",
        "docker.io/library/alpine:9")]
    [InlineData("run: {params: [{name: v, default: '9'}], task: {params: [{name: v}], IMAGE}}", "$(params.v) is filled in from outside this file")]
    [InlineData("run: {params: [{name: v, value: [a, b]}], task: {IMAGE}}", "$(params.v) is filled in from outside this file")]
    [InlineData("run: {params: [{name: v, value: $(params.v)}], task: {IMAGE}}", "$(params.v) is filled in from outside this file")]
    public void A_value_that_is_given_outranks_a_default(string spec, string expected)
    {
        var found = Assert.Single(Read("apiVersion: tekton.dev/v1beta1\nkind: PipelineRun\n" + spec.Replace("IMAGE", "steps: [{image: 'alpine:$(params.v)'}]",
            StringComparison.Ordinal)).Occurrences);

        Assert.Equal(expected, found.Image?.ToString() ?? found.Reason);
    }

    [Fact]
    public void A_step_action_is_a_container_itself() =>
        Assert.Equal(["3:15 bash = docker.io/library/bash:latest"],
            TestFiles.Lines(Read("apiVersion: tekton.dev/v1alpha1\nkind: StepAction\nspec: {image: bash, params: []}").Occurrences));

    [Fact]
    public void An_image_on_lines_of_its_own_is_placed_there() =>
        Assert.Equal(["7:9 alpine:3 = docker.io/library/alpine:3"], TestFiles.Lines(Read("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            spec:
              templates:
              - container:
                  image: >-
                    alpine:3
            """).Occurrences));

    private static ReadingContext Read(string text)
    {
        using TestFiles files = new(("file.yaml", text));
        return files.Read(new KubernetesFormat(), "file.yaml");
    }
}

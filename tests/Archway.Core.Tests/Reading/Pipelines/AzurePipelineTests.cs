using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Reading.Pipelines;

public sealed class AzurePipelineTests
{
    [Fact]
    public void A_pipeline_names_container_resources_jobs_and_services()
    {
        using var folder = new Folder().With("azure-pipelines.yml", """
            resources:
              containers:
              - container: linux
                image: ubuntu:22.04
              - container: own
                type: ACR
                registry: acme
                repository: shop/builder
              - ${{ if true }}:
                - container: later
                  image: debian:12
            stages:
            - stage: build
              jobs:
              - job: a
                container: linux
                services: {db: "postgres:17", cache: later}
              - deployment: b
                container: {image: "node:22", options: --rm}
                strategy: {runOnce: {deploy: {steps: [{script: "echo image"}]}}}
              - ${{ each x in y }}:
                - job: c
                  container: ghcr.io/acme/tools
            """);

        Assert.Equal(
            """
            4 ubuntu:22.04 → docker.io/library/ubuntu:22.04
            8 shop/builder → acme.azurecr.io/shop/builder:latest
            11 debian:12 → docker.io/library/debian:12
            17 postgres:17 → docker.io/library/postgres:17
            19 node:22 → docker.io/library/node:22
            23 ghcr.io/acme/tools → ghcr.io/acme/tools:latest
            """,
            folder.Images().Replace("azure-pipelines.yml:", "", StringComparison.Ordinal));
        Assert.Contains(folder.Read().OfType<SourceItem.Document>().Single().Content.Occurrences, found => (found.Workload, found.Container) == ("a", "db"));
    }

    [Theory]
    [InlineData("variables: {v: 22.04}", "ubuntu:$(v)", "docker.io/library/ubuntu:22.04")]
    [InlineData("variables: {v: 22.04}", "ubuntu:${{ variables.V }}", "docker.io/library/ubuntu:22.04")]
    [InlineData("variables: [{name: v, value: '22.04'}, {group: secrets}]", "ubuntu:${{ variables['v'] }}", "docker.io/library/ubuntu:22.04")]
    [InlineData("parameters: [{name: v, default: '22.04'}]", "ubuntu:${{ parameters.v }}", "docker.io/library/ubuntu:22.04")]
    [InlineData("parameters: {v: 22.04}", "ubuntu:${{ parameters.v }}", "docker.io/library/ubuntu:22.04")]
    [InlineData("parameters: [{name: v}]", "ubuntu:${{ parameters.v }}", "! parameters.v is given by the pipelines that use this template")]
    [InlineData("pool: x", "ubuntu:$(Build.BuildId)", "! Build.BuildId has no value that is written out in this file")]
    public void A_variable_is_filled_in_where_it_is_written_out(string declared, string image, string expected)
    {
        using var folder = new Folder().With("azure-pipelines.yml", $"{declared}\njobs:\n- job: a\n  container: {image}\n");

        Assert.EndsWith("→ " + expected, folder.Images(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_matrix_gives_a_job_many_containers()
    {
        using var folder = new Folder().With("azure-pipelines.yml", """
            jobs:
            - job: test
              strategy: {matrix: {a: {i: "ubuntu:22.04"}, b: {i: "debian:12"}, c: {i: alias}}}
              container: $[ variables['i'] ]
            """);

        Assert.Equal(
            """
            azure-pipelines.yml:4 $[ variables['i'] ] → docker.io/library/ubuntu:22.04
            azure-pipelines.yml:4 $[ variables['i'] ] → docker.io/library/debian:12
            """,
            folder.Images());
    }

    [Theory]
    [InlineData("steps:\n- task: Bash@3\n- script: x\ncontainer: alpine:3\n", true)]
    [InlineData("stages:\n- template: a.yml@self\n- stage: x\n  jobs: [{job: y, container: 'alpine:3'}]\n", true)]
    [InlineData("extends: {template: x.yml}\nresources: {containers: [{container: a, image: 'alpine:3'}]}\n", true)]
    [InlineData("jobs:\n- ${{ if x }}:\n  - ${{ if y }}:\n    - job: z\n      container: alpine:3\n", true)]
    [InlineData("extends: {template: x.yml@y, parameters: {stages: [{jobs: [{job: y, container: 'alpine:3'}]}]}}\n", true)]
    [InlineData("phases:\n- phase: x\n  container: alpine:3\n", true)]
    [InlineData("stages: [build]\njobs: {x: {container: 'alpine:3'}}\n", false)]
    [InlineData("jobs:\n- name: x\n  container: alpine:3\n", false)]
    [InlineData("steps:\n- name: x\n  script: y\ncontainer: alpine:3\n", false)]
    public void A_pipeline_elsewhere_is_told_by_its_content(string text, bool isPipeline)
    {
        using var folder = new Folder().With("eng/build.yml", text);

        Assert.Equal(isPipeline, folder.Images().Length > 0);
    }

    [Fact]
    public void Containers_that_a_template_is_given_are_images()
    {
        using var folder = new Folder().With("eng/x.yml", """
            extends:
              template: t.yml
              parameters:
                container: not:this
                containers: {small: {image: "alpine:3"}}
                platform: {name: Managed, container: ghcr.io/acme/x}
                blobs: {container: internal}
            stages: [{stage: a}]
            """);

        Assert.Equal("eng/x.yml:5 alpine:3 → docker.io/library/alpine:3\neng/x.yml:6 ghcr.io/acme/x → ghcr.io/acme/x:latest", folder.Images());
    }

    [Fact]
    public void A_container_that_a_template_only_passes_on_is_not_known()
    {
        using var folder = new Folder().With("azure-pipelines/job.yml", """
            parameters: {container: ''}
            jobs:
            - job: a
              ${{ if ne(parameters.container, '') }}:
                container: ${{ parameters.container }}
            """);

        Assert.Equal(
            "azure-pipelines/job.yml:5 ${{ parameters.container }} → ! parameters.container is given by the pipelines that use this template",
            folder.Images());
    }

    [Fact]
    public void A_variable_that_is_plainly_an_image_is_one()
    {
        using var folder = new Folder().With("eng/variables.yml", """
            variables:
            - template: common.yml@self
            - name: defaultContainer
              value: quay.io/acme/test:6.0
            - {name: imageTag, value: "6.0"}
            - {name: containerRegistry, value: acme.azurecr.io/x}
            - {name: imageUrl, value: "https://example.com/a:1"}
            - {name: other, value: "quay.io/acme/test:6.0"}
            """);

        Assert.Equal("eng/variables.yml:4 quay.io/acme/test:6.0 → quay.io/acme/test:6.0", folder.Images());
    }

    [Fact]
    public void Docker_tasks_and_scripts_build_images()
    {
        using var folder = new Folder().With("api/Dockerfile").With("Dockerfile").With("azure-pipelines.yml", """
            variables: {name: shop/api}
            steps:
            - task: Docker@2
              inputs:
                command: buildAndPush
                containerRegistry: acme
                repository: $(name)
                dockerfile: $(Build.SourcesDirectory)/api/Dockerfile
                tags: |
                  latest
                  $(Build.BuildId)
            - task: Docker@2
              inputs: {command: login, repository: x}
            - script: docker build -t acme/web .
            """);

        Assert.Equal(
            """
            azure-pipelines.yml:7 $(containerRegistry)/shop/api:latest ← api/Dockerfile
            azure-pipelines.yml:7 $(containerRegistry)/shop/api:$(Build.BuildId) ← api/Dockerfile
            azure-pipelines.yml:14 acme/web ← Dockerfile
            """,
            folder.Builds());
    }
}

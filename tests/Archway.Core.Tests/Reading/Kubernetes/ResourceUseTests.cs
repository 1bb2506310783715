using Archway.Core.Tests.Reading.Tree;
using Xunit;

namespace Archway.Core.Tests.Reading.Kubernetes;

/// <summary>Resources of Tekton and Argo that others use with parameters of their own.</summary>
public sealed class ResourceUseTests
{
    private const string Task = """
        apiVersion: tekton.dev/v1
        kind: Task
        metadata: {name: t}
        spec:
          params: [{name: I, default: "mongo:7"}]
          steps: [{name: a, image: $(params.I)}]
        """;

    private const string Pipeline = """
        apiVersion: tekton.dev/v1
        kind: Pipeline
        metadata: {name: p}
        spec:
          params: [{name: v, default: '7'}]
          tasks: [{name: x, taskRef: {name: t}, params: [{name: I, value: "mongo:$(params.v)"}]}]
        """;

    [Theory]
    [InlineData("taskRef: {name: t}, params: [{name: I, value: 'mongo:3.0'}]", "docker.io/library/mongo:3.0")]
    [InlineData("taskRef: {name: t, kind: Task}, params: [{name: J, value: 'mongo:3.0'}]", "docker.io/library/mongo:7")]
    [InlineData("taskRef: {name: t}, params: [{name: I, value: [a, b]}]", "! $(params.I) is filled in from outside this file")]
    [InlineData("taskRef: {name: t}, params: [{name: I, value: 'mongo:$(context.x)'}]", "! $(context.x) is filled in from outside this file")]
    [InlineData("taskRef: {name: other}, params: [{name: I, value: 'mongo:3.0'}]", "docker.io/library/mongo:7")]
    [InlineData("taskRef: {name: t, kind: Custom}, params: [{name: I, value: 'mongo:3.0'}]", "docker.io/library/mongo:7")]
    public void A_run_gives_a_task_another_value(string spec, string expected)
    {
        Assert.Equal(expected, Images("t.yaml", ("t.yaml", Task + "\n---\n" + Run("TaskRun", spec))));
        Assert.Equal(expected, Images("tasks/t.yaml", ("tasks/t.yaml", Task), ("runs/r.yaml", Run("TaskRun", spec))));
    }

    [Fact]
    public void A_value_may_come_through_a_pipeline() => Assert.Equal(
        "docker.io/library/mongo:3|docker.io/library/mongo:7",
        Images(
            "t.yaml",
            ("t.yaml", Task),
            ("p.yaml", Pipeline),
            ("r.yaml", Run("PipelineRun", "pipelineRef: {name: p}, params: [{name: v, value: '3'}]")),
            ("s.yaml", Run("PipelineRun", "pipelineRef: {name: p}"))));

    [Fact]
    public void Of_tasks_with_the_same_name_the_nearest_is_meant()
    {
        (string, string)[] files =
        [
            ("1/t.yaml", Task), ("2/t.yaml", Task), ("2/runs/r.yaml", Run("TaskRun", "taskRef: {name: t}, params: [{name: I, value: 'mongo:3.0'}]")),
        ];

        Assert.Equal("docker.io/library/mongo:7", Images("1/t.yaml", files));
        Assert.Equal("docker.io/library/mongo:3.0", Images("2/t.yaml", files));
    }

    [Fact]
    public void A_step_gives_a_step_action_its_image() => Assert.Equal(
        "docker.io/library/bash:3",
        Images(
            "a.yaml",
            ("a.yaml", "apiVersion: tekton.dev/v1\nkind: StepAction\nmetadata: {name: a}\nspec: {params: [{name: i, default: bash}], image: $(params.i)}"),
            ("t.yaml", Run("Task", "steps: [{name: s, ref: {name: a}, params: [{name: i, value: 'bash:3'}]}]"))));

    [Theory]
    [InlineData("steps: [[{name: a, template: x, arguments: {parameters: [{name: i, value: 'a:1'}]}}]]", "docker.io/library/a:1")]
    [InlineData("dag: {tasks: [{name: a, template: x}, {name: b, template: x, arguments: {parameters: [{name: i, value: 'a:1'}]}}]}",
        "docker.io/library/mongo:7|docker.io/library/a:1")]
    [InlineData("steps: [[{name: a, template: x, arguments: {parameters: [{name: i, value: '{{workflow.parameters.w}}'}]}}]]", "docker.io/library/w:1")]
    [InlineData("steps: [[{name: a, template: x, withItems: [a, {k: b}], arguments: {parameters: [{name: i, value: '{{item}}'}]}}]]",
        "docker.io/library/a:latest|! {{item}} is filled in from outside this file")]
    [InlineData(
        "steps: [[{name: a, template: x, withItems: [{k: 'b:1'}], arguments: {parameters: [{name: i, value: '{{item.k}}'}]}}]]",
        "docker.io/library/b:1")]
    [InlineData("steps: [[{name: a, template: x, arguments: {parameters: [{name: i, valueFrom: {path: /x}}]}}]]",
        "! {{inputs.parameters.i}} is filled in from outside this file")]
    [InlineData("steps: [[{name: a, template: m}, {name: b, template: x, arguments: {parameters: [{name: i, value: '{{inputs.parameters.q}}'}]}}]]",
        "! {{inputs.parameters.q}} is filled in from outside this file")]
    public void A_step_gives_a_template_another_value(string body, string expected) => Assert.Equal(expected, Images("w.yaml", ("w.yaml", Workflow(body))));

    [Fact]
    public void A_workflow_gives_the_template_where_it_begins_its_own_parameters() =>
        Assert.Equal("docker.io/library/a:1", Images("w.yaml", ("w.yaml", """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            spec:
              entrypoint: x
              arguments: {parameters: [{name: i, value: 'a:1'}]}
              templates:
              - name: x
                inputs: {parameters: [{name: i, value: 'mongo:7'}]}
                container: {image: '{{inputs.parameters.i}}'}
            """)));

    [Fact]
    public void A_workflow_gives_the_templates_of_others_values()
    {
        (string, string)[] files =
        [
            ("lib/t.yaml", Workflow("suspend: {}").Replace("kind: Workflow", "kind: WorkflowTemplate", StringComparison.Ordinal)),
            ("w.yaml", """
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                spec:
                  entrypoint: m
                  templates:
                  - name: m
                    steps: [[{name: a, templateRef: {name: w, template: x}, arguments: {parameters: [{name: i, value: 'a:1'}]}}]]
                """),
        ];

        Assert.Equal("docker.io/library/a:1", Images("lib/t.yaml", files));
    }

    [Fact]
    public void A_workflow_gives_a_whole_workflow_template_values() => Assert.Equal(
        "docker.io/library/v:2",
        Images(
            "t.yaml",
            ("t.yaml", Workflow("container: {image: '{{workflow.parameters.w}}'}")
                .Replace("kind: Workflow", "kind: WorkflowTemplate", StringComparison.Ordinal)
                .Replace("{{inputs.parameters.i}}", "{{workflow.parameters.w}}", StringComparison.Ordinal)),
            ("w.yaml", """
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                spec: {workflowTemplateRef: {name: w}, arguments: {parameters: [{name: w, value: 'v:2'}]}}
                """)));

    [Fact]
    public void A_hostile_number_of_uses_ends_in_what_is_not_known()
    {
        var steps = string.Join(", ", Enumerable.Range(0, 2000)
            .Select(i => $"'a:{i}'")
            .Select(image => "{name: a, template: x, arguments: {parameters: [{name: i, value: " + image + "}]}}"));

        var images = Images("w.yaml", ("w.yaml", Workflow($"steps: [[{steps}]]"))).Split('|');

        Assert.Equal(257, images.Length);
        Assert.Equal("! {{inputs.parameters.i}} is filled in from outside this file", images[^1]);
    }

    private static string Run(string kind, string spec) => $"apiVersion: tekton.dev/v1\nkind: {kind}\nmetadata: {{name: r}}\nspec: {{{spec}}}\n";

    private static string Workflow(string body) => $$$"""
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {name: w}
        spec:
          entrypoint: m
          arguments: {parameters: [{name: w, value: 'w:1'}]}
          templates:
          - name: m
            {{{body}}}
          - name: x
            inputs: {parameters: [{name: i, value: "mongo:7"}]}
            container: {image: "{{inputs.parameters.i}}"}
        """;

    private static string Images(string path, params (string Path, string Text)[] files)
    {
        using Folder folder = new();
        foreach (var (name, text) in files) folder.With(name, text);
        var lines = folder.Images().Split('\n').Where(line => line.StartsWith(path, StringComparison.Ordinal));
        return string.Join('|', lines.Select(line => line.Split(" → ")[1]).Distinct());
    }
}

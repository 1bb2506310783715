using Archway.Core.Tests.Reading.Tree;
using Xunit;

namespace Archway.Core.Tests.Reading.Pipelines;

/// <summary>Workflows that other workflows call with inputs of their own.</summary>
public sealed class GitHubCallTests
{
    private const string Called = """
        on: {workflow_call: {inputs: {img: {default: "mongo:7", type: string}}}}
        jobs:
          a: {runs-on: x, container: "${{ inputs.img }}"}
        """;

    [Theory]
    [InlineData("with: {img: 'mongo:3.0'}", "docker.io/library/mongo:3.0")]
    [InlineData("with: {IMG: 'mongo:3.0'}", "docker.io/library/mongo:3.0")]
    [InlineData("with: {other: 'mongo:3.0'}", "docker.io/library/mongo:7")]
    [InlineData("secrets: inherit", "docker.io/library/mongo:7")]
    [InlineData("with: {img: '${{ matrix.i }}'}, strategy: {matrix: {i: ['a:1', 'b:1']}}", "docker.io/library/a:1|docker.io/library/b:1")]
    [InlineData(
        "with: {img: '${{ needs.x.outputs.y }}'}",
        "! .github/workflows/c.yml gives img a value, but needs.x.outputs.y has a value only when the workflow runs")]
    public void A_call_gives_an_input_another_value(string call, string expected) =>
        Assert.Equal(expected, Images(("c", Calls("r", call))));

    [Fact]
    public void The_default_is_one_of_the_images_where_only_some_calls_leave_it() => Assert.Equal(
        "docker.io/library/mongo:3.0|docker.io/library/mongo:7",
        Images(("c", Calls("r", "with: {img: 'mongo:3.0'}")), ("d", Calls("r", "needs: x"))));

    [Fact]
    public void An_input_may_come_through_several_workflows() => Assert.Equal(
        "docker.io/library/mongo:2|docker.io/library/mongo:4",
        Images(
            ("b", "on: {workflow_call: {inputs: {i: {type: string}}}, workflow_dispatch: {inputs: {i: {default: '4'}}}}\n"
                + Calls("r", "with: {img: 'mongo:${{ inputs.i }}'}")),
            ("c", Calls("b", "with: {i: '2'}"))));

    [Fact]
    public void Workflows_that_call_each_other_tell_no_value() => Assert.EndsWith(
        "but what gives it a value is used by itself, or by too many others to follow",
        Images(
            ("b", Calls("r", "with: {img: '${{ inputs.i }}'}", "b2: {uses: ./.github/workflows/c.yml, with: {i: '${{ inputs.i }}'}}")),
            ("c", Calls("b", "with: {i: '${{ inputs.i }}'}"))),
        StringComparison.Ordinal);

    [Fact]
    public void A_hostile_chain_of_calls_ends()
    {
        using Folder folder = new();
        folder.With(".github/workflows/r.yml", Called);
        for (var i = 0; i < 500; i++)
            folder.With($".github/workflows/w{i}.yml", Calls(i == 0 ? "r" : $"w{i - 1}", "with: {img: '${{ inputs.img }}'}"));

        Assert.Contains("too many others to follow", folder.Images(), StringComparison.Ordinal);
    }

    private static string Calls(string called, string more, string others = "") => $$"""
        jobs:
          b: {uses: ./.github/workflows/{{called}}.yml, {{more}}}
          {{others}}
        """;

    private static string Images(params (string Name, string Workflow)[] others)
    {
        using var folder = new Folder().With(".github/workflows/r.yml", Called);
        foreach (var (name, workflow) in others) folder.With($".github/workflows/{name}.yml", workflow);
        return string.Join('|', folder.Images().Split('\n').Select(line => line.Split(" → ")[1]));
    }
}

using Archway.Core.Tests.Reading.Tree;
using Xunit;

namespace Archway.Core.Tests.Reading.Pipelines;

/// <summary>Templates of Azure Pipelines that other files use with parameters of their own.</summary>
public sealed class AzureTemplateTests
{
    private const string Template = """
        parameters: [{name: img, type: string, default: "mongo:7"}]
        jobs:
        - job: x
          container: ${{ parameters.img }}
        """;

    [Theory]
    [InlineData("jobs: [{template: t/j.yml, parameters: {img: 'mongo:3.0'}}]", "docker.io/library/mongo:3.0")]
    [InlineData("jobs: [{template: /t/j.yml@self, parameters: {img: 'mongo:3.0'}}]", "docker.io/library/mongo:3.0")]
    [InlineData("extends: {template: ./t/j.yml, parameters: {img: 'mongo:3.0'}}", "docker.io/library/mongo:3.0")]
    [InlineData("jobs: [{template: t/j.yml, parameters: {other: 'mongo:3.0'}}]", "docker.io/library/mongo:7")]
    [InlineData("jobs: [{template: t/j.yml@others, parameters: {img: 'mongo:3.0'}}]", "docker.io/library/mongo:7")]
    [InlineData("jobs: [{template: t/j.yml}, {template: t/j.yml, parameters: {img: 'a:1'}}]", "docker.io/library/mongo:7|docker.io/library/a:1")]
    [InlineData("variables: {v: '3'}\njobs: [{template: t/j.yml, parameters: {img: 'mongo:$(v)'}}]", "docker.io/library/mongo:3")]
    [InlineData("jobs: [{template: t/j.yml, parameters: {'${{ if x }}': {img: 'a:1'}}}]", "docker.io/library/mongo:7|docker.io/library/a:1")]
    [InlineData(
        "jobs: [{template: t/j.yml, parameters: {'${{ if x }}': {img: 'a:1'}, '${{ else }}': {img: 'b:1'}}}]",
        "docker.io/library/a:1|docker.io/library/b:1")]
    [InlineData(
        "jobs: [{template: t/j.yml, parameters: {'${{ insert }}': '${{ parameters }}'}}]",
        "! azure-pipelines.yml gives it a value, or does not, by ${{ insert }}")]
    [InlineData(
        "jobs: [{template: t/j.yml, parameters: {img: '$(Secret)'}}]",
        "! azure-pipelines.yml gives img a value, but Secret has no value that is written out in this file")]
    public void A_pipeline_gives_a_parameter_another_value(string pipeline, string expected) =>
        Assert.Equal(expected, Images(("azure-pipelines.yml", pipeline)));

    [Fact]
    public void A_parameter_may_come_through_several_templates() => Assert.Equal(
        "docker.io/library/mongo:2|docker.io/library/mongo:4",
        Images(
            ("azure-pipelines.yml", "stages: [{template: s/a.yml, parameters: {v: '2'}}, {template: s/a.yml}]"),
            ("s/a.yml", "parameters: {v: '4'}\njobs: [{template: ../t/j.yml, parameters: {img: 'mongo:${{ parameters.v }}'}}]")));

    [Fact]
    public void A_container_resource_and_a_variable_may_be_parameters_too()
    {
        using var folder = new Folder()
            .With("azure-pipelines.yml", "jobs: [{template: t.yml, parameters: {r: one, t: '1'}}, {template: t.yml, parameters: {r: two, t: '2'}}]")
            .With("t.yml", """
                parameters: {r: none, t: '0'}
                variables: {image: "acme/app:${{ parameters.t }}"}
                resources:
                  containers:
                  - {container: c, type: ACR, registry: "${{ parameters.r }}", repository: "app:${{ parameters.t }}"}
                """);

        Assert.Equal(
            """
            t.yml:2 acme/app:${{ parameters.t }} → docker.io/acme/app:1
            t.yml:2 acme/app:${{ parameters.t }} → docker.io/acme/app:2
            t.yml:5 app:${{ parameters.t }} → one.azurecr.io/app:1
            t.yml:5 app:${{ parameters.t }} → two.azurecr.io/app:2
            """,
            folder.Images());
    }

    [Fact]
    public void Templates_that_use_each_other_tell_no_value() => Assert.EndsWith(
        "or by too many others to follow",
        Images(
            ("a.yml", "jobs: [{template: t/j.yml, parameters: {img: '${{ parameters.i }}'}}, {template: b.yml, parameters: {i: '${{ parameters.i }}'}}]"),
            ("b.yml", "jobs: [{template: a.yml, parameters: {i: '${{ parameters.i }}'}}]")),
        StringComparison.Ordinal);

    private static string Images(params (string Name, string Pipeline)[] others)
    {
        using var folder = new Folder().With("t/j.yml", Template);
        foreach (var (name, pipeline) in others) folder.With(name, pipeline);
        var lines = folder.Images().Split('\n').Where(line => line.StartsWith("t/j.yml", StringComparison.Ordinal));
        return string.Join('|', lines.Select(line => line.Split(" → ")[1]));
    }
}

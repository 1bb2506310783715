using Archway.Core.Tests.Reading.Tree;
using Xunit;

namespace Archway.Core.Tests.Reading.Pipelines;

/// <summary>Dockerfiles with names of their own, which only a pipeline says to be one.</summary>
public sealed class NamedDockerfileTests
{
    private const string Dockerfile = "ARG V=7\nFROM mongo:${V}\n";

    [Theory]
    [InlineData("agent { dockerfile { filename 'Build.agent'; dir 'ci' } }", "docker.io/library/mongo:7")]
    [InlineData(
        "agent {\n dockerfile {\n  filename 'Build.agent'\n  dir \"ci\"\n  additionalBuildArgs '--pull --build-arg V=3.0'\n }\n}",
        "docker.io/library/mongo:3.0")]
    [InlineData("agent { dockerfile { filename 'ci/Build.agent'; label 'x' } }", "docker.io/library/mongo:7")]
    [InlineData("agent { dockerfile { filename NAME; dir 'ci' } }", "")]
    [InlineData("dockerfile { filename 'Build.agent'; dir 'ci' }", "")]
    public void An_agent_of_Jenkins_names_one(string jenkinsfile, string expected)
    {
        using var folder = new Folder().With("Jenkinsfile", jenkinsfile).With("ci/Build.agent", Dockerfile);

        Assert.Equal(expected, folder.Images() is { Length: > 0 } images ? images.Split(" → ")[1] : "");
    }

    [Fact]
    public void An_agent_of_Jenkins_without_a_name_is_built_from_the_usual_one()
    {
        using var folder = new Folder().With("Jenkinsfile", "pipeline { agent { dockerfile true } }").With("Dockerfile", Dockerfile);

        Assert.Equal("Jenkinsfile:1  ← Dockerfile", folder.Builds());
    }

    [Theory]
    [InlineData("Dock.act", "acts/one/Dock.act:2 mongo:${V} → docker.io/library/mongo:7")]
    [InlineData("../one/Dock.act", "acts/one/Dock.act:2 mongo:${V} → docker.io/library/mongo:7")]
    [InlineData("Other", "")]
    public void An_action_names_one_from_its_own_folder(string image, string expected)
    {
        using var folder = new Folder().With("acts/one/action.yml", $"runs: {{using: docker, image: {image}}}").With("acts/one/Dock.act", Dockerfile);

        Assert.Equal(expected, folder.Images());
    }

    [Theory]
    [InlineData("uses: docker/build-push-action@v6, with: {file: ci/Build.agent, tags: acme/a}", "docker.io/library/mongo:7")]
    [InlineData("uses: docker/build-push-action@v6, with: {file: ci/Build.agent, build-args: V=3.0}", "docker.io/library/mongo:3.0")]
    [InlineData(
        "uses: docker/build-push-action@v6, with: {file: ci/Build.agent, tags: acme/a, build-args: 'V=${{ matrix.v }}'}",
        "docker.io/library/mongo:1|docker.io/library/mongo:2")]
    [InlineData(
        "uses: docker/build-push-action@v6, with: {file: ci/Build.agent, build-args: 'V=${{ github.sha }}'}",
        "! ARG V is set in .github/workflows/w.yml: github.sha has a value only when the workflow runs|docker.io/library/mongo:7")]
    [InlineData("uses: redhat-actions/buildah-build@v2, with: {image: a, containerfiles: ./ci/Build.agent, build-args: V=3.0}", "docker.io/library/mongo:3.0")]
    public void A_step_of_a_workflow_names_one_and_gives_it_arguments(string step, string expected)
    {
        using var folder = new Folder().With("ci/Build.agent", Dockerfile)
            .With(".github/workflows/w.yml", $"jobs: {{a: {{strategy: {{matrix: {{v: [1, 2]}}}}, steps: [{{{step}}}]}}}}");

        Assert.Equal(expected, string.Join('|', folder.Images().Split('\n').Select(line => line.Split(" → ")[^1])));
    }
}

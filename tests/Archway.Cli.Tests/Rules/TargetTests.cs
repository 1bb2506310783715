using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Rules;

/// <summary>What rules about sources make of the platforms that a scan asks for.</summary>
public sealed class TargetTests
{
    private const string Workflow = """
        on: push
        jobs:
          image:
            runs-on: ubuntu-latest
            steps:
              - uses: docker/setup-qemu-action@v3
              - uses: docker/setup-buildx-action@v3
              - uses: docker/build-push-action@v6
                with:
                  platforms: linux/amd64
                  push: true
        """;

    [Fact]
    public async Task A_pipeline_for_amd64_is_right_where_nothing_else_is_asked_for()
    {
        Assert.Empty(await RulesAsync(".github/workflows/image.yml", Workflow, "linux/amd64"));
        Assert.Equal("B102", string.Join(' ', await RulesAsync(".github/workflows/image.yml", Workflow, "linux/amd64", "linux/arm64")));
    }

    [Fact]
    public async Task Every_platform_that_is_missing_is_added_once()
    {
        using TempFolder folder = new();
        folder.With(".github/workflows/image.yml", Workflow);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var diff = (await archway.RunAsync("fix", ".", "--offline", "--unsafe", "--quiet", "--platform", "linux/arm64", "--platform", "linux/s390x", "--platform", "linux/amd64")).Output;

        Assert.Contains("+          platforms: linux/amd64,linux/arm64,linux/s390x\n", diff, StringComparison.Ordinal);
    }

    private static async Task<string[]> RulesAsync(string path, string text, params string[] platforms)
    {
        using TempFolder folder = new();
        folder.With(path, text);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        var asked = platforms.SelectMany(platform => new[] { "--platform", platform });
        var json = (await archway.RunAsync(["scan", ".", "--offline", "--quiet", "--format", "json", .. asked])).Json();
        return [.. json.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("rule").GetString()!)];
    }
}

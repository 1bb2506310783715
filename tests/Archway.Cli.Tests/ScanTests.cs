using System.Text.Json;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary><c>archway scan</c>, from arguments to exit code and report.</summary>
public sealed class ScanTests
{
    private const string Shop = "examples/shop";

    [Fact]
    public async Task The_JSON_report_keeps_its_contract()
    {
        using ArchwayProgram archway = new() { WorkingFolder = Repository.Root };
        using TempFolder folder = new();

        var ran = await archway.RunAsync("scan", Shop, "--offline", "--format", "json");
        folder.With("scan.json", ran.Output);

        Schema.Validate(Path.Combine(Repository.Root, "docs/scan.schema.json"), Path.Combine(folder.Path, "scan.json"));
        using var report = JsonDocument.Parse(ran.Output);
        var looked = report.RootElement.GetProperty("looked");
        Assert.Equal(report.RootElement.GetProperty("occurrences").GetArrayLength(), looked.GetProperty("references").GetInt32());
        Assert.Equal(report.RootElement.GetProperty("images").GetArrayLength(), looked.GetProperty("images").GetInt32());
        Assert.Equal(looked.GetProperty("images").GetInt32(),
            report.RootElement.GetProperty("summary").EnumerateObject().Sum(status => status.Value.GetInt32()));
    }

    [Fact]
    public async Task The_same_sources_give_the_same_report_byte_for_byte()
    {
        using ArchwayProgram archway = new() { WorkingFolder = Repository.Root };

        var first = await archway.RunAsync("scan", Shop, "--offline", "--format", "json");
        var second = await archway.RunAsync("scan", Shop, "--offline", "--format", "json");

        Assert.Equal(first.Output, second.Output);
    }

    [Fact]
    public async Task Several_platforms_are_judged_each_and_the_worst_stands_for_the_image()
    {
        using ArchwayProgram archway = new() { Input = "docker.io/armswdev/pytorch-arm-neoverse:latest\n" };

        var report = (await archway.RunAsync("scan", "-", "--offline", "--format", "json", "-p", "linux/arm64", "-p", "linux/amd64")).Json();

        var image = report.GetProperty("images")[0];
        Assert.Equal(["linux/arm64 ready", "linux/amd64 blocked"],
            image.GetProperty("targets").EnumerateArray().Select(target => $"{target.GetProperty("platform")} {target.GetProperty("status")}"));
        Assert.Equal("blocked", image.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("istio/pilot:1.14.0", 1, "blocker")]
    [InlineData("istio/pilot:1.14.0", 1, "note")]
    [InlineData("istio/pilot:1.14.0", 0, "unknown")]
    [InlineData("istio/pilot:1.20.0", 0, "note")]
    [InlineData("nobody/knows:1", 0, "blocker")]
    [InlineData("nobody/knows:1", 1, "unknown")]
    [InlineData("nobody/knows:1", 1, "note")]
    [InlineData("nobody/knows:1", 1, "blocker", "unknown")]
    [InlineData("${VARIABLE}", 1, "unknown")]
    public async Task A_threshold_answers_1_when_it_is_reached(string image, int exitCode, params string[] thresholds)
    {
        using ArchwayProgram archway = new() { Input = image + "\n" };

        var ran = await archway.RunAsync(["scan", "-", "--offline", .. thresholds.SelectMany(word => new[] { "--fail-on", word })]);

        Assert.Equal(exitCode, ran.ExitCode);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_counts_as_not_known()
    {
        using TempFolder folder = new TempFolder().With("pod.yaml", "kind: Pod\nspec: {containers: [{image: \"x\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("scan", ".", "--offline", "--fail-on", "unknown");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("pod.yaml:", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scan", "--platform", "arm64")]
    [InlineData("scan", "--fail-on", "sometimes")]
    [InlineData("scan", "--format", "poem")]
    [InlineData("scan", "--give-up-after", "0")]
    [InlineData("scan", "--give-up-after", "soon")]
    [InlineData("scan", "--give-up-after", "99999999999")]
    [InlineData("scan", "--no-such-option")]
    [InlineData("sing")]
    [InlineData("image")]
    public async Task A_usage_error_answers_2(params string[] arguments)
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync(arguments);

        Assert.Equal(2, ran.ExitCode);
        Assert.NotEmpty(ran.Error);
    }

    [Fact]
    public async Task A_usage_error_is_not_buried_under_the_help()
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("scan", "--give-up-after", "soon");

        Assert.Empty(ran.Output);
        Assert.Equal("archway: --give-up-after takes 1 to 3600 seconds, not 'soon'\narchway scan --help tells more\n", ran.Error);
    }

    [Fact]
    public async Task What_a_Compose_file_includes_and_cannot_be_read_is_said()
    {
        using TempFolder folder = new TempFolder()
            .With("project/compose.yaml", "include: [../outside.yaml, https://example.com/compose.yaml]\nservices:\n"
                + "  a: {image: traefik:v2.11.8}\n  b: {extends: {file: nowhere.yaml, service: b}}\n")
            .With("outside.yaml", "services: {c: {image: istio/pilot:1.14.0}}\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var report = (await archway.RunAsync("scan", "project", "--offline", "--format", "json")).Json();

        Assert.Equal([1, 1, 4], report.GetProperty("unparsed").EnumerateArray().Select(file => file.GetProperty("line").GetInt32()));
        Assert.Contains("'../outside.yaml'", report.GetProperty("unparsed")[0].GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Single(report.GetProperty("images").EnumerateArray());
    }

    [Fact]
    public async Task What_is_excluded_and_what_git_ignores_is_passed_by_and_counted()
    {
        using TempFolder folder = new TempFolder()
            .With(".gitignore", "build/\n")
            .With("Dockerfile", "FROM traefik:v2.11.8\n")
            .With("build/Dockerfile", "FROM istio/pilot:1.14.0\n")
            .With("legacy/Dockerfile", "FROM istio/pilot:1.14.0\n")
            .With("node_modules/x/Dockerfile", "FROM istio/pilot:1.14.0\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var narrow = (await archway.RunAsync("scan", "--offline", "--exclude", "legacy/", "--format", "json")).Json();
        var wide = (await archway.RunAsync("scan", "--offline", "--include-ignored", "--format", "json")).Json();

        Assert.Equal(1, narrow.GetProperty("looked").GetProperty("references").GetInt32());
        Assert.Equal(3, narrow.GetProperty("looked").GetProperty("skipped").GetInt32());
        Assert.Equal(4, wide.GetProperty("looked").GetProperty("references").GetInt32());
    }

    [Fact]
    public async Task Commands_are_read_only_when_asked_for()
    {
        using TempFolder folder = new TempFolder()
            .With("Dockerfile", "FROM traefik:v2.11.8\n")
            .With("run.sh", "docker run --rm istio/pilot:1.14.0\n")
            .With("README.md", "```sh\ndocker pull traefik:v2.11.8\n```\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var without = (await archway.RunAsync("scan", "--offline", "--format", "json")).Json();
        var with = (await archway.RunAsync("scan", "--offline", "--include-commands", "--format", "json")).Json();

        Assert.Equal(["dockerfile:from"], Kinds(without));
        Assert.Equal(["dockerfile:from", "command:markdown", "command:script"], Kinds(with));

        static IEnumerable<string?> Kinds(JsonElement report) =>
            report.GetProperty("occurrences").EnumerateArray().Select(place => place.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task What_the_sources_build_reads_rebuild_and_names_its_Dockerfile()
    {
        using TempFolder folder = new TempFolder()
            .With("compose.yaml", "services:\n  api:\n    build: ./api\n    image: ghcr.io/acme/api:1\n")
            .With("api/Dockerfile", "FROM scratch\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var report = (await archway.RunAsync("scan", "--offline", "--format", "json")).Json();

        var image = Assert.Single(report.GetProperty("images").EnumerateArray());
        Assert.Equal("rebuild", image.GetProperty("status").GetString());
        Assert.Contains("api/Dockerfile", image.GetProperty("because").GetString(), StringComparison.Ordinal);
    }
}

using System.Text.Json;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>Images that are pinned to the digest of one platform's image: what the digest is, and the pin that runs everywhere.</summary>
public sealed class PinTests(PinnedImages images) : IClassFixture<PinnedImages>, IDisposable
{
    private readonly TempFolder _folder = new();

    private static string Amd64 => PinnedImages.Old.Children[0].Digest.ToString();

    private static string Index => PinnedImages.Old.Digest.ToString();

    private static string Moved => PinnedImages.New.Digest.ToString();

    private string Python => $"{images.Registry.Host}/library/python";

    [Fact]
    public async Task A_base_pinned_to_one_platforms_image_is_pinned_to_the_index_of_its_tag()
    {
        Write("Dockerfile", $"FROM {Python}:3.12@{Amd64} AS build\nRUN make\nFROM --platform=$BUILDPLATFORM {Python}:3.12@{Amd64}\n");

        var findings = await FindAsync();

        Assert.Equal(["D107 blocker Dockerfile:1", "D107 warning Dockerfile:3"], findings.Select(Place));
        Assert.Equal($"{Python}:3.12@{Amd64} does not run on linux/arm64: its digest is that of the linux/amd64 image alone, of the index {Index} that {Python}:3.12 stands for, "
            + "which has linux/amd64, linux/arm64; pin the index", Message(findings[0]));
        Assert.All(findings, finding => Assert.Equal(("safe", $"pin the index that {Python}:3.12 stands for"), Fix(finding)));
        Assert.Equal($"FROM {Python}:3.12@{Index} AS build\nRUN make\nFROM --platform=$BUILDPLATFORM {Python}:3.12@{Index}\n", await FixAsync("Dockerfile"));
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task A_tag_that_has_moved_is_said_with_both_digests_and_asked_for()
    {
        Write("Dockerfile", $"FROM {Python}:3.11@{Amd64}\n");

        var finding = Assert.Single(await FindAsync());

        Assert.Equal("D107 blocker Dockerfile:1", Place(finding));
        Assert.Contains($"{Python}:3.11 has moved: it stands for {Moved} now, which does not hold that image and has linux/amd64, linux/arm64", Message(finding), StringComparison.Ordinal);
        Assert.Contains($"@{Amd64} does not run", Message(finding), StringComparison.Ordinal);
        Assert.Equal(("ask", $"pin what {Python}:3.11 stands for now"), Fix(finding));
        Assert.Equal($"FROM {Python}:3.11@{Amd64}\n", await FixAsync("Dockerfile"));
        Assert.Equal($"FROM {Python}:3.11@{Moved}\n", await FixAsync("Dockerfile", "--unsafe"));
    }

    [Theory]
    [InlineData(true, "safe", "holds the same and has linux/amd64, linux/arm64; pin the index")]
    [InlineData(false, "ask", "does not hold all of that and has linux/amd64, linux/arm64; look at what changed, and pin that")]
    public async Task An_index_that_has_grown_since_is_pinned_anew_where_it_holds_the_same_and_else_asked_for(bool isSame, string safety, string said)
    {
        var grown = $"{images.Registry.Host}/library/grown:1.0";
        var old = (isSame ? PinnedImages.Young : PinnedImages.Other).Digest;
        Write("Dockerfile", $"FROM {grown}@{old}\n");

        var finding = Assert.Single(await FindAsync());

        Assert.Equal("D107 blocker Dockerfile:1", Place(finding));
        Assert.EndsWith($"its digest is that of an index with linux/amd64 alone, and {grown} has moved: it stands for {PinnedImages.Grown.Digest} now, which {said}",
            Message(finding), StringComparison.Ordinal);
        Assert.Equal(safety, Fix(finding).Safety);
        Assert.Equal($"FROM {grown}@{(isSame ? PinnedImages.Grown.Digest : old)}\n", await FixAsync("Dockerfile"));
        Assert.Equal($"FROM {grown}@{PinnedImages.Grown.Digest}\n", await FixAsync("Dockerfile", "--unsafe"));
    }

    [Fact]
    public async Task An_index_without_a_tag_that_has_grown_since_is_found_by_the_newest()
    {
        Write("Dockerfile", $"FROM {images.Registry.Host}/library/grown@{PinnedImages.Young.Digest}\n");

        Assert.Equal($"FROM {images.Registry.Host}/library/grown@{PinnedImages.Grown.Digest}\n", await FixAsync("Dockerfile"));
    }

    [Fact]
    public async Task Manifests_charts_and_services_are_pinned_where_the_digest_stands()
    {
        Write("pod.yaml", $"apiVersion: v1\nkind: Pod\nmetadata: {{name: one}}\nspec:\n  containers:\n    - image: \"{Python}@{Amd64}\"  # pinned\n      name: one\n");
        Write("compose.yaml", $"services:\n  one:\n    image: '{Python}:3.12@{Amd64}'\n");
        Write("kustomization.yaml", $"images:\n  - name: python\n    newName: {Python}\n    newTag: \"3.12\"\n    digest: {Amd64}\n");
        Write("chart/Chart.yaml", "apiVersion: v2\nname: one\nversion: 0.1.0\nappVersion: '1'\n");
        Write("chart/values.yaml", $"image:\n  repository: {Python}\n  tag: \"3.12\"\n  digest: {Amd64}\nsha:\n  image:\n    repository: {Python}\n    tag: \"3.12\"\n    sha: \"{Amd64[7..]}\"\n");

        // A pod may be placed wrongly besides.
        var findings = (await FindAsync()).Where(finding => finding.GetProperty("rule").GetString() != "K113").ToArray();

        Assert.Equal(["K106 chart/values.yaml:2", "K106 chart/values.yaml:7", "C103 compose.yaml:3", "K106 kustomization.yaml:2", "K106 pod.yaml:6"],
            findings.Select(finding => Place(finding).Replace("blocker ", "", StringComparison.Ordinal)));
        Assert.All(findings, finding => Assert.Equal("safe", Fix(finding).Safety));
        Assert.Contains($"image: \"{Python}@{Index}\"  # pinned\n", await FixAsync("pod.yaml"), StringComparison.Ordinal);
        Assert.Contains($"image: '{Python}:3.12@{Index}'\n", await FixAsync("compose.yaml"), StringComparison.Ordinal);
        Assert.Contains($"newTag: \"3.12\"\n    digest: {Index}\n", await FixAsync("kustomization.yaml"), StringComparison.Ordinal);
        Assert.Equal($"image:\n  repository: {Python}\n  tag: \"3.12\"\n  digest: {Index}\nsha:\n  image:\n    repository: {Python}\n    tag: \"3.12\"\n    sha: \"{Index[7..]}\"\n",
            await FixAsync("chart/values.yaml"));
    }

    [Fact]
    public async Task Without_a_tag_the_newest_are_asked_for_and_no_more()
    {
        var many = $"{images.Registry.Host}/library/many";
        Write("images.txt", $"{many}@{Amd64}\n{many}@{PinnedImages.Lost.Digest}\n");
        Ran ran = null!;
        var asked = await images.AskedWhileAsync(async () => ran = await ArchwayAsync("scan", "images.txt", "--format", "json", "--no-cache"));

        var findings = ran.Json().GetProperty("findings").EnumerateArray().ToArray();
        Assert.Equal(["K106 blocker images.txt:1", "I101 blocker images.txt:2"], findings.Select(Place));
        Assert.Contains($"of the index {Index} that {many}:2.0.0 stands for", Message(findings[0]), StringComparison.Ordinal);
        Assert.Contains("of which tag the digest is cannot be told: it is none of 2.0.0, 1.59.0, 1.58.0, 1.57.0", Message(findings[1]), StringComparison.Ordinal);
        Assert.InRange(asked.Count(line => line.Contains("/manifests/", StringComparison.Ordinal)), 4, 7);
    }

    [Fact]
    public async Task A_charts_tag_that_brings_its_digest_along_is_pinned_there()
    {
        Write("chart/Chart.yaml", "apiVersion: v2\nname: one\nversion: 0.1.0\n");
        Write("chart/values.yaml", $"image: {{repository: {Python}, tag: '3.12@{Amd64}'}} # kept\n");

        Assert.Equal($"image: {{repository: {Python}, tag: '3.12@{Index}'}} # kept\n", await FixAsync("chart/values.yaml"));
    }

    [Theory]
    [InlineData("an index without the platform", "python:3.10", "D108")]
    [InlineData("the only image of its tag", "alone:1.0", "D108")]
    [InlineData("a tag that is gone", "alone:0.9", "D108")]
    public async Task Where_no_index_has_the_platform_it_is_a_base_that_does_not_run(string what, string name, string rule)
    {
        var digest = what switch
        {
            "an index without the platform" => PinnedImages.Amd64Index.Digest,
            _ => PinnedImages.Alone.Digest,
        };
        Write("Dockerfile", $"FROM {images.Registry.Host}/library/{name}@{digest}\n");

        var finding = Assert.Single(await FindAsync());

        Assert.Equal($"{rule} blocker Dockerfile:1", Place(finding));
        Assert.DoesNotContain("its digest is that of", Message(finding), StringComparison.Ordinal);
        Assert.Equal(what == "a tag that is gone", Message(finding).Contains("there is no " + images.Registry.Host + "/library/alone:0.9 any more", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_runs_is_pinned_well_enough()
    {
        Write("Dockerfile", $"FROM {Python}:3.12@{Index} AS one\nFROM {Python}:3.12@{PinnedImages.Old.Children[1].Digest}\n");

        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task A_digest_that_a_variable_holds_is_found_and_left_alone()
    {
        Write("Dockerfile", $"ARG BASE={Python}:3.12@{Amd64}\nFROM $BASE\n");

        var finding = Assert.Single(await FindAsync());

        Assert.Equal("D107 blocker Dockerfile:2", Place(finding));
        Assert.False(finding.TryGetProperty("fix", out _));
    }

    [Fact]
    public async Task One_image_tells_its_index_with_and_without_a_search()
    {
        foreach (var options in (string[][])[[], ["--upgrade"]])
        {
            var target = (await ArchwayAsync(["image", $"{Python}:3.12@{Amd64}", "--format", "json", .. options])).Json().GetProperty("targets")[0];

            Assert.Equal("update", target.GetProperty("status").GetString());
            Assert.Equal($"{Python}:3.12@{Index}", target.GetProperty("near").GetProperty("image").GetString());
            Assert.Equal(Index, target.GetProperty("near").GetProperty("digest").GetString());
            Assert.True(target.GetProperty("near").GetProperty("same").GetBoolean());
        }

        var shown = (await ArchwayAsync("image", $"{Python}:3.12@{Amd64}")).Output;
        Assert.Contains($"update: its digest is that of the linux/amd64 image alone, of the index {Index}", shown.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_report_says_it()
    {
        Write("Dockerfile", $"FROM {Python}:3.12@{Amd64}\n");

        foreach (var format in (string[])["table", "markdown", "sarif", "junit", "github", "gitlab", "csv"])
            Assert.Contains("of the linux/amd64 image alone", (await ArchwayAsync("scan", ".", "--format", format)).Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        var fixes = (await ArchwayAsync("scan", ".", "--format", "sarif")).Json().GetProperty("runs")[0].GetProperty("results")[0].GetProperty("fixes");
        Assert.Equal(Index, fixes[0].GetProperty("artifactChanges")[0].GetProperty("replacements")[0].GetProperty("insertedContent").GetProperty("text").GetString());
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string file, string text) => _folder.With(file, text);

    private async Task<Ran> ArchwayAsync(params string[] arguments)
    {
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };
        return await archway.RunAsync(arguments);
    }

    private async Task<JsonElement[]> FindAsync() =>
        [.. (await ArchwayAsync("scan", ".", "--format", "json")).Json().GetProperty("findings").EnumerateArray()];

    /// <summary>The file as it is when fixed; a second run changes nothing more.</summary>
    private async Task<string> FixAsync(string file, params string[] options)
    {
        Assert.Equal(0, (await ArchwayAsync(["fix", ".", "--write", .. options])).ExitCode);
        Assert.Equal("", (await ArchwayAsync(["fix", ".", "--quiet", .. options])).Output);
        return await File.ReadAllTextAsync(Path.Combine(_folder.Path, file), TestContext.Current.CancellationToken);
    }

    private static string Place(JsonElement finding) =>
        $"{finding.GetProperty("rule")} {finding.GetProperty("severity")} {finding.GetProperty("file")}:{finding.GetProperty("line")}";

    private static string Message(JsonElement finding) => finding.GetProperty("message").GetString()!;

    private static (string? Safety, string? Title) Fix(JsonElement finding) =>
        (finding.GetProperty("fix").GetProperty("safety").GetString(), finding.GetProperty("fix").GetProperty("title").GetString());
}

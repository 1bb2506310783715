using System.Text.Json;
using Archway.Oci.Content;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>A real registry with images that came to Arm at a later tag, or in a new home.</summary>
public sealed class LaterImages : FilledRegistry
{
    internal static readonly StoredImage Amd64 = Images.Manifest("linux/amd64", seed: "later");
    internal static readonly StoredImage Amd64Index = Images.Index("linux/amd64");
    internal static readonly StoredImage Both = Images.Index("linux/amd64", "linux/arm64");

    /// <summary>Both, with the very image of the old home.</summary>
    internal static readonly StoredImage Joined = Images.Over(MediaTypes.OciIndex,
        (Amd64, Amd64.Entry("\"platform\":{\"architecture\":\"amd64\",\"os\":\"linux\"}")), Images.Entry("linux/arm64", docker: false));

    private protected override async Task FillAsync(DebianRegistry registry, CancellationToken cancellationToken)
    {
        await registry.PushAsync("team/app", "1.0.0", Amd64, cancellationToken);
        await registry.PushAsync("team/app", "0.9.0", Amd64Index, cancellationToken);
        await registry.PushAsync("team/app", "1.1.0", Both, cancellationToken);
        await registry.PushAsync("team/wide", "1.0.0", Images.Index("linux/amd64", "linux/s390x"), cancellationToken);
        await registry.PushAsync("team/wide", "1.1.0", Both, cancellationToken);
        await registry.PushAsync("team/parted", "1.0.0-amd64", Amd64, cancellationToken);
        await registry.PushAsync("team/parted", "1.0.0-arm64", Images.Manifest("linux/arm64"), cancellationToken);
        await registry.PushAsync("old/metrics-server/metrics-server", "v0.3.7", Amd64, cancellationToken);
        await registry.PushAsync("new/metrics-server/metrics-server", "v0.3.7", Joined, cancellationToken);
        await registry.PushAsync("old/metrics-server/metrics-server", "v0.4.0", Amd64, cancellationToken);
        await registry.PushAsync("new/metrics-server/metrics-server", "v0.4.0", Both, cancellationToken);
    }
}

/// <summary>Names rewritten into those of the nearest images that run.</summary>
public sealed class NearImageFixTests(LaterImages images) : IClassFixture<LaterImages>, IDisposable
{
    private readonly TempFolder _folder = new();

    private string App => $"{images.Registry.Host}/team/app";

    [Fact]
    public async Task A_later_tag_is_written_at_each_place_when_it_is_asked_for()
    {
        Write("Dockerfile", $"FROM {App}:1.0.0 AS one # comment\r\nFROM  {App}:1.0.0\r\nCOPY --from={App}:1.0.0 /a /b\r\n");
        Write("compose.yaml", $"services:\n  one: {{image: '{App}:1.0.0'}} # kept\n");
        Write("pod.yaml", $"apiVersion: v1\nkind: Pod\nmetadata: {{name: one}}\nspec:\n  containers:\n    - {{name: one, image: \"{App}:1.0.0\"}}\n");

        var findings = await FindAsync();

        Assert.Equal(["D108", "D108", "D109", "I101", "I101"], findings.Where(IsOfImage).Select(Rule).Order(StringComparer.Ordinal));
        Assert.All(findings.Where(IsOfImage), finding => Assert.Equal(("ask", $"move to {App}:1.1.0"), Fix(finding)));
        Assert.All(findings.Where(IsOfImage), finding => Assert.Contains($"{App}:1.1.0 has linux/amd64, linux/arm64", finding.GetProperty("message").GetString(), StringComparison.Ordinal));
        Assert.DoesNotContain("1.1.0", await FixAsync("Dockerfile"), StringComparison.Ordinal);
        Assert.Equal($"FROM {App}:1.1.0 AS one # comment\r\nFROM  {App}:1.1.0\r\nCOPY --from={App}:1.1.0 /a /b\r\n", await FixAsync("Dockerfile", "--unsafe"));
        Assert.Equal($"services:\n  one: {{image: '{App}:1.1.0'}} # kept\n", await FixAsync("compose.yaml", "--unsafe"));
        Assert.Contains($"image: \"{App}:1.1.0\"}}\n", await FixAsync("pod.yaml", "--unsafe"), StringComparison.Ordinal);
        Assert.DoesNotContain(await FindAsync(), IsOfImage);
    }

    [Fact]
    public async Task A_pinned_index_without_the_platform_moves_with_its_tag()
    {
        Write("Dockerfile", $"FROM {App}:0.9.0@{LaterImages.Amd64Index.Digest}\n");

        Assert.Equal($"FROM {App}:1.1.0@{LaterImages.Both.Digest}\n", await FixAsync("Dockerfile", "--unsafe"));
    }

    [Fact]
    public async Task A_tag_that_stands_apart_is_rewritten_where_it_stands()
    {
        Write("kustomization.yaml", $"images:\n  - name: app\n    newName: {App}\n    newTag: \"1.0.0\" # kept\n");
        Write("chart/Chart.yaml", "apiVersion: v2\nname: one\nversion: 0.1.0\n");
        Write("chart/values.yaml", $"image:\n  registry: {images.Registry.Host}\n  repository: team/app\n  tag: 1.0.0\nshared:\n  image: {{repository: {App}, tag: &tag 1.0.0}}\n");

        Assert.Equal($"images:\n  - name: app\n    newName: {App}\n    newTag: \"1.1.0\" # kept\n", await FixAsync("kustomization.yaml", "--unsafe"));
        Assert.Equal($"image:\n  registry: {images.Registry.Host}\n  repository: team/app\n  tag: 1.1.0\nshared:\n  image: {{repository: {App}, tag: &tag 1.0.0}}\n",
            await FixAsync("chart/values.yaml", "--unsafe"));
    }

    [Theory]
    [InlineData("a tag that a variable holds", "ARG TAG=1.0.0\nFROM {0}/team/app:$TAG\n")]
    [InlineData("a tag that drops a platform", "FROM {0}/team/wide:1.0.0\n")]
    [InlineData("a tag of the other architecture", "FROM {0}/team/parted:1.0.0-amd64\n")]
    public async Task What_is_not_certain_is_not_rewritten(string what, string dockerfile)
    {
        Write("Dockerfile", dockerfile.Replace("{0}", images.Registry.Host, StringComparison.Ordinal));

        var finding = Assert.Single(await FindAsync(), finding => Rule(finding) == "D108");

        Assert.False(finding.TryGetProperty("fix", out _), what);
    }

    [Theory]
    [InlineData("v0.3.7", "safe")]
    [InlineData("v0.4.0", "ask")]
    public async Task The_new_home_is_safe_where_it_has_the_very_image(string tag, string safety)
    {
        const string Path = "metrics-server/metrics-server";
        Write("compose.yaml", $"services:\n  one:\n    image: k8s.gcr.io/{Path}:{tag}\n");

        var finding = Assert.Single(await FindAsync(), finding => Rule(finding) == "I101");

        Assert.Equal((safety, $"move to registry.k8s.io/{Path}:{tag}"), Fix(finding));
        Assert.Equal($"services:\n  one:\n    image: registry.k8s.io/{Path}:{tag}\n", await FixAsync("compose.yaml", "--unsafe"));
    }

    [Fact]
    public async Task Two_platforms_that_are_asked_for_want_a_tag_that_has_both()
    {
        Write("Dockerfile", $"FROM {App}:1.0.0\n");

        var both = await FindAsync("--platform", "linux/arm64", "--platform", "linux/amd64");
        var more = await FindAsync("--platform", "linux/arm64", "--platform", "linux/s390x");

        Assert.Equal("ask", Fix(Assert.Single(both)).Safety);
        Assert.All(more, finding => Assert.False(finding.TryGetProperty("fix", out _)));
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string file, string text) => _folder.With(file, text);

    private async Task<Ran> ArchwayAsync(params string[] arguments)
    {
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };
        string[] mirrors = ["--mirror", $"k8s.gcr.io={images.Registry.Host}/old", "--mirror", $"registry.k8s.io={images.Registry.Host}/new"];
        return await archway.RunAsync([.. arguments, .. mirrors]);
    }

    private async Task<JsonElement[]> FindAsync(params string[] options) =>
        [.. (await ArchwayAsync(["scan", ".", "--format", "json", .. options])).Json().GetProperty("findings").EnumerateArray()];

    /// <summary>The file as it is when fixed; a second run changes nothing more.</summary>
    private async Task<string> FixAsync(string file, params string[] options)
    {
        Assert.Equal(0, (await ArchwayAsync(["fix", ".", "--write", .. options])).ExitCode);
        Assert.Equal("", (await ArchwayAsync(["fix", ".", "--quiet", .. options])).Output);
        return await File.ReadAllTextAsync(Path.Combine(_folder.Path, file), TestContext.Current.CancellationToken);
    }

    private static string Rule(JsonElement finding) => finding.GetProperty("rule").GetString()!;

    private static bool IsOfImage(JsonElement finding) => Rule(finding) is "D108" or "D109" or "I101";

    private static (string? Safety, string? Title) Fix(JsonElement finding) =>
        (finding.GetProperty("fix").GetProperty("safety").GetString(), finding.GetProperty("fix").GetProperty("title").GetString());
}

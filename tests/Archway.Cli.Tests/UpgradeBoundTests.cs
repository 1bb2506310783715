using Archway.Oci.Content;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>What looking for a nearer image costs where manifests lead to others: eight for one image's sake, whatever stands behind its tags.</summary>
public sealed class UpgradeBoundTests : IDisposable
{
    private const string Repository = "team/app";
    private static readonly StoredImage Amd64 = Images.Manifest("linux/amd64");
    private static readonly StoredImage Both = Images.Index("linux/amd64", "linux/arm64");

    private readonly ArchwayProgram _archway = new();

    /// <summary>What costs more than a manifest to know: entries that name no platform, and an index within an index.</summary>
    private static readonly StoredImage Unnamed = Images.Over(MediaTypes.OciIndex, [
        Images.Entry("linux/amd64", docker: false), .. Enumerable.Range(0, 5).Select(i => Images.Manifest("linux/s390x", seed: $"{i}")).Select(image => (image, image.Entry()))]);

    private static readonly StoredImage Nested = Images.Over(MediaTypes.OciIndex, [
        .. Enumerable.Range(0, 3).Select(i => Images.Over(MediaTypes.OciIndex, Images.Entry("linux/amd64", docker: false, seed: $"{i}"))).Select(index => (index, index.Entry()))]);

    [Theory]
    [InlineData("image", "unnamed")]
    [InlineData("image", "nested")]
    [InlineData("image", "wide")]
    [InlineData("scan", "unnamed")]
    [InlineData("scan", "nested")]
    [InlineData("scan", "wide")]
    public async Task Eight_manifests_are_asked_for_at_most_and_what_is_left_open_is_said(string command, string kind)
    {
        await using var registry = await TestRegistry.StartAsync();
        var before = kind switch
        {
            "unnamed" => Unnamed,
            "nested" => Nested,
            _ => Images.Index("linux/amd64", "linux/386", "linux/s390x", "linux/ppc64le", "linux/riscv64", "linux/mips64le", "linux/loong64", "linux/arm/v7", "linux/arm/v6"),
        };
        // The image itself is of a kind that is told for sure.
        registry.Put(Repository, "1.0.0", kind == "wide" ? before : Amd64);
        foreach (var minor in Enumerable.Range(1, 30)) registry.Put(Repository, $"1.{minor}.0", minor < 20 ? before : Both);
        var image = $"{registry.Host}/{Repository}:1.0.0";

        var ran = await _archway.RunAsync([.. command == "image" ? ["image", image, "--upgrade"] : (string[])["scan", $"image:{image}"], "--no-cache", "--format", "json"]);

        Assert.InRange(registry.Log.Count(IsManifest), 2, 8);
        var told = ran.Json();
        if (told.TryGetProperty("images", out var images)) told = images[0];
        if (kind == "wide") Assert.EndsWith(":1.20.0", told.GetProperty("targets")[0].GetProperty("near").GetProperty("image").GetString(), StringComparison.Ordinal);
        else Assert.Matches(@"a nearer one may run, since not all from 1\.16\.0 to 1\.[0-9]+\.0 were asked for", told.GetProperty("targets")[0].GetProperty("because").GetString());
    }

    [Fact]
    public async Task Tags_that_moved_since_they_were_kept_count_twice()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Put(Repository, "1.0.0", Amd64);
        foreach (var minor in Enumerable.Range(1, 30)) registry.Put(Repository, $"1.{minor}.0", minor < 13 ? Amd64 : Both);
        string[] command = ["image", $"{registry.Host}/{Repository}:1.0.0", "--upgrade", "--format", "json"];
        await _archway.RunAsync(command);
        foreach (var minor in Enumerable.Range(1, 30))
            registry.Put(Repository, $"1.{minor}.0", minor < 13 ? Images.Manifest("linux/amd64", seed: "moved") : Images.Attested("linux/amd64", "linux/arm64"));
        var asked = registry.Log.Count;

        var ran = await _archway.RunAsync(command);

        Assert.InRange(registry.Log.Skip(asked).Count(IsManifest), 5, 8);
        Assert.Contains("a nearer one may run, since ", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_platforms_share_what_one_image_may_cost()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Put(Repository, "1.0.0", Amd64);
        foreach (var minor in Enumerable.Range(1, 30))
            registry.Put(Repository, $"1.{minor}.0", minor < 9 ? Amd64 : minor < 21 ? Both : Images.Index("linux/amd64", "linux/arm64", "linux/s390x"));

        await _archway.RunAsync("image", $"{registry.Host}/{Repository}:1.0.0", "--upgrade", "--no-cache", "--format", "json", "--platform", "linux/arm64", "--platform", "linux/s390x");

        Assert.InRange(registry.Log.Count(IsManifest), 5, 8);
    }

    [Fact]
    public async Task A_new_home_and_the_old_one_share_it_too()
    {
        const string Path = "metrics-server/metrics-server";
        await using var registry = await TestRegistry.StartAsync();
        foreach (var home in (string[])["old", "new"])
            foreach (var minor in Enumerable.Range(0, 30)) registry.Put($"{home}/{Path}", $"v0.{minor}.0", home == "old" && minor > 17 ? Both : Amd64);

        var ran = await _archway.RunAsync("image", $"k8s.gcr.io/{Path}:v0.0.0", "--upgrade", "--no-cache", "--format", "json",
            "--mirror", $"k8s.gcr.io={registry.Host}/old", "--mirror", $"registry.k8s.io={registry.Host}/new");

        Assert.InRange(registry.Log.Count(IsManifest), 3, 8);
        Assert.Contains(" asked for", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_pin_took_is_not_there_for_the_search()
    {
        await using var registry = await TestRegistry.StartAsync();
        var old = Images.Index("linux/amd64");
        registry.Put(Repository, "1.0.0", old);
        foreach (var minor in Enumerable.Range(1, 30)) registry.Put(Repository, $"1.{minor}.0", minor < 20 ? Amd64 : Both);

        var ran = await _archway.RunAsync("scan", $"image:{registry.Host}/{Repository}:1.0.0@{old.Children[0].Digest}", "--no-cache", "--format", "json");

        Assert.InRange(registry.Log.Count(IsManifest), 3, 8);
        Assert.Contains($"{Repository}:1.20.0", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_is_refused_is_said()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Put(Repository, "1.0.0", Amd64);
        registry.On($"{Repository}/tags/list").Answer(403);

        var ran = await _archway.RunAsync("image", $"{registry.Host}/{Repository}:1.0.0", "--upgrade", "--no-cache");

        Assert.Contains("the nearest tag that runs cannot be told: ", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_runs_is_shown_in_depth_all_the_same()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Put(Repository, "1.0.0", Both);

        var ran = await _archway.RunAsync("image", $"{registry.Host}/{Repository}:1.0.0", "--upgrade", "--no-cache", "--format", "json");

        Assert.All(ran.Json().GetProperty("entries").EnumerateArray(), entry => Assert.Equal("10001", entry.GetProperty("config").GetProperty("user").GetString()));
    }

    public void Dispose() => _archway.Dispose();

    private static bool IsManifest(LoggedRequest request) => request.Path.Contains("/manifests/", StringComparison.Ordinal);
}

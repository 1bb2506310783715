using Archway.Oci.Content;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>What looking for the indexes of pinned images costs.</summary>
public sealed class PinBoundTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task However_many_images_are_pinned_beside_a_tag_it_is_asked_for_once()
    {
        await using var registry = await TestRegistry.StartAsync();
        var index = Images.Over(MediaTypes.OciIndex, [.. ((string[])["linux/amd64", "linux/386", "linux/s390x", "linux/arm64"]).Select(platform => Images.Entry(platform, docker: false))]);
        registry.Put("team/app", "1.0", index);
        var pins = index.Children.Take(3).Select(child => $"{registry.Host}/team/app:1.0@{child.Digest}");

        var images = await ScanAsync(pins);

        Assert.Equal(["update", "update", "update"], images.Select(image => image.Status));
        Assert.Single(registry.Log, request => request.Path == "/v2/team/app/manifests/1.0");
    }

    [Fact]
    public async Task Of_more_than_a_search_may_cost_it_is_said_that_nothing_was_looked_for()
    {
        await using var registry = await TestRegistry.StartAsync();
        var pins = Enumerable.Range(0, 26).Select(i =>
        {
            var index = Images.Over(MediaTypes.OciIndex, [.. ((string[])["linux/amd64", "linux/arm64"]).Select(platform => Images.Entry(platform, docker: false, seed: $"{i}"))]);
            registry.Put($"team/app{i}", "latest", index);
            return $"{registry.Host}/team/app{i}@{index.Children[0].Digest}";
        }).ToArray();

        var few = await ScanAsync(pins.Take(25));
        Assert.All(few, image => Assert.Equal("update", image.Status));

        var asked = registry.Log.Count(request => request.Path.EndsWith("/tags/list", StringComparison.Ordinal));
        var many = await ScanAsync(pins);
        Assert.All(many, image => Assert.Equal("blocked", image.Status));
        Assert.All(many, image => Assert.Contains("since more than 25 such images do not run; --upgrade looks for each", image.Advice, StringComparison.Ordinal));
        Assert.Equal(asked, registry.Log.Count(request => request.Path.EndsWith("/tags/list", StringComparison.Ordinal)));

        Assert.All(await ScanAsync(pins, "--upgrade"), image => Assert.Equal("update", image.Status));
    }

    [Fact]
    public async Task A_registry_that_does_not_answer_for_the_tag_leaves_the_image_blocked_and_says_why()
    {
        await using var registry = await TestRegistry.StartAsync();
        var index = Images.Index("linux/amd64", "linux/arm64");
        registry.Put("team/app", "1.0", index);
        registry.On("team/app/manifests/1.0").Answer(403);

        var image = Assert.Single(await ScanAsync([$"{registry.Host}/team/app:1.0@{index.Children[0].Digest}"]));

        Assert.Equal("blocked", image.Status);
        Assert.Contains("of which index the digest is cannot be told: ", image.Advice, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(string? Status, string Advice)[]> ScanAsync(IEnumerable<string> images, params string[] options)
    {
        _folder.With("images.txt", string.Join('\n', images) + "\n");
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };
        var scan = (await archway.RunAsync(["scan", "images.txt", "--format", "json", "--no-cache", .. options])).Json();
        return [.. scan.GetProperty("images").EnumerateArray().Select(image =>
            (image.GetProperty("status").GetString(), string.Join("; ", image.GetProperty("advice").EnumerateArray().Select(advice => advice.GetString()))))];
    }
}

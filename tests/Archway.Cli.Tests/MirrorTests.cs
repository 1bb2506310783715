using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>Whose word a report takes where a mirror is asked before a registry.</summary>
public sealed class MirrorTests
{
    private static readonly StoredImage Image = Images.Index("linux/amd64", "linux/arm64");

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    public async Task One_image_in_depth_names_the_mirror_that_knew_the_name_though_the_registry_had_to_give_the_rest(string format)
    {
        await using var origin = await TestRegistry.StartAsync();
        await using var mirror = await TestRegistry.StartAsync();
        origin.Put("acme/api", "1", Image);
        mirror.Put("hub/acme/api", "1", Image);
        foreach (var platform in Image.Children) mirror.On($"hub/acme/api/manifests/{platform.Digest}").Answer(404);
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("image", $"{origin.Host}/acme/api:1", "--mirror", $"{origin.Host}={mirror.Host}/hub", "--format", format);

        Assert.Equal(ExitCodes.Done, ran.ExitCode);
        Assert.Contains($"{mirror.Host}/hub, a mirror of {origin.Host}, answered ", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain($" {origin.Host} answered", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(origin.Log, request => request.Path.EndsWith("/manifests/1", StringComparison.Ordinal));
        Assert.Equal(Image.Children.Length, origin.Log.Count(request => request.Path.Contains("/manifests/sha256:", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("table", "{0}/hub, a mirror of {1}, answered for 2 images.")]
    [InlineData("markdown", "{0}/hub, a mirror of {1}, answered for 2 images.")]
    [InlineData("json", "\"mirror\": \"{0}/hub\"")]
    public async Task A_fleet_names_the_mirrors_that_answered_and_for_how_many_images(string format, string told)
    {
        await using var origin = await TestRegistry.StartAsync();
        await using var mirror = await TestRegistry.StartAsync();
        string[] references = [origin.Put("acme/api", "1", Image), origin.Put("acme/api", "2", Image), origin.Put("acme/web", "1", Image)];
        mirror.Put("hub/acme/api", "1", Image);
        mirror.Put("hub/acme/api", "2", Image);
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync(
            ["scan", .. references.Select(one => $"image:{one}"), "--mirror", $"{origin.Host}={mirror.Host}/hub", "--format", format]);

        Assert.Equal(ExitCodes.Done, ran.ExitCode);
        Assert.Contains(string.Format(null, told, mirror.Host, origin.Host), ran.Output.Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(origin.Log, request => Assert.StartsWith("/v2/acme/web/", request.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_no_mirror_answered_none_is_named()
    {
        await using var origin = await TestRegistry.StartAsync();
        await using var mirror = await TestRegistry.StartAsync();
        var reference = origin.Put("acme/api", "1", Image);
        using ArchwayProgram archway = new();
        string[] arguments = [$"image:{reference}", "--mirror", $"{origin.Host}={mirror.Host}/hub"];

        Assert.DoesNotContain("mirror of", (await archway.RunAsync(["scan", .. arguments])).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"mirror\"", (await archway.RunAsync(["scan", .. arguments, "--format", "json"])).Output, StringComparison.Ordinal);
    }
}

using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>What to do about an image that does not run, in the order that helps most: a near tag, another image, a build.</summary>
public sealed class AdviceTests
{
    private static readonly StoredImage Amd64 = Images.Manifest("linux/amd64");
    private static readonly StoredImage Both = Images.Index("linux/amd64", "linux/arm64");

    [Fact]
    public async Task Where_a_near_tag_runs_nothing_else_is_advised()
    {
        var told = await AskAsync("pytorch/pytorch", "2.12.0", ("2.12.0", Amd64), ("2.13.1", Both));

        Assert.Equal("update", told.Status);
        Assert.DoesNotContain("alternatives", told.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_none_does_the_catalogs_alternatives_come_next()
    {
        var told = await AskAsync("pytorch/pytorch", "2.12.0", ("2.12.0", Amd64));

        Assert.Equal("blocked", told.Status);
        Assert.Contains("alternatives: docker.io/armswdev/pytorch-arm-neoverse", told.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("archway build", told.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_no_other_image_its_sources_are_named_and_what_builds_them()
    {
        var told = await AskAsync("crossplane/crossplane", "v0.1.0", ("v0.1.0", Amd64));

        Assert.Equal("blocked", told.Status);
        Assert.Contains("its sources are at https://github.com/crossplane/crossplane; where those build for linux/arm64, archway build makes the image", told.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_of_another_image_names_no_sources()
    {
        var told = await AskAsync("pingcap/tidb", "v3.0.0", ("v3.0.0", Amd64));

        Assert.Equal("blocked", told.Status);
        Assert.DoesNotContain("archway build", told.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_what_there_will_be_no_image_no_build_is_advised()
    {
        var told = await AskAsync("budtmo/docker-android", "emulator_11.0", ("emulator_11.0", Amd64));

        Assert.Equal("blocked", told.Status);
        Assert.DoesNotContain("archway build", told.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Better_tags_are_noted_of_an_image_that_runs()
    {
        var plain = await AskAsync("armswdev/pytorch-arm-neoverse", "r24.07-torch-2.3.0", ("r24.07-torch-2.3.0", Images.Index("linux/arm64")));
        var better = await AskAsync("armswdev/pytorch-arm-neoverse", "r24.07-torch-2.3.0-openblas", ("r24.07-torch-2.3.0-openblas", Images.Index("linux/arm64")));

        Assert.Equal(("ready", "ready"), (plain.Status, better.Status));
        Assert.Contains("prefer the tags *-openblas*", plain.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("prefer the tags", better.Advice, StringComparison.Ordinal);
    }

    private static async Task<(string? Status, string Advice)> AskAsync(string repository, string tag, params (string Tag, StoredImage Image)[] tags)
    {
        await using var registry = await TestRegistry.StartAsync();
        foreach (var one in tags) registry.Put($"hub/{repository}", one.Tag, one.Image);
        using ArchwayProgram archway = new() { Input = $"{repository}:{tag}\n" };
        var image = (await archway.RunAsync("scan", "-", "--mirror", $"docker.io={registry.Host}/hub", "--format", "json")).Json().GetProperty("images")[0];
        return (image.GetProperty("status").GetString(), string.Join("; ", image.GetProperty("advice").EnumerateArray().Select(advice => advice.GetString())));
    }
}

using Archway.Testing;
using Archway.Testing.Debian;
using Xunit;

namespace Archway.Cli.Tests.Verifying;

/// <summary>Images whose index, config and content do not say the same.</summary>
public sealed class LyingImageTests(RealImageRegistry registry)
{
    [Fact]
    public async Task An_image_that_says_Arm64_and_is_x86_64_throughout_is_broken()
    {
        var (image, verified) = await VerifyAsync("bad/lying", "redis-arm64", LyingImages.RedisAsync);

        IsBroken(verified);
        // The script that starts it all is found through PATH, then its shell, and what the script is told to run.
        var starting = verified.Content.GetProperty("foreign").EnumerateArray().ToLookup(file => file.GetProperty("role").GetString(), file => file.GetProperty("path").GetString());
        Assert.Contains("/usr/bin/dash", starting["interpreter"]);
        Assert.Equal(["/usr/bin/redis-check-rdb"], starting["entrypoint"]);
        await verified.MatchesAsync(image);
    }

    [Fact]
    public async Task What_starts_tells_that_it_is_broken_by_itself()
    {
        var (_, reference) = await registry.PushAsync("bad/lying", "redis-arm64", LyingImages.RedisAsync);

        IsBroken(await VerifiedImage.OfAsync(reference, verify: "--verify=entrypoint"));
    }

    [Fact]
    public async Task Beside_an_honest_image_it_is_as_broken()
    {
        var (image, verified) = await VerifyAsync("bad/lying", "redis-multi", LyingImages.RedisMultiAsync);

        IsBroken(verified);
        await verified.MatchesAsync(image.Children[1]);
    }

    [Fact]
    public async Task An_index_that_says_Arm64_of_what_its_config_and_content_do_not_is_wrong()
    {
        var (image, verified) = await VerifyAsync("bad/mismatch", "index-says-arm64", LyingImages.IndexSaysArm64Async);

        IsBroken(verified);
        await verified.MatchesAsync(image.Children[0]);
    }

    [Fact]
    public async Task A_config_that_says_x86_64_of_content_that_is_not_is_broken_for_x86_64()
    {
        var (image, reference) = await registry.PushAsync("bad/mismatch", "config-amd64", LyingImages.ConfigSaysAmd64Async);

        var verified = await VerifiedImage.OfAsync(reference, "linux/amd64");

        IsBroken(verified);
        await verified.MatchesAsync(image, "linux/amd64");
    }

    [Fact]
    public async Task A_config_alone_that_says_x86_64_is_an_old_fault_of_a_build_and_the_content_is_right()
    {
        var (image, verified) = await VerifyAsync("bad/mismatch", "only-config", LyingImages.OnlyConfigIsWrongAsync);

        await IsSoundAsync(verified, image.Children[0]);
    }

    [Fact]
    public async Task Where_the_config_says_nothing_the_content_does()
    {
        var (image, verified) = await VerifyAsync("bad/mismatch", "config-empty", LyingImages.ConfigIsEmptyAsync);

        await IsSoundAsync(verified, image.Children[0]);
    }

    [Fact]
    public async Task Where_the_index_says_nothing_runtimes_differ_and_nothing_is_verified()
    {
        var (_, verified) = await VerifyAsync("bad/mismatch", "no-platform", LyingImages.EntryHasNoPlatformAsync);

        Assert.Equal(("unknown", "none"), (verified.Status, verified.Verification));
    }

    [Fact]
    public async Task Of_two_entries_for_a_platform_the_worse_one_counts()
    {
        var (image, verified) = await VerifyAsync("bad/duplicate", "multi", LyingImages.DuplicateAsync);

        IsBroken(verified);
        await verified.MatchesAsync(image.Children[1]);
    }

    [Fact]
    public async Task Programs_of_32_bit_Arm_are_none_of_Arm64()
    {
        var (image, verified) = await VerifyAsync("bad/lying", "arm32", LyingImages.Arm32Async);

        IsBroken(verified);
        Assert.Equal([("/bin/busybox", null, "linux/arm/v7")], verified.Foreign);
        Assert.Single((await UnpackedTree.OfAsync(image)).ForeignTo("linux/arm64"));
    }

    private static void IsBroken(VerifiedImage verified)
    {
        Assert.Equal("broken", verified.Verification);
        Assert.NotEqual("ready", verified.Status);
    }

    private static async Task IsSoundAsync(VerifiedImage verified, StoredImage image)
    {
        Assert.Equal("verified", verified.Verification);
        Assert.Empty(verified.Foreign);
        await verified.MatchesAsync(image);
    }

    private async Task<(StoredImage Image, VerifiedImage Verified)> VerifyAsync(string repository, string tag, Func<Task<StoredImage>> make)
    {
        var (image, reference) = await registry.PushAsync(repository, tag, make);
        return (image, await VerifiedImage.OfAsync(reference));
    }
}

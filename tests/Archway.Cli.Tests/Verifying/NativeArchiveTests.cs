using Archway.Testing;
using Archway.Testing.Debian;
using Xunit;
using static Archway.Testing.Debian.DebianArchitecture;

namespace Archway.Cli.Tests.Verifying;

/// <summary>Natives in jars and wheels of images that are Arm64 otherwise.</summary>
public sealed class NativeArchiveTests(RealImageRegistry registry)
{
    private const string Jar = "/app/lib/jna.jar";

    [Fact]
    public async Task A_jar_with_natives_of_both_machines_may_have_them()
    {
        var (image, verified) = await VerifyAsync("app/java", "both", () => StrayImages.JarAsync(Amd64, Arm64));

        Assert.Equal("verified", verified.Verification);
        Assert.Equal([(Jar, NativeJar.Inside(Amd64), "linux/amd64")], verified.Legitimate);
        var natives = Assert.Single(verified.Content.GetProperty("facts").GetProperty("natives").EnumerateArray(), jar => jar.GetProperty("path").GetString() == Jar);
        Assert.Equal(["linux/amd64", "linux/arm64"], natives.GetProperty("platforms").EnumerateArray().Select(platform => platform.GetString()));
        await verified.MatchesAsync(image);
    }

    [Fact]
    public async Task A_jar_with_natives_of_x86_64_alone_is_suspect()
    {
        var (image, verified) = await VerifyAsync("app/java", "amd64-only", () => StrayImages.JarAsync(Amd64));

        Assert.Equal("suspect", verified.Verification);
        Assert.Equal([(Jar, NativeJar.Inside(Amd64), "linux/amd64")], verified.Foreign);
        await verified.MatchesAsync(image);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_wheel_of_this_machine_is_sound(bool installed, bool packed)
    {
        var (image, verified) = await VerifyAsync("app/wheel", $"arm64-{installed}-{packed}", () => StrayImages.WheelAsync(Arm64, installed, packed));

        Assert.Equal("verified", verified.Verification);
        Assert.Empty(verified.Foreign);
        await verified.MatchesAsync(image);
    }

    [Fact]
    public async Task The_module_of_an_installed_wheel_of_another_machine_is_named()
    {
        var (image, verified) = await VerifyAsync("app/wheel", "amd64-installed", () => StrayImages.WheelAsync(Amd64, installed: true, packed: false));

        Assert.Equal("suspect", verified.Verification);
        var wheel = await NativeWheel.OfAsync(Amd64);
        Assert.Equal([($"/{StrayImages.WheelFolder}{wheel.ModulePath}", null, "linux/amd64")], verified.Foreign);
        await verified.MatchesAsync(image);
    }

    [Fact]
    public async Task The_module_in_a_packed_wheel_of_another_machine_is_named()
    {
        var (image, verified) = await VerifyAsync("app/wheel", "amd64-packed", () => StrayImages.WheelAsync(Amd64, installed: false, packed: true));

        Assert.Equal("suspect", verified.Verification);
        var wheel = await NativeWheel.OfAsync(Amd64);
        Assert.Equal([($"/{StrayImages.WheelHouse}{wheel.FileName}", wheel.ModulePath, "linux/amd64")], verified.Foreign);
        await verified.MatchesAsync(image);
    }

    [Theory]
    [InlineData(true, "/usr/local/lib/python3.11/site-packages/markupsafe-2.1.2.dist-info/WHEEL")]
    [InlineData(false, "/wheels/markupsafe-2.1.2-cp311-cp311-manylinux_2_17_x86_64.whl")]
    public async Task A_wheel_that_says_it_is_for_another_machine_is_among_the_facts(bool installed, string path)
    {
        var (_, verified) = await VerifyAsync("app/wheel", $"amd64-{installed}", () => StrayImages.WheelAsync(Amd64, installed, packed: !installed));

        var wheel = Assert.Single(verified.Content.GetProperty("facts").GetProperty("wheels").EnumerateArray());
        Assert.Equal(path, wheel.GetProperty("path").GetString());
        Assert.Equal(["cp311-cp311-manylinux_2_17_x86_64"], wheel.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
    }

    private async Task<(StoredImage Image, VerifiedImage Verified)> VerifyAsync(string repository, string tag, Func<Task<StoredImage>> make)
    {
        var (image, reference) = await registry.PushAsync(repository, tag.ToLowerInvariant(), make);
        return (image, await VerifiedImage.OfAsync(reference));
    }
}

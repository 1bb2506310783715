using Archway.Oci.Platforms;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Oci.Tests.Platforms;

public class PlatformTests
{
    [Theory]
    [InlineData("linux/arm64", "linux/arm64/v8")]
    [InlineData("linux/aarch64", "linux/arm64")]
    [InlineData("linux/x86_64", "linux/amd64/v1")]
    [InlineData("linux/arm", "linux/arm/v7")]
    [InlineData("linux/arm/7", "linux/armhf")]
    [InlineData("macos/arm64", "darwin/arm64")]
    [InlineData("Linux/ARM64/V8", "linux/arm64")]
    public void Platforms_are_equal_whatever_their_spelling(string one, string other)
    {
        var (left, right) = (Platform.Parse(one), Platform.Parse(other));

        Assert.Equal(left, right);
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
        Assert.Equal(left.Canonical, right.Canonical);
        Assert.Equal(one, left.ToString());
    }

    [Theory]
    [InlineData("linux/arm64", "linux/arm64/v8", true)]
    [InlineData("linux/arm64/v8", "linux/arm64", true)]
    [InlineData("linux/amd64/v3", "linux/amd64/v2", true)]
    [InlineData("linux/amd64/v3", "linux/amd64", true)]
    [InlineData("linux/amd64", "linux/amd64/v2", false)]
    [InlineData("linux/arm/v7", "linux/arm/v6", true)]
    [InlineData("linux/arm/v7", "linux/arm/v5", true)]
    [InlineData("linux/arm/v6", "linux/arm", false)]
    [InlineData("linux/arm64/v8.2", "linux/arm64/v8.1", true)]
    [InlineData("linux/arm64", "linux/arm64/v8.1", false)]
    [InlineData("linux/arm64/v9", "linux/arm64/v8.5", true)]
    [InlineData("linux/arm64/v9", "linux/arm64/v8.6", false)]
    [InlineData("linux/arm64/v9.1", "linux/arm64/v9", true)]
    [InlineData("linux/arm64", "linux/arm64/v9", false)]
    [InlineData("linux/arm64", "linux/arm/v7", false)]
    [InlineData("linux/arm64", "linux/amd64", false)]
    [InlineData("linux/arm64", "windows/arm64", false)]
    [InlineData("linux/riscv64", "linux/riscv64", true)]
    [InlineData("linux/riscv64", "linux/riscv64/rva23", false)]
    [InlineData("linux/amd64/v3", "linux/amd64/odd", false)]
    public void A_machine_runs_its_own_level_and_the_lower_ones_of_its_family(string machine, string image, bool runs) =>
        Assert.Equal(runs, Platform.Parse(machine).CanRun(Platform.Parse(image)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("arm64")]
    [InlineData("linux/")]
    [InlineData("linux/arm64/v8/more")]
    [InlineData("linux/arm 64")]
    [InlineData("linux/arm\u001b[31m")]
    public void A_text_that_is_no_platform_says_how_to_write_one(string? text) =>
        Assert.Contains("like linux/arm64", Platform.Read(text).Problem);

    [Fact]
    public void A_long_text_is_not_said_back_in_full() => Assert.InRange(Platform.Read(new string('a', 10_000)).Problem!.Length, 1, 300);

    [Fact]
    public void A_platform_reads_back_from_its_own_text()
    {
        var words = Gen.Elements("linux", "windows", "darwin", "arm64", "amd64", "aarch64", "arm", "v8", "v7", "v3", "V8", "x_-.9");
        var platforms = words.SelectMany(os => words.SelectMany(architecture =>
            Gen.OneOf(Gen.Constant<string?>(null), words.Select(word => (string?)word)).Select(variant => Platform.Of(os, architecture, variant))));

        Prop.ForAll(platforms.ToArbitrary(), platform =>
            Platform.Parse(platform.ToString()).Equals(platform) && Platform.Parse(platform.ToString()).ToString() == platform.ToString()
            && platform.CanRun(platform) && Platform.Parse(platform.Canonical).Equals(platform)).QuickCheckThrowOnFailure();
    }
}

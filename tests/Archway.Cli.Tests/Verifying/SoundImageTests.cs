using Archway.Testing;
using Archway.Testing.Debian;
using Xunit;

namespace Archway.Cli.Tests.Verifying;

/// <summary>Images that are what they say, in every shape: each is verified, and every count is what other programs count.</summary>
public sealed class SoundImageTests(RealImageRegistry registry)
{
    [Theory]
    [InlineData("busybox")]
    [InlineData("redis")]
    [InlineData("nginx")]
    [InlineData("python")]
    public async Task An_image_of_its_own_programs_is_verified_in_every_shape(string kind)
    {
        await IsVerifiedAsync(kind, "arm64", "linux/arm64");
        await IsVerifiedAsync(kind, "docker-arm64", "linux/arm64");
        await IsVerifiedAsync(kind, "amd64", "linux/amd64");
        await IsVerifiedAsync(kind, "docker-amd64", "linux/amd64");
        await IsVerifiedAsync(kind, "multi", "linux/arm64");
        await IsVerifiedAsync(kind, "docker", "linux/arm64");
        await IsVerifiedAsync(kind, "docker", "linux/amd64");
        await IsVerifiedAsync(kind, "attested", "linux/arm64");
        await IsVerifiedAsync(kind, "nested", "linux/arm64");
    }

    [Fact]
    public async Task Layers_packed_by_zstd_are_read()
    {
        var (image, reference) = await registry.PushAsync("app/python", "zstd", RealImages.ZstdAsync);

        var verified = await VerifiedImage.OfAsync(reference);

        Assert.Equal("verified", verified.Verification);
        await verified.MatchesAsync(image);
    }

    [Theory]
    [InlineData("linux/arm/v7", 0)]
    [InlineData("linux/arm64", 1)]
    [InlineData("linux/amd64", 2)]
    [InlineData("linux/amd64/v3", 3)]
    public async Task Each_of_several_variants_is_verified_for_itself(string platform, int entry)
    {
        var (index, reference) = await registry.PushAsync("app/variants", "multi", RealImages.VariantsAsync);

        var verified = await VerifiedImage.OfAsync(reference, platform);

        Assert.Equal("verified", verified.Verification);
        await verified.MatchesAsync(index.Children[entry], platform);
    }

    [Fact]
    public async Task The_newest_glibc_that_is_asked_for_is_the_one_that_readelf_finds()
    {
        var (image, reference) = await registry.PushAsync("app/python", "arm64", () => RealImages.OfAsync("python", "arm64"));

        var facts = (await VerifiedImage.OfAsync(reference)).Content.GetProperty("facts");

        Assert.Equal((await UnpackedTree.OfAsync(image)).Glibc?.ToString(), facts.GetProperty("glibc").GetString());
        Assert.False(facts.GetProperty("musl").GetBoolean());
    }

    [Fact]
    public async Task Where_only_what_starts_is_read_nothing_more_is_said()
    {
        var (_, reference) = await registry.PushAsync("app/nginx", "arm64", () => RealImages.OfAsync("nginx", "arm64"));

        var verified = await VerifiedImage.OfAsync(reference, verify: "--verify=entrypoint");

        Assert.Equal("entrypoint", verified.Verification);
        Assert.Equal("entrypoint", verified.Content.GetProperty("extent").GetString());
    }

    [Theory]
    [InlineData("oci")]
    [InlineData("oci-archive")]
    [InlineData("docker-archive")]
    public async Task Layouts_and_archives_that_skopeo_wrote_are_read_as_a_registry_is(string scheme)
    {
        var (image, reference) = await registry.PushAsync("app/nginx", "arm64", () => RealImages.OfAsync("nginx", "arm64"));
        using TempFolder folder = new();
        await Installed.RunAsync("skopeo", "skopeo",
            "--insecure-policy", "copy", "--src-tls-verify=false", $"docker://{reference}", $"{scheme}:{folder.Path}/out:app/nginx:arm64");

        var verified = await VerifiedImage.OfAsync($"{scheme}:{folder.Path}/out");

        Assert.Equal("verified", verified.Verification);
        await verified.MatchesAsync(image);
    }

    [Fact]
    public async Task A_database_with_all_of_LLVM_is_verified()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ARCHWAY_LARGE") is not null,
            "its packages are 90 MB for each architecture; ARCHWAY_LARGE=1 runs it");
        await IsVerifiedAsync("postgres", "arm64", "linux/arm64");
        await IsVerifiedAsync("postgres", "amd64", "linux/amd64");
    }

    private async Task IsVerifiedAsync(string kind, string shape, string platform)
    {
        var (image, reference) = await registry.PushAsync($"app/{kind}", shape, () => RealImages.OfAsync(kind, shape));

        var verified = await VerifiedImage.OfAsync(reference, platform);

        Assert.Equal((shape, platform, "ready", "verified"), (shape, platform, verified.Status, verified.Verification));
        Assert.Empty(verified.Foreign);
        Assert.Empty(verified.Legitimate);
        await verified.MatchesAsync(Of(image, platform), platform);
    }

    // The first entry is for x86-64, the second for Arm64; whatever stands behind them, and beside a single one, is no image.
    private static StoredImage Of(StoredImage image, string platform) => image switch
    {
        { Children: [] } => image,
        { Children: [var only] } => Of(only, platform),
        { Children: var children } => children[platform == "linux/amd64" ? 0 : 1],
    };
}

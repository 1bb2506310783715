using Archway.Oci.Content;
using static Archway.Testing.Debian.DebianArchitecture;

namespace Archway.Testing.Debian;

/// <summary>Images whose index, config and content do not say the same.</summary>
public static class LyingImages
{
    /// <summary>Says Arm64, and is x86-64 throughout.</summary>
    public static async Task<StoredImage> RedisAsync() => (await AsArm64Async()).Build();

    /// <summary>The same beside an honest image of x86-64, whose layers it shares.</summary>
    public static async Task<StoredImage> RedisMultiAsync() => Images.Over(
        MediaTypes.OciIndex, RealImages.Entry(await Software.RedisAsync(Amd64)), RealImages.Entry(await AsArm64Async()));

    /// <summary>Its config says x86-64, and its content is Arm64.</summary>
    public static async Task<StoredImage> ConfigSaysAmd64Async() => (await Software.RedisAsync(Arm64) with { Platform = "linux/amd64" }).Build();

    /// <summary>Its index says Arm64; its config says x86-64, and so does its content.</summary>
    public static async Task<StoredImage> IndexSaysArm64Async() =>
        Images.Over(MediaTypes.OciIndex, RealImages.Entry(await Software.RedisAsync(Amd64), "linux/arm64"));

    /// <summary>Its config says x86-64 as an old fault of a build tool left it; its index and its content are right.</summary>
    public static async Task<StoredImage> OnlyConfigIsWrongAsync() =>
        Images.Over(MediaTypes.OciIndex, RealImages.Entry(await Software.RedisAsync(Arm64) with { Platform = "linux/amd64" }, "linux/arm64"));

    /// <summary>Its config says nothing; its index and its content are right.</summary>
    public static async Task<StoredImage> ConfigIsEmptyAsync() =>
        Images.Over(MediaTypes.OciIndex, RealImages.Entry(await Software.RedisAsync(Arm64) with { Platform = null }, "linux/arm64"));

    /// <summary>Its index says nothing; its config and its content are right.</summary>
    public static async Task<StoredImage> EntryHasNoPlatformAsync()
    {
        var image = (await Software.RedisAsync(Arm64)).Build();
        return Images.Over(MediaTypes.OciIndex, (image, image.Entry()));
    }

    /// <summary>Its index has two entries for Arm64, of which the second is x86-64 inside.</summary>
    public static async Task<StoredImage> DuplicateAsync() =>
        Images.Over(MediaTypes.OciIndex, RealImages.Entry(await Software.RedisAsync(Arm64)), RealImages.Entry(await AsArm64Async()));

    /// <summary>Says Arm64, and has programs of 32-bit Arm.</summary>
    public static async Task<StoredImage> Arm32Async() => (await Software.BusyboxAsync(Armhf) with { Platform = Arm64.Platform }).Build();

    private static async Task<ImageRecipe> AsArm64Async() => await Software.RedisAsync(Amd64) with { Platform = Arm64.Platform };
}

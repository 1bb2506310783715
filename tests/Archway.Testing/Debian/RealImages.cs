using Archway.Oci.Content;
using static Archway.Testing.Debian.DebianArchitecture;

namespace Archway.Testing.Debian;

/// <summary>Sound images of Debian's packages, in every shape that registries serve.</summary>
public static class RealImages
{
    private static readonly Dictionary<string, Func<DebianArchitecture, Task<ImageRecipe>>> Kinds = new(StringComparer.Ordinal)
    {
        ["busybox"] = Software.BusyboxAsync,
        ["redis"] = Software.RedisAsync,
        ["nginx"] = Software.NginxAsync,
        ["python"] = architecture => Software.PythonAsync(architecture),
        ["postgres"] = Software.PostgresAsync,
    };

    /// <summary>The image of a kind of software in a shape: <c>arm64</c>, <c>docker-amd64</c>, <c>multi</c>, <c>docker</c>, <c>attested</c>, <c>nested</c>.</summary>
    public static async Task<StoredImage> OfAsync(string kind, string shape)
    {
        var recipe = Kinds[kind];
        return shape switch
        {
            "amd64" => (await recipe(Amd64)).Build(),
            "arm64" => (await recipe(Arm64)).Build(),
            "docker-amd64" => (await recipe(Amd64) with { Docker = true }).Build(),
            "docker-arm64" => (await recipe(Arm64) with { Docker = true }).Build(),
            "multi" => Images.Over(MediaTypes.OciIndex, Entry(await recipe(Amd64)), Entry(await recipe(Arm64))),
            "docker" => Images.Over(MediaTypes.DockerList, Entry(await recipe(Amd64) with { Docker = true }), Entry(await recipe(Arm64) with { Docker = true })),
            "attested" => Attested(Entry(await recipe(Amd64)), Entry(await recipe(Arm64))),
            "nested" => Nested(Entry(await recipe(Amd64)), Entry(await recipe(Arm64))),
            _ => throw new ArgumentException($"there is no shape '{shape}'", nameof(shape)),
        };
    }

    /// <summary>An image whose layers are packed by zstd.</summary>
    public static async Task<StoredImage> ZstdAsync() => (await Software.PythonAsync(Arm64, LayerPacking.Zstd)).Build();

    /// <summary>An index with levels of one architecture beside each other: Arm of 32 and of 64 bits, and x86-64 as it was and of 2013.</summary>
    public static async Task<StoredImage> VariantsAsync()
    {
        var amd64 = await Software.BusyboxAsync(Amd64);
        return Images.Over(MediaTypes.OciIndex, Entry(await Software.BusyboxAsync(Armhf)), Entry(await Software.BusyboxAsync(Arm64)),
            Entry(amd64), Entry(amd64 with { Platform = "linux/amd64/v3", Path = "/bin" }));
    }

    /// <summary>An image with its entry in an index, for the platform of its config.</summary>
    public static (StoredImage Image, string Entry) Entry(ImageRecipe recipe) => Entry(recipe, recipe.Platform!);

    /// <summary>An image with its entry in an index, for a platform that the index alone may say.</summary>
    public static (StoredImage Image, string Entry) Entry(ImageRecipe recipe, string platform)
    {
        var image = recipe.Build();
        return (image, image.Entry("\"platform\":" + Images.PlatformJson(platform)));
    }

    private static StoredImage Attested(params (StoredImage Image, string Entry)[] entries) =>
        Images.Over(MediaTypes.OciIndex, [.. entries, .. entries.Select(entry => Images.AttestationOf(entry.Image))]);

    private static StoredImage Nested(params (StoredImage Image, string Entry)[] entries)
    {
        var inner = Images.Over(MediaTypes.OciIndex, entries);
        return Images.Over(MediaTypes.OciIndex, (inner, inner.Entry()));
    }
}

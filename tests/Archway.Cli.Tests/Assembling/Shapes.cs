using System.Text;
using Archway.Oci.Content;
using Archway.Testing;
using Archway.Testing.Debian;

namespace Archway.Cli.Tests.Assembling;

/// <summary>Images of every shape that registries serve, by name.</summary>
internal static class Shapes
{
    internal static async Task<StoredImage> OfAsync(string shape) => shape switch
    {
        "attested" => await RealImages.OfAsync("busybox", "attested"),
        "docker list" => await RealImages.OfAsync("busybox", "docker"),
        "nested" => await RealImages.OfAsync("busybox", "nested"),
        "single" => await RealImages.OfAsync("busybox", "arm64"),
        "variants" => await RealImages.VariantsAsync(),
        "zstd" => await RealImages.ZstdAsync(),
        "windows" => Images.Index("linux/amd64", "linux/arm64", "windows/amd64"),
        "without platform" => Images.Over(MediaTypes.OciIndex, Images.Entry("linux/amd64", docker: false), Bare(Images.Manifest("linux/arm64"))),
        "artifact" => Images.Artifact(),
        "odd members" => Odd(Images.Entry("linux/amd64", docker: false), Images.Entry("linux/arm64", docker: false)),
        _ => throw new ArgumentException($"there is no shape '{shape}'", nameof(shape)),
    };

    /// <summary>An image with a layer of 8 MiB, which nothing packs.</summary>
    internal static StoredImage Large()
    {
        var config = """{"architecture":"arm64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}"""u8.ToArray();
        var layer = new byte[8 * 1024 * 1024];
        new Random(1).NextBytes(layer);
        return new(MediaTypes.OciManifest, Encoding.UTF8.GetBytes($$"""
            {"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","config":{"mediaType":"{{MediaTypes.OciConfig}}","digest":"{{Digest.Of(config)}}","size":{{config.Length}}},
            "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"{{Digest.Of(layer)}}","size":{{layer.Length}}}]}
            """))
        { Blobs = [config, layer] };
    }

    /// <summary>An index of these entries, and of what cannot be followed.</summary>
    internal static StoredImage WithUnreadable(params (StoredImage Image, string Entry)[] entries) => new(MediaTypes.OciIndex, Encoding.UTF8.GetBytes($$"""
        {"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","manifests":[{{string.Join(',', entries.Select(one => one.Entry))}},
        {"mediaType":"{{MediaTypes.OciManifest}}","digest":"blake3:00","size":7,"platform":{"architecture":"riscv64","os":"linux"} }]}
        """))
    { Children = [.. entries.Select(one => one.Image)] };

    /// <summary>A signature of another manifest.</summary>
    internal static StoredImage SignatureOf(StoredImage subject, string payload = "signature")
    {
        var (config, layer) = ("{}"u8.ToArray(), Encoding.UTF8.GetBytes(payload));
        return new(MediaTypes.OciManifest, Encoding.UTF8.GetBytes($$"""
            {"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","artifactType":"application/vnd.example.signature",
            "config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"{{Digest.Of(config)}}","size":2},
            "layers":[{"mediaType":"text/plain","digest":"{{Digest.Of(layer)}}","size":{{layer.Length}}}],"subject":{{subject.Entry()}}}
            """))
        { Blobs = [config, layer] };
    }

    /// <summary>The list of referrers that stands under a tag where a registry makes none.</summary>
    internal static StoredImage ListOf(params StoredImage[] referrers) =>
        Images.Over(MediaTypes.OciIndex, [.. referrers.Select(one => (one, one.Entry("\"artifactType\":\"application/vnd.example.signature\"")))]);

    internal static string TagOf(StoredImage subject) => $"{subject.Digest.Algorithm}-{subject.Digest.Hex}";

    private static (StoredImage Image, string Entry) Bare(StoredImage image) => (image, image.Entry());

    // Spaces, an order of its own and members that nobody knows.
    private static StoredImage Odd(params (StoredImage Image, string Entry)[] entries) => new(MediaTypes.OciIndex, Encoding.UTF8.GetBytes(
        $$"""
        { "mediaType" : "{{MediaTypes.OciIndex}}",
          "x-unknown" : [ 1, { "a" : null } ], "annotations":{"note":"kept \u0026 as it is"},
          "manifests" : [ {{string.Join(" ,\n", entries.Select(one => one.Entry[..^1] + ",\"annotations\":{\"own\":\"1\"},\"data\":\"\" }"))}} ],
          "schemaVersion" : 2 }
        """))
    {
        Children = [.. entries.Select(one => one.Image)],
    };
}

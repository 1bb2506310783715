using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Archway.Oci.Content;

namespace Archway.Testing;

/// <summary>An image to be made of named layers: layers of one name are the same, wherever they stand.</summary>
/// <param name="Platform">What its index says it is for.</param>
/// <param name="Layers">Its layers, lowest first, each with the size that its manifest claims.</param>
public sealed record LayeredImage(string Platform, params ImmutableArray<(string Name, long Size)> Layers)
{
    /// <summary>What its config says it is for; null says nothing.</summary>
    public string? Says { get; init; } = Platform;

    /// <summary>When it was made.</summary>
    public string Created { get; init; } = "2026-01-02T03:04:05Z";

    /// <summary>What it starts.</summary>
    public string[] Command { get; init; } = ["/app"];

    /// <summary>Its environment, each as <c>NAME=value</c>.</summary>
    public string[] Environment { get; init; } = [];

    /// <summary>How its layers are compressed, in a word; layers of other compression are the same within.</summary>
    public string Compression { get; init; } = "gzip";

    /// <summary>Further members of its entry.</summary>
    public string More { get; init; } = "";

    /// <summary>The image, with its config and without its layers' content.</summary>
    public StoredImage Make()
    {
        var platform = Says is null ? "" : PlatformJson(Says)[1..^1] + ",";
        var config = Encoding.UTF8.GetBytes($$$"""
            {{{{platform}}}"created":"{{{Created}}}","config":{"Cmd":[{{{string.Join(',', Command.Select(Quoted))}}}]{{{(Environment is [] ? "" : $",\"Env\":[{string.Join(',', Environment.Select(Quoted))}]")}}}},
            "rootfs":{"type":"layers","diff_ids":[{{{string.Join(',', Layers.Select(layer => Quoted($"{Digest.Of(Bytes(layer.Name))}")))}}}]}}
            """);
        var layers = Layers.Select(layer => $$"""
            {"mediaType":"application/vnd.oci.image.layer.v1.tar+{{Compression}}","digest":"{{Digest.Of(Content(layer.Name))}}","size":{{layer.Size}}}
            """);
        return new(MediaTypes.OciManifest, Encoding.UTF8.GetBytes($$"""
            {"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}",
            "config":{"mediaType":"{{MediaTypes.OciConfig}}","digest":"{{Digest.Of(config)}}","size":{{config.Length}}},"layers":[{{string.Join(',', layers)}}]}
            """))
        {
            // A registry takes no manifest whose layers it lacks, and nobody here reads them.
            Blobs = [config, .. Layers.Select(layer => Content(layer.Name))],
        };
    }

    /// <summary>The image with its entry.</summary>
    public (StoredImage Image, string Entry) Entry()
    {
        var image = Make();
        return (image, image.Entry($"\"platform\":{PlatformJson(Platform)}{(More.Length > 0 ? "," + More : "")}"));
    }

    /// <summary>An index over images.</summary>
    public static StoredImage Index(params LayeredImage[] images) => Images.Over(MediaTypes.OciIndex, [.. images.Select(image => image.Entry())]);

    private byte[] Content(string layer) => Bytes($"{layer} in {Compression}");

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static string PlatformJson(string text)
    {
        var platform = Oci.Platforms.Platform.Parse(text);
        var variant = platform.Variant is null ? "" : $",\"variant\":\"{platform.Variant}\"";
        return $$"""{"architecture":"{{platform.Architecture}}","os":"{{platform.Os}}"{{variant}}}""";
    }
}

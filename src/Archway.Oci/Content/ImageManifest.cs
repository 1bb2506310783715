using System.Collections.Immutable;
using System.Text.Json;

namespace Archway.Oci.Content;

/// <summary>The manifest of one image or of one artifact: its config and its layers.</summary>
/// <remarks>OCI's kind and Docker's schema 2. <see href="https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md"/></remarks>
public sealed class ImageManifest : Manifest
{
    private ImageManifest(Descriptor self, ReadOnlyMemory<byte> raw) : base(self, raw)
    {
    }

    /// <summary>The image's configuration; of an artifact whatever it keeps there.</summary>
    public required Descriptor Config { get; init; }

    /// <summary>The layers, lowest first.</summary>
    public required ImmutableArray<Descriptor> Layers { get; init; }

    /// <summary>The kind of artifact; null for images.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>The manifest that this one is about, such as the image that a signature signs; null when it stands for itself.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>What the manifest's author noted in it.</summary>
    public required ImmutableDictionary<string, string> Annotations { get; init; }

    /// <summary>Whether it is a container image; a chart, a signature, a WebAssembly module or another artifact is not.</summary>
    /// <remarks>Signatures and attestations often borrow an image's config media type: their layers tell them apart.</remarks>
    public bool IsImage =>
        ArtifactType is null
        && Config.MediaType is MediaTypes.OciConfig or MediaTypes.DockerConfig or "application/octet-stream" or ""
        && (Layers.IsEmpty || Layers.Any(layer => IsFileSystem(layer.MediaType)));

    internal static ImageManifest Of(Descriptor self, ReadOnlyMemory<byte> raw, JsonElement root)
    {
        var layers = ImmutableArray.CreateBuilder<Descriptor>();
        foreach (var layer in root.Items("layers"))
            layers.Add(Descriptor.Find(layer, raw) ?? throw new FormatException("the manifest has a layer without a digest"));
        return new ImageManifest(self, raw)
        {
            Config = root.Object("config") is { } config && Descriptor.Find(config, raw) is { } found
                ? found
                : throw new FormatException("the manifest names no config by a digest"),
            Layers = layers.ToImmutable(),
            ArtifactType = root.Text("artifactType") is { Length: > 0 } type ? type : null,
            Subject = root.Object("subject") is { } subject ? Descriptor.Find(subject, raw) : null,
            Annotations = root.Map("annotations"),
        };
    }

    private static bool IsFileSystem(string mediaType) =>
        mediaType.Contains("image.layer.", StringComparison.Ordinal)
        || mediaType.Contains("image.rootfs.", StringComparison.Ordinal)
        || mediaType is "" or "application/octet-stream" or "application/x-tar" or "application/tar" or "application/gzip";
}

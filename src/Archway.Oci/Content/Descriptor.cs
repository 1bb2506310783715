using System.Collections.Immutable;
using System.Text.Json;
using Archway.Oci.Platforms;

namespace Archway.Oci.Content;

/// <summary>A typed, sized, hashed pointer to content.</summary>
/// <remarks>
/// Read from a manifest it keeps its JSON in <see cref="Json"/>, and with it every member that has no property here.
/// Two descriptors mean the same content when their <see cref="Digest"/> is equal.
/// <see href="https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md"/>
/// </remarks>
public sealed record Descriptor
{
    /// <summary>The kind of the content; empty when the descriptor does not say it.</summary>
    public required string MediaType { get; init; }

    /// <summary>The content's name.</summary>
    public required Digest Digest { get; init; }

    /// <summary>The content's length in bytes; null when the descriptor does not say it, or says nonsense.</summary>
    public required long? Size { get; init; }

    /// <summary>What the content was built for; null when the descriptor does not say it, as <c>"platform": {}</c> does not.</summary>
    public Platform? Platform { get; init; }

    /// <summary>The kind of artifact that a manifest is; null for images.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>What the descriptor's author noted beside it.</summary>
    public ImmutableDictionary<string, string> Annotations { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The descriptor exactly as its manifest has it; empty for one that was made here.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Whether it points to an index or a manifest list.</summary>
    public bool IsIndex => MediaType is MediaTypes.OciIndex or MediaTypes.DockerList;

    /// <summary>Whether it points to what a build says about another manifest, which is no image and runs nowhere.</summary>
    /// <remarks>BuildKit marks such entries with an annotation and with the platform <c>unknown/unknown</c>; some tools keep only one of the two.</remarks>
    public bool IsAttestation =>
        Annotations.ContainsKey("vnd.docker.reference.type") || Platform is { Os: "unknown", Architecture: "unknown" };

    /// <summary>The descriptor of <paramref name="content"/>.</summary>
    public static Descriptor Of(string mediaType, ReadOnlySpan<byte> content) =>
        new() { MediaType = mediaType, Digest = Digest.Of(content), Size = content.Length };

    /// <summary>The descriptor that <paramref name="element"/> holds, or null when it names no digest and so points nowhere.</summary>
    internal static Descriptor? Find(JsonElement element, ReadOnlyMemory<byte> raw)
    {
        if (!Digest.Read(element.Text("digest")).TryGetValue(out var digest)) return null;
        return new Descriptor
        {
            MediaType = element.Text("mediaType") ?? "",
            Digest = digest,
            Size = element.Number("size") is >= 0 and var size ? size : null,
            Platform = element.Object("platform") is { } platform ? PlatformJson.Find(platform) : null,
            ArtifactType = element.Text("artifactType") is { Length: > 0 } type ? type : null,
            Annotations = element.Map("annotations"),
            Json = OciJson.BytesOf(element, raw),
        };
    }
}

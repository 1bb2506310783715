using System.Collections.Immutable;
using System.Text;
using Archway.Oci.Content;

namespace Archway.Testing;

/// <summary>A manifest made for a test, with all that it points to.</summary>
public sealed record StoredImage(string MediaType, byte[] Raw)
{
    /// <summary>The manifests it points to.</summary>
    public ImmutableArray<StoredImage> Children { get; init; } = [];

    /// <summary>The configs and layers it points to.</summary>
    public ImmutableArray<byte[]> Blobs { get; init; } = [];

    /// <summary>The digest of its bytes.</summary>
    public Digest Digest { get; } = Digest.Of(Raw);

    /// <summary>Its text.</summary>
    public string Text => Encoding.UTF8.GetString(Raw);

    /// <summary>It and everything below it.</summary>
    public IEnumerable<StoredImage> All() => [this, .. Children.SelectMany(child => child.All())];

    /// <summary>Its entry in an index.</summary>
    /// <param name="more">Further members, such as a platform: <c>"platform":{…}</c>.</param>
    public string Entry(string more = "") =>
        $$"""{"mediaType":"{{MediaType}}","digest":"{{Digest}}","size":{{Raw.Length}}{{(more.Length > 0 ? "," + more : "")}}}""";
}

namespace Archway.Oci.Content;

/// <summary>What a registry serves under a name: the exact bytes, and one reading of them.</summary>
/// <remarks>The bytes are the truth. They are hashed, copied and compared; the reading is never written back. Compare by <c>Self.Digest</c>.</remarks>
public abstract class Manifest
{
    /// <summary>The largest manifest that is read: the limit that registries themselves set.</summary>
    public const int LargestSize = 4 * 1024 * 1024;

    private protected Manifest(Descriptor self, ReadOnlyMemory<byte> raw) => (Self, Raw) = (self, raw);

    /// <summary>The manifest's own media type, digest and size.</summary>
    public Descriptor Self { get; }

    /// <summary>The manifest as served, byte for byte.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>Reads a manifest of any known kind.</summary>
    /// <param name="mediaType">What the answer said it is; null or a general type, such as <c>application/json</c>, leaves it to the body.</param>
    /// <param name="raw">The body, which must not change afterwards.</param>
    /// <exception cref="FormatException">It is no manifest, or not the one it is said to be.</exception>
    public static Manifest Read(string? mediaType, ReadOnlyMemory<byte> raw) => Read(mediaType, raw, null);

    // The digest is the one that the bytes were already checked against.
    internal static Manifest Read(string? mediaType, ReadOnlyMemory<byte> raw, Digest? digest) =>
        OciJson.Read(raw, "the manifest", LargestSize, root =>
        {
            var kind = ManifestKind.Of(mediaType, root);
            Descriptor Self() => new() { MediaType = kind, Digest = digest ?? Digest.Of(raw.Span), Size = raw.Length };
            return kind switch
            {
                MediaTypes.OciIndex or MediaTypes.DockerList => ImageIndex.Of(Self(), raw, root),
                MediaTypes.OciManifest or MediaTypes.DockerManifest => ImageManifest.Of(Self(), raw, root),
                _ => (Manifest)SchemaOneManifest.Of(kind, raw, root),
            };
        });
}

using Archway.Oci.Content;

namespace Archway.Verifying.Layers;

/// <summary>Tells how a layer is packed: by its media type and by its first bytes, which must say the same.</summary>
/// <remarks><see href="https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md#media-types"/></remarks>
internal static class LayerPackings
{
    /// <summary>How many first bytes tell.</summary>
    internal const int Head = 4;

    private static readonly string[] Bases =
    [
        "application/vnd.oci.image.layer.v1.tar", "application/vnd.oci.image.layer.nondistributable.v1.tar",
        "application/vnd.docker.image.rootfs.diff.tar", "application/vnd.docker.image.rootfs.foreign.diff.tar",
    ];

    /// <summary>The packing of a layer.</summary>
    /// <param name="mediaType">What its descriptor says; nothing, where that says nothing.</param>
    /// <param name="head">Its first bytes.</param>
    /// <exception cref="LayerException">The media type is of no layer, or not what the bytes are.</exception>
    internal static LayerPacking Of(string mediaType, ReadOnlySpan<byte> head)
    {
        var found = OfBytes(head);
        if (mediaType.Length == 0) return found;
        if (OfMediaType(mediaType) is not { } told)
            throw Unread(mediaType);
        if (told == found) return found;
        throw new LayerException(LayerFault.Mismatched, $"its media type says {Shown(told)}, but it begins as {Shown(found)}");
    }

    /// <summary>Sees to it that a layer's media type is one that is read.</summary>
    /// <exception cref="LayerException">It is not.</exception>
    internal static void Check(Descriptor layer)
    {
        if (layer.MediaType.Length > 0 && OfMediaType(layer.MediaType) is null) throw Unread(layer.MediaType).While($"read layer {layer.Digest}");
    }

    private static LayerException Unread(string mediaType) =>
        new(LayerFault.Unsupported, $"its media type '{mediaType}' is of no layer this version reads; tar, gzip and zstd are");

    private static LayerPacking? OfMediaType(string mediaType)
    {
        var start = Array.Find(Bases, one => mediaType.StartsWith(one, StringComparison.Ordinal));
        return start is null ? null : mediaType[start.Length..] switch
        {
            "" => LayerPacking.None,
            "+gzip" or ".gzip" => LayerPacking.Gzip,
            "+zstd" or ".zstd" => LayerPacking.Zstd,
            _ => null,
        };
    }

    private static LayerPacking OfBytes(ReadOnlySpan<byte> head) => head switch
    {
        [0x1F, 0x8B, ..] => LayerPacking.Gzip,
        // A frame, or one to be skipped, which may come first: https://www.rfc-editor.org/rfc/rfc8878#section-3.1
        [0x28, 0xB5, 0x2F, 0xFD, ..] or [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, ..] => LayerPacking.Zstd,
        _ => LayerPacking.None,
    };

    private static string Shown(LayerPacking packing) => packing switch
    {
        LayerPacking.Gzip => "gzip",
        LayerPacking.Zstd => "zstd",
        _ => "a tar that is not packed",
    };
}

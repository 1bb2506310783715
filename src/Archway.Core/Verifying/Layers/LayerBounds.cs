namespace Archway.Verifying.Layers;

/// <summary>How much of a layer is read at most.</summary>
internal sealed record LayerBounds
{
    internal static LayerBounds Default { get; } = new();

    /// <summary>How many bytes a layer may have as it is stored.</summary>
    internal long MostPacked { get; init; } = 64L << 30;

    /// <summary>How many bytes it may unpack to; the zeros of sparse files count by themselves against the same number.</summary>
    internal long MostUnpacked { get; init; } = 128L << 30;

    /// <summary>How many times its stored size it may unpack to, beyond <see cref="AlwaysUnpacked"/>: a gzip of zeros unpacks a thousand times.</summary>
    internal int MostFold { get; init; } = 100;

    /// <summary>How many bytes are unpacked of any layer, however well it was packed.</summary>
    internal long AlwaysUnpacked { get; init; } = 1L << 30;

    /// <summary>The binary logarithm of the largest window of zstd; 27 is what its own program takes unasked.</summary>
    internal int MostWindow { get; init; } = 27;

    /// <summary>How many headers its tar may have, of long names as well.</summary>
    internal int MostHeaders { get; init; } = 3_000_000;

    /// <summary>How long an extended header, or a list of a sparse file's parts, may be.</summary>
    internal int LongestExtension { get; init; } = 1 << 20;
}

namespace Archway.Verifying.Archives;

/// <summary>How much of an archive is read at most, with all that is nested in it.</summary>
internal sealed record ArchiveBounds
{
    internal static ArchiveBounds Default { get; } = new();

    /// <summary>How many bytes an archive may have.</summary>
    internal long MostBytes { get; init; } = 2L << 30;

    /// <summary>How many of them are kept in memory; more go to a temporary file.</summary>
    internal int MostInMemory { get; init; } = 1 << 20;

    /// <summary>How many bytes are unpacked.</summary>
    internal long MostUnpacked { get; init; } = 4L << 30;

    /// <summary>How many times its own size is unpacked of an archive, beyond <see cref="AlwaysUnpacked"/>.</summary>
    internal int MostFold { get; init; } = 100;

    /// <summary>How many bytes are unpacked of any archive, however small it is.</summary>
    internal long AlwaysUnpacked { get; init; } = 256L << 20;

    /// <summary>How many archives may lie in each other, the outermost with them.</summary>
    internal int MostDepth { get; init; } = 3;

    /// <summary>How many entries are looked at.</summary>
    internal int MostEntries { get; init; } = 1_000_000;

    /// <summary>How long the directory of one archive may be.</summary>
    internal long LongestDirectory { get; init; } = 256L << 20;

    /// <summary>How many files are told of.</summary>
    internal int MostFiles { get; init; } = 10_000;

    /// <summary>How many characters may be kept in what is told of files.</summary>
    internal int MostText { get; init; } = 4 << 20;
}

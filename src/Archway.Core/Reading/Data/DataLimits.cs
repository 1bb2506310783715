namespace Archway.Reading.Data;

/// <summary>Bounds on one document, so that a hostile one costs a message and not an outage.</summary>
internal static class DataLimits
{
    /// <summary>How deep mappings and sequences may nest, aliases followed; whoever walks a document may recurse.</summary>
    internal const int Depth = 100;

    /// <summary>How many values a document may have with every alias written out; a walk visits no more than that.</summary>
    internal const int Nodes = 5_000_000;

    /// <summary>How many of these aliases may bring: a small document that is large once they are written out is made to hurt, or made by mistake.</summary>
    internal const int AliasedNodes = 400_000;

    /// <summary>How many characters of a scalar count as one value more, so that a long text cannot be repeated through aliases without end either.</summary>
    internal const int CharactersPerNode = 256;

    /// <summary>How many broken documents of one file are told; after them the rest of the file is given up.</summary>
    internal const int Problems = 100;
}

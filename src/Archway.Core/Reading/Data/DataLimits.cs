namespace Archway.Reading.Data;

/// <summary>Bounds on one document, so that a hostile one costs a message and not an outage.</summary>
internal static class DataLimits
{
    /// <summary>How deep mappings and sequences may nest, aliases followed; whoever walks a document may recurse.</summary>
    internal const int Depth = 100;

    /// <summary>How many values a document may have with every alias written out; a walk visits no more than that.</summary>
    internal const int Nodes = 2_000_000;
}

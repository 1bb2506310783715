using System.Collections.Immutable;

namespace Archway.Knowing;

/// <summary>What is known about some tags of a line, apart from their version.</summary>
public sealed record TagRule
{
    /// <summary>Globs over the whole tag: <c>v1.23.0</c>, <c>*-debian*</c>.</summary>
    public required ImmutableArray<string> Match { get; init; }

    /// <summary>What these tags are on arm64; null when their version decides.</summary>
    public CatalogVerdict? Arm64 { get; init; }

    /// <summary>From which release on these tags have arm64, where that is another than that of the line: Alpine's tags, say.</summary>
    public ReleaseGate? Gate { get; init; }

    /// <summary>What the versions of these tags are called in a sentence, if not as the line: <c>Rust on Alpine</c>.</summary>
    public string? Name { get; init; }

    /// <summary>What these tags are on amd64; null when they are like the others.</summary>
    public CatalogVerdict? Amd64 { get; init; }

    /// <summary>Why, as the end of a sentence; null where a gate says it.</summary>
    public string? Because { get; init; }

    /// <summary>A tag near by that runs.</summary>
    public string? Use { get; init; }
}

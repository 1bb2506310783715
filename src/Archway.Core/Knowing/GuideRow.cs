using System.Collections.Immutable;

namespace Archway.Knowing;

/// <summary>The row that an entry has in the tables of the guides to containers on Arm.</summary>
public sealed record GuideRow
{
    /// <summary>The name the row goes by.</summary>
    public required string Name { get; init; }

    /// <summary>The guides that have it: <c>aws</c>, <c>nvidia</c>.</summary>
    public required ImmutableArray<string> In { get; init; }

    /// <summary>What the guides say about it, in our words; null where they only list it.</summary>
    public string? Comment { get; init; }
}

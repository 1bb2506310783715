using System.Collections.Immutable;
using System.Globalization;
using Archway.Resolving;
using Archway.Verifying;

namespace Archway.Judging.Contents;

/// <summary>What is said of an image's content on a platform.</summary>
public sealed record ContentJudgement
{
    /// <summary>What came of it.</summary>
    public required Verification Verification { get; init; }

    /// <summary>Why, in one sentence that goes on from what the index says.</summary>
    public required string Because { get; init; }

    /// <summary>What was read.</summary>
    public required ContentFacts Facts { get; init; }

    /// <summary>How many ELF files of their own there are for each machine, by its name; the most first.</summary>
    public required ImmutableArray<(string Machine, int Files)> Machines { get; init; }

    /// <summary>The files for other machines: what starts first, then by path.</summary>
    public required ImmutableArray<ForeignFile> Foreign { get; init; }

    /// <summary>The files for other machines that may be there.</summary>
    public required ImmutableArray<LegitimateFile> Legitimate { get; init; }

    /// <summary>What to know besides, a sentence each.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>What a migration wants to know of it.</summary>
    public required MigrationFacts Migration { get; init; }

    /// <summary>What the opinion rests on.</summary>
    public Evidence Evidence => new(EvidenceSource.Content, string.Create(CultureInfo.InvariantCulture,
        $"{Facts.Layers.Count(layer => layer.WasRead)} of its {Facts.Layers.Length} layers were read: {Facts.Files} files")
        + string.Concat(Machines.Select(one => string.Create(CultureInfo.InvariantCulture, $", {one.Files} for {one.Machine}"))));
}

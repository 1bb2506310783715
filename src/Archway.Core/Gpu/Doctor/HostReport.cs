using System.Collections.Immutable;
using Archway.Gpu.Checks;
using Archway.Gpu.Doctor.Facts;
using Archway.Judging;

namespace Archway.Gpu.Doctor;

/// <summary>What is said of a host: what it is, what does not hold, what could not be told.</summary>
public sealed record HostReport
{
    /// <summary>What kind of host it is.</summary>
    public required HostSummary Host { get; init; }

    /// <summary>Whether there is anything to examine: a GPU, or a sign that one is meant to be there.</summary>
    public required bool HasGpu { get; init; }

    /// <summary>The image that was held against it; null where none was.</summary>
    public ImageOnHost? Image { get; init; }

    /// <summary>What does not hold, the root cause first, then from the ground up.</summary>
    public required ImmutableArray<GpuFinding> Findings { get; init; }

    /// <summary>The layers that were not looked at, since one beneath them fails.</summary>
    public required ImmutableArray<StoppedLayer> Stopped { get; init; }

    /// <summary>Checks that could not be made.</summary>
    public required ImmutableArray<UnknownCheck> Unknown { get; init; }

    /// <summary>Checks that hold.</summary>
    public required ImmutableArray<string> Passed { get; init; }

    /// <summary>How much was looked at: paths that exist, and commands that answered.</summary>
    public required (int Files, int Commands) Looked { get; init; }

    /// <summary>What there was too much of.</summary>
    public ImmutableArray<string> LeftOut { get; init; } = [];

    /// <summary>What everything else follows from; null where nothing stands in the way.</summary>
    public GpuFinding? RootCause => Findings.FirstOrDefault() is { Severity: not Severity.Note } first ? first : null;
}

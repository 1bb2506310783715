using Archway.Placing.Simulating;
using Archway.Reading;

namespace Archway.Scanning;

/// <summary>A workload that makes pods, where it was found.</summary>
/// <param name="Pods">Its pods.</param>
/// <param name="At">Where it stands.</param>
public sealed record ScannedPods(PodGroup Pods, SourceSpan At)
{
    /// <summary>Whether its pods keep something on disks that are bound to them.</summary>
    public bool KeepsState { get; init; }

    /// <summary>Whether no two of its pods stand on one node: they keep off each other, or take a port of their host.</summary>
    public bool IsApart { get; init; }

    /// <summary>The file that it can be changed in, as the target has it; null where it is of a live cluster.</summary>
    public SourceText? Source { get; init; }
}

using System.Collections.Immutable;
using Archway.Placing.Scheduling;

namespace Archway.Planning;

/// <summary>Machines of one kind that a cluster is to have.</summary>
public sealed record NodeGroup
{
    /// <summary>Its name: <c>arm64</c>, <c>arm64-spot</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Their architecture, as nodes are labelled with it.</summary>
    public required string Architecture { get; init; }

    /// <summary>The kinds of machines that it may be of, the first before the others; at least one.</summary>
    public required ImmutableArray<string> MachineTypes { get; init; }

    /// <summary>The labels that its nodes are given besides those that every node has.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The taints of its nodes.</summary>
    public ImmutableArray<Taint> Taints { get; init; } = [];

    /// <summary>What pods may ask of a node of it.</summary>
    public ResourceAmounts Allocatable { get; init; } = ResourceAmounts.None;

    /// <summary>The nodes that there are at least.</summary>
    public int Min { get; init; }

    /// <summary>The nodes to begin with.</summary>
    public int Desired { get; init; }

    /// <summary>The nodes that its pods need once they have moved, as they were counted.</summary>
    public int Counted { get; init; }

    /// <summary>The nodes that there may be.</summary>
    public int Max { get; init; }

    /// <summary>Whether they may be taken away at short notice.</summary>
    public bool IsSpot { get; init; }

    /// <summary>Whether they have GPUs, and are for the pods that ask for them.</summary>
    public bool HasGpus { get; init; }

    /// <summary>Whether they have Arm processors.</summary>
    public bool IsArm => Architecture == "arm64";

    /// <summary>Which group comes first where several would do, from 1 to 100.</summary>
    public int Weight => (IsArm ? 50 : 10) + (IsSpot ? 5 : 0) - (HasGpus ? 45 : 0);
}

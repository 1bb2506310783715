using System.Collections.Immutable;
using Archway.Placing.Scheduling;

namespace Archway.Placing.Constraining;

/// <summary>What is added to pods beside what their images need.</summary>
public sealed record PlacingOptions
{
    /// <summary>The taints of Arm nodes that are usual: that of Google's, and that of the guides.</summary>
    public static ImmutableArray<Taint> ArmTaints { get; } = [new(ArchitectureLabel.Name, "arm64", "NoSchedule"), new("arm", "true", "NoSchedule")];

    /// <summary>The architecture that pods would rather have; null for none.</summary>
    public string? Preferred { get; init; }

    /// <summary>How much, from 1 to 100.</summary>
    public int Weight { get; init; } = 50;

    /// <summary>The taints that pods are to tolerate whose every image runs on arm64.</summary>
    public ImmutableArray<Taint> Tolerated { get; init; } = [];

    /// <summary>The architectures that the cluster's nodes have: of a pod that runs on all of them nothing is asked; null where any may come.</summary>
    public ImmutableSortedSet<string>? Nodes { get; init; }

    /// <summary>Whether pods that do not run on arm64 are left alone where every tolerated taint keeps them off as they are.</summary>
    public bool LeavesKeptOff { get; init; }

    /// <summary>Whether one architecture that remains is written as a <c>nodeSelector</c>.</summary>
    public bool AsNodeSelector { get; init; }
}

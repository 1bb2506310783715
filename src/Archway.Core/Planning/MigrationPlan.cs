using System.Collections.Immutable;

namespace Archway.Planning;

/// <summary>The way to a cluster with Arm machines: what moves when, onto which machines, and what is changed for it.</summary>
public sealed record MigrationPlan
{
    /// <summary>What was read, as the user named it.</summary>
    public required ImmutableArray<string> Targets { get; init; }

    /// <summary>What the plan is for.</summary>
    public required PlanOptions Options { get; init; }

    /// <summary>How pods are kept where they run.</summary>
    public required StrategyChoice Choice { get; init; }

    /// <summary>The waves, in order; none is empty but the first, in which the machines come.</summary>
    public required ImmutableArray<Wave> Waves { get; init; }

    /// <summary>The groups of machines.</summary>
    public required ImmutableArray<NodeGroup> Groups { get; init; }

    /// <summary>How they were counted.</summary>
    public required PlanCapacity Capacity { get; init; }

    /// <summary>What is changed in manifests.</summary>
    public required ManifestPatches Patches { get; init; }

    /// <summary>The parts of the cluster that Arm nodes need.</summary>
    public required ImmutableArray<AddOn> AddOns { get; init; }

    /// <summary>The DaemonSets that tainted nodes would lack, since they do not tolerate the taint.</summary>
    public required ImmutableArray<PlannedWorkload> MissingDaemons { get; init; }

    /// <summary>What else is to be known, one sentence each.</summary>
    public required ImmutableArray<string> Remarks { get; init; }

    /// <summary>The files that make it so.</summary>
    public required ImmutableArray<PlanFile> Files { get; init; }

    /// <summary>All workloads, in the order of the waves.</summary>
    public IEnumerable<PlannedWorkload> Workloads => Waves.SelectMany(wave => wave.Workloads);
}

using System.Collections.Immutable;
using Archway.Oci.Platforms;

namespace Archway.Placing.Scheduling;

/// <summary>A machine of a cluster as the scheduler sees it, or one that a group would add.</summary>
public sealed record Node
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>What keeps pods off it.</summary>
    public ImmutableArray<Taint> Taints { get; init; } = [];

    /// <summary>Whether it was cordoned.</summary>
    public bool IsUnschedulable { get; init; }

    /// <summary>What pods may ask of it; of a resource of every node that is not named, as much as they want.</summary>
    public ResourceAmounts Allocatable { get; init; } = ResourceAmounts.None;

    /// <summary>Which images it runs; null where it does not say.</summary>
    public Platform? Platform { get; init; }

    /// <summary>Whether it is not there yet, and comes where a pod fits nowhere else.</summary>
    public bool IsPotential { get; init; }
}

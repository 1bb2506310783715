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

    /// <summary>The group or pool that an autoscaler makes it of; null where none is known.</summary>
    public string? Group { get; init; }

    /// <summary>How much its pool is preferred to others, from 0 to 100.</summary>
    public int Weight { get; init; }

    /// <summary>The labels that it may yet be given; null where it has those that it has.</summary>
    public NodeChoices? Choices { get; init; }

    /// <summary>What Cluster Autoscaler takes it for as long as it is not there; null where that is what it is.</summary>
    public Node? Reckoned { get; init; }

    /// <summary>Whether a label meets a requirement, or may.</summary>
    internal bool Meets(LabelRequirement asked) => Choices is null || Labels.ContainsKey(asked.Key) ? asked.Matches(Labels) : Choices.Meets(asked);

    /// <summary>Whether a label has a value, or may have it.</summary>
    internal bool Has(string key, string value) =>
        Labels.TryGetValue(key, out var label) ? label == value : Choices?.Meets(new(key, LabelOperator.In, [value])) == true;
}

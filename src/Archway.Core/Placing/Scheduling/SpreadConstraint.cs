using System.Collections.Immutable;

namespace Archway.Placing.Scheduling;

/// <summary>How evenly pods are to stand over the values of a label, as <c>kubernetes.io/arch</c>.</summary>
/// <remarks><see href="https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/"/></remarks>
public sealed record SpreadConstraint
{
    /// <summary>The label.</summary>
    public required string TopologyKey { get; init; }

    /// <summary>By how many pods a value may be ahead of the least.</summary>
    public required int MaxSkew { get; init; }

    /// <summary>Whether nodes are refused for it, and not only liked less.</summary>
    public required bool IsRequired { get; init; }

    /// <summary>How many values there have to be; with fewer the least counts as none.</summary>
    public int MinDomains { get; init; } = 1;

    /// <summary>Which pods are counted; null for none.</summary>
    public ImmutableArray<LabelRequirement>? Selector { get; init; }

    /// <summary>Whether nodes that the pod's own affinity refuses are left out.</summary>
    public bool HeedsAffinity { get; init; } = true;

    /// <summary>Whether nodes whose taints the pod does not tolerate are left out.</summary>
    public bool HeedsTaints { get; init; }

    /// <summary>Whether a pod with these labels is counted.</summary>
    internal bool Counts(IReadOnlyDictionary<string, string> labels) => Selector is { } all && all.All(one => one.Matches(labels));
}

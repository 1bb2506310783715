using System.Collections.Immutable;
using Archway.Placing.Images;
using Archway.Placing.Scheduling;

namespace Archway.Placing.Simulating;

/// <summary>Pods that differ in nothing that decides where they may stand: each is looked at once, however many there are.</summary>
/// <param name="pod">What they say to the scheduler.</param>
/// <param name="images">The images that they name.</param>
/// <param name="refusals">Why an API server refuses them; empty where it does not.</param>
public sealed class PodClass(Pod pod, ImmutableArray<PodImage> images, ImmutableArray<string> refusals)
{
    /// <summary>What they say to the scheduler.</summary>
    public Pod Pod { get; } = pod;

    /// <summary>The images that they name.</summary>
    public ImmutableArray<PodImage> Images { get; } = images;

    /// <summary>Why an API server refuses them; empty where it does not.</summary>
    public ImmutableArray<string> Refusals { get; } = refusals;

    /// <summary>The nodes that a name in it leaves; null where none does.</summary>
    internal ImmutableHashSet<string>? NamedNodes { get; } = NamesIn(pod);

    private static ImmutableHashSet<string>? NamesIn(Pod pod)
    {
        if (pod.NodeName is { } bound) return [bound];
        if (pod.RequiredTerms is not { } terms || !terms.All(term => term.IsEmpty || term.Fields.Any(Names))) return null;
        return [.. terms.SelectMany(term => term.Fields.Where(Names).Take(1)).SelectMany(field => field.Values)];
    }

    private static bool Names(LabelRequirement field) => field is { Key: "metadata.name", Operator: LabelOperator.In };
}

/// <summary>A workload's pods.</summary>
public sealed record PodGroup
{
    /// <summary>The name of its one pod, and what the names of several begin with.</summary>
    public required string Name { get; init; }

    /// <summary>Its namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The workload as a person names it: <c>Deployment/shop/cart</c>.</summary>
    public required string Workload { get; init; }

    /// <summary>The labels of its pods.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>What its pods are.</summary>
    public required PodClass Class { get; init; }

    /// <summary>How many there are; of a DaemonSet one on every node that takes it.</summary>
    public long Count { get; init; } = 1;

    /// <summary>Whether there is one on every node.</summary>
    public bool IsOfDaemon { get; init; }
}

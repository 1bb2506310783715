using System.Collections.Immutable;

namespace Archway.Placing.Scheduling;

/// <summary>A pod as the scheduler sees it: where it may stand and what it needs, without its images.</summary>
public sealed record Pod
{
    /// <summary>The labels that a node must have.</summary>
    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The terms of which a node must meet one; null where there are none to meet.</summary>
    public ImmutableArray<NodeTerm>? RequiredTerms { get; init; }

    /// <summary>The nodes that it would rather have.</summary>
    public ImmutableArray<NodePreference> Preferences { get; init; } = [];

    /// <summary>The taints that it puts up with.</summary>
    public ImmutableArray<Toleration> Tolerations { get; init; } = [];

    /// <summary>What it asks for.</summary>
    public ResourceAmounts Requests { get; init; } = ResourceAmounts.None;

    /// <summary>The node that it is bound to without the scheduler; null as a rule.</summary>
    public string? NodeName { get; init; }

    /// <summary>The operating system that it says it needs.</summary>
    public string? Os { get; init; }

    /// <summary>What it waits for before it is scheduled at all.</summary>
    public ImmutableArray<string> Gates { get; init; } = [];

    /// <summary>How it is to be spread.</summary>
    public ImmutableArray<SpreadConstraint> Spread { get; init; } = [];

    /// <summary>Whether a node's kubelet refuses it once it is there: <c>spec.os</c> is looked at by that alone, and not by the scheduler.</summary>
    public bool IsForAnotherSystemThan(Node node) => Os is { } os && node.Platform is { } machine && !os.Equals(machine.Os, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether something in it depends on a node's name, which no two nodes share.</summary>
    internal bool AsksForNames => NodeName is not null || RequiredTerms is { } terms && terms.Any(term => !term.Fields.IsEmpty);

    /// <summary>Whether a taint keeps it off.</summary>
    internal bool IsKeptOffBy(Taint taint)
    {
        foreach (var toleration in Tolerations)
            if (toleration.Covers(taint)) return false;
        foreach (var toleration in Toleration.OfEveryPod)
            if (toleration.Covers(taint)) return false;
        return true;
    }

    /// <summary>Whether its selector and its required affinity take a node.</summary>
    internal bool Selects(Node node)
    {
        foreach (var (key, value) in NodeSelector)
            if (!node.Has(key, value)) return false;
        return RequiredTerms is not { } terms || terms.Any(term => term.Matches(node));
    }
}

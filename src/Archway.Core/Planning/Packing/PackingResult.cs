using System.Collections.Immutable;

namespace Archway.Planning.Packing;

/// <summary>How many nodes of one kind pods need, and how that was counted.</summary>
public sealed record PackingResult
{
    /// <summary>How many nodes hold all pods but those that are too large.</summary>
    public required long Nodes { get; init; }

    /// <summary>How many nodes no packing can do without: what is asked of the scarcest resource by what a node has of it, rounded up.</summary>
    public required long LowerBound { get; init; }

    /// <summary>The resource that decides the lower bound; empty where nothing is asked for.</summary>
    public required string Scarcest { get; init; }

    /// <summary>The pods that fit no empty node; they are in no other figure.</summary>
    public required ImmutableArray<PodDemand> TooLarge { get; init; }

    /// <summary>How many pods ask for nothing: they count against the most pods of a node and nothing else.</summary>
    public required long WithoutRequests { get; init; }

    /// <summary>The resources that DaemonSets alone ask more of than a node has.</summary>
    public ImmutableArray<string> Exhausted { get; init; } = [];

    /// <summary>What the nodes hold.</summary>
    public required IReadOnlyList<NodeLoad> Loads { get; init; }

    /// <summary>How much of each resource is asked for, as a share of what all nodes leave to pods beside their DaemonSets.</summary>
    internal ImmutableDictionary<string, double> Shares { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>Which share is asked for of what all nodes have of a resource beside their DaemonSets; 0 where nothing is, or where it is not bounded.</summary>
    public double Filled(string resource) => Shares.GetValueOrDefault(resource);
}

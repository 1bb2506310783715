using System.Collections.Immutable;
using Archway.Placing.Scheduling;

namespace Archway.Planning.Packing;

/// <summary>Nodes that hold the same.</summary>
/// <param name="Nodes">How many of them there are.</param>
/// <param name="Pods">What each of them holds beside its DaemonSets.</param>
public sealed record NodeLoad(long Nodes, ImmutableArray<PackedPods> Pods);

/// <summary>Pods of one node that ask for the same.</summary>
/// <param name="Requests">What each asks for.</param>
/// <param name="Count">How many of them the node holds.</param>
public sealed record PackedPods(ResourceAmounts Requests, long Count);

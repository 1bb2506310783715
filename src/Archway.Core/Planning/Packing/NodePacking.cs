using System.Collections.Immutable;
using System.Numerics;
using Archway.Placing.Scheduling;

namespace Archway.Planning.Packing;

/// <summary>Packs pods onto nodes of one kind.</summary>
/// <remarks>
/// Only what pods ask for counts: affinity, spreading and volumes are not looked at, so that real nodes may be more. The result does not depend on the
/// order of the pods.
/// </remarks>
public static class NodePacking
{
    /// <summary>How many nodes the pods need; no node is given more than it has, and pods that fit no empty node are told.</summary>
    /// <param name="pods">The pods.</param>
    /// <param name="allocatable">What pods may ask of a node; of <c>cpu</c>, <c>memory</c>, <c>ephemeral-storage</c> and <c>pods</c>, where not named, as much as they want.</param>
    /// <param name="perNode">What DaemonSets take of every node; of <c>pods</c>, how many they are.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static PackingResult Pack(IReadOnlyList<PodDemand> pods, ResourceAmounts allocatable, ResourceAmounts perNode, CancellationToken cancellationToken)
    {
        var counted = PodCount.Of(pods, allocatable, perNode);
        var (room, loads) = (counted.Room, Loads(counted, cancellationToken));
        var nodes = PodCount.Clamped(loads.Aggregate(BigInteger.Zero, (sum, one) => sum + one.Nodes));
        return new()
        {
            Nodes = nodes,
            LowerBound = counted.LowerBound,
            Scarcest = counted.Scarcest,
            TooLarge = [.. counted.TooLarge],
            WithoutRequests = counted.Idle,
            Exhausted = [.. room.Exhausted],
            Loads = loads,
            Shares = Enumerable.Range(0, room.Resources.Length).Where(i => room.Free[i] > 0 && nodes > 0)
                .ToImmutableDictionary(i => room.Resources[i], i => (double)counted.Asked(i) / ((double)nodes * room.Free[i])),
        };
    }

    /// <summary>How many nodes no packing of the pods can do without, and how many of the pods fit no empty node.</summary>
    internal static (long Nodes, BigInteger TooLarge) Bound(IReadOnlyList<PodDemand> pods, ResourceAmounts allocatable, ResourceAmounts perNode)
    {
        var counted = PodCount.Of(pods, allocatable, perNode);
        return (counted.LowerBound, counted.TooLarge.Aggregate(BigInteger.Zero, (sum, one) => sum + one.Count));
    }

    private static List<NodeLoad> Loads(PodCount counted, CancellationToken cancellationToken)
    {
        var (classes, room) = (counted.Classes, counted.Room);
        var filled = classes.Length == 0 ? [] : PackingSearch.Best(classes, room.Free, counted.LowerBound, cancellationToken);
        List<NodeLoad> loads = [.. filled.Select(one => new NodeLoad(one.Nodes, [.. one.Pods.Select(pods => new PackedPods(classes[pods.Class].Requests, pods.Count))]))];
        var most = Array.IndexOf(room.Resources, NodeRoom.Pods) is >= 0 and var at ? room.Free[at] : long.MaxValue;
        return counted.Idle == 0 ? loads : IdlePods.Spread(loads, counted.Idle, most);
    }
}

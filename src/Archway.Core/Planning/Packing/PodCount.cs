using System.Numerics;
using Archway.Placing.Scheduling;

namespace Archway.Planning.Packing;

/// <summary>Pods counted for nodes of one kind: what they ask for in all, and how many nodes that is at the least.</summary>
/// <param name="Room">What a node has.</param>
/// <param name="Classes">The pods that fit an empty node and ask for something, the largest first.</param>
/// <param name="Idle">How many pods that fit ask for nothing.</param>
/// <param name="TooLarge">The pods that fit no empty node.</param>
internal sealed record PodCount(NodeRoom Room, PodClass[] Classes, long Idle, PodDemand[] TooLarge)
{
    private readonly BigInteger[] _nodes = [.. Enumerable.Range(0, Room.Resources.Length).Select(i =>
        Room.Free[i] == 0 ? BigInteger.Zero : (Asked(Room, Classes, Idle, i) + Room.Free[i] - 1) / Room.Free[i])];

    /// <summary>How many nodes no packing can do without.</summary>
    internal long LowerBound => Classes.Length == 0 && Idle == 0 ? 0 : Math.Max(1, Clamped(_nodes.DefaultIfEmpty().Max()));

    /// <summary>The resource that decides that; empty where none is asked for.</summary>
    internal string Scarcest => _nodes.DefaultIfEmpty().Max().IsZero ? "" : Room.Resources[Array.IndexOf(_nodes, _nodes.Max())];

    /// <summary>How much of a resource all of them ask for.</summary>
    internal BigInteger Asked(int resource) => Asked(Room, Classes, Idle, resource);

    /// <summary>Counts pods for nodes that have so much.</summary>
    internal static PodCount Of(IReadOnlyList<PodDemand> pods, ResourceAmounts allocatable, ResourceAmounts perNode)
    {
        var room = NodeRoom.Of(allocatable, perNode, pods.SelectMany(one => one.Requests.All).Where(one => one.Value > 0).Select(one => one.Key));
        var wanted = pods.Where(one => one.Count > 0).Select(one => (Pod: one, Needs: room.Needs(one.Requests))).ToArray();
        var fitting = wanted.Where(one => room.Holds(one.Needs)).ToArray();
        return new(
            room,
            [.. ClassesOf(fitting.Where(one => !IsIdle(one.Pod)), room)],
            fitting.Where(one => IsIdle(one.Pod)).Aggregate(0L, (sum, one) => Sum(sum, one.Pod.Count)),
            [.. wanted.Where(one => !room.Holds(one.Needs)).Select(one => one.Pod)]);
    }

    /// <summary>A number of nodes, or the most that can be counted.</summary>
    internal static long Clamped(BigInteger value) => value > long.MaxValue ? long.MaxValue : (long)value;

    private static bool IsIdle(PodDemand pod) => pod.Requests.All.All(amount => amount.Value == 0);

    private static IEnumerable<PodClass> ClassesOf(IEnumerable<(PodDemand Pod, long[] Needs)> pods, NodeRoom room) =>
        from pod in pods
        group pod.Pod by new NeedsKey(pod.Needs) into same
        let needs = same.Key.Needs
        let shares = needs.Select((need, i) => room.Free[i] == 0 ? 0 : (double)need / room.Free[i]).ToArray()
        orderby shares.DefaultIfEmpty().Max() descending, same.Key
        select new PodClass(same.First().Requests, needs, shares, same.Aggregate(0L, (sum, one) => Sum(sum, one.Count)));

    private static BigInteger Asked(NodeRoom room, PodClass[] classes, long idle, int resource) => classes.Aggregate(
        room.Resources[resource] == NodeRoom.Pods ? new BigInteger(idle) : BigInteger.Zero, (sum, one) => sum + ((BigInteger)one.Needs[resource] * one.Count));

    private static long Sum(long one, long other) => one > long.MaxValue - other ? long.MaxValue : one + other;
}

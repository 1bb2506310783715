using Archway.Placing.Scheduling;

namespace Archway.Planning.Packing;

/// <summary>Puts pods that ask for nothing beside those that do, up to the most pods of a node.</summary>
internal static class IdlePods
{
    /// <summary>The same nodes with so many pods more, and the nodes that they need beside.</summary>
    internal static List<NodeLoad> Spread(List<NodeLoad> loads, long idle, long most)
    {
        List<NodeLoad> spread = [];
        foreach (var load in loads)
        {
            var room = most == long.MaxValue ? most : most - load.Pods.Sum(pods => pods.Count);
            var (whole, rest) = room == 0 ? (0, 0) : (Math.Min(load.Nodes, idle / room), idle / room < load.Nodes ? idle % room : 0);
            idle -= (whole * room) + rest;
            if (whole > 0) spread.Add(With(load, whole, room));
            if (rest > 0) spread.Add(With(load, 1, rest));
            var others = load.Nodes - whole - (rest > 0 ? 1 : 0);
            if (others > 0) spread.Add(load with { Nodes = others });
        }

        if (idle / most is > 0 and var full) spread.Add(new(full, [new(ResourceAmounts.None, most)]));
        if (idle % most is > 0 and var last) spread.Add(new(1, [new(ResourceAmounts.None, last)]));
        return spread;
    }

    private static NodeLoad With(NodeLoad load, long nodes, long idle) => new(nodes, [.. load.Pods, new(ResourceAmounts.None, idle)]);
}

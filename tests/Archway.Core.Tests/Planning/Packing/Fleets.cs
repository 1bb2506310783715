using System.Numerics;
using Archway.Placing.Scheduling;
using Archway.Planning.Packing;

namespace Archway.Core.Tests.Planning.Packing;

/// <summary>Fleets made at random, in the ways that pods are known to come.</summary>
internal static class Fleets
{
    private static readonly string[] Resources = ["cpu", "memory", "nvidia.com/gpu", "ephemeral-storage"];

    /// <summary>Kinds of fleets: each makes one pod's shares of a node, none above a quarter.</summary>
    internal static readonly Dictionary<string, Func<Random, double[]>> Kinds = new()
    {
        ["uniform"] = r => [In(r, 0, .25), In(r, 0, .25)],
        ["three resources"] = r => [In(r, 0, .25), In(r, 0, .25), In(r, 0, .25)],
        ["four resources"] = r => [In(r, 0, .25), In(r, 0, .25), In(r, 0, .25), In(r, 0, .25)],
        ["large"] = r => [In(r, .1, .25), In(r, .1, .25)],
        ["large, three resources"] = r => [In(r, .1, .25), In(r, .1, .25), In(r, .1, .25)],
        ["correlated"] = r => In(r, .005, .25) is var cpu ? [cpu, Math.Min(.25, cpu * In(r, .8, 1.2))] : [],
        ["anti-correlated"] = r => In(r, .005, .245) is var cpu ? [cpu, Math.Clamp(.25 - cpu + In(r, -.02, .02), .001, .25)] : [],
        ["one or the other"] = r => r.Next(2) == 0 ? [In(r, .18, .25), In(r, .01, .05)] : [In(r, .01, .05), In(r, .18, .25)],
        ["large and small"] = r => r.Next(3) == 0 ? [In(r, .2, .25), In(r, .2, .25)] : [In(r, .005, .03), In(r, .005, .03)],
        ["small"] = r => [In(r, .001, .02), In(r, .001, .02)],
        ["mostly small"] = r => [Exponential(r), Exponential(r)],
        ["with devices"] = r => [In(r, .01, .25), In(r, .01, .25), r.Next(4) == 0 ? .125 * r.Next(1, 3) : 0],
        ["with disks"] = r => [In(r, .01, .25), In(r, .01, .25), 0, r.Next(2) == 0 ? In(r, .01, .25) : 0],
        ["round numbers"] = r => [r.GetItems([.0125, .025, .0625, .125, .25], 1)[0], r.GetItems([.004, .008, .016, .032, .0625, .125, .25], 1)[0]],
        ["memory alone"] = r => [0, In(r, .001, .25)],
    };

    /// <summary>Nodes of several shapes.</summary>
    internal static readonly ResourceAmounts[] Nodes = [Node(1_930, 6_844, 29), Node(15_890, 28_000, 234), Node(63_770, 476_445, 737), Node(3_860, 58_000, 250)];

    /// <summary>So many pods of a kind, for a node and what is left of it.</summary>
    internal static PodDemand[] Of(Func<Random, double[]> kind, int count, ResourceAmounts node, ResourceAmounts perNode, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(i => new PodDemand(Requests(kind(random), node, perNode), 1, $"workload-{i}"))];
    }

    /// <summary>Fleets of so many kinds of pods, each many times.</summary>
    internal static PodDemand[] OfFew(int kinds, int count, ResourceAmounts node, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, kinds).Select(i =>
            new PodDemand(Requests([In(random, .01, .25), In(random, .01, .25)], node, ResourceAmounts.None), random.Next(1, (2 * count / kinds) + 1), $"workload-{i}"))];
    }

    /// <summary>These amounts: of processors in thousandths, of others in whole units.</summary>
    internal static ResourceAmounts Amounts(params (string Resource, long Amount)[] amounts) => amounts.Aggregate(
        ResourceAmounts.None, (all, one) => all.With(one.Resource, one.Resource == "cpu" ? one.Amount : (BigInteger)one.Amount * 1000));

    private static ResourceAmounts Node(long cpu, long mebibytes, long pods) =>
        Amounts(("cpu", cpu), ("memory", mebibytes << 20), ("pods", pods), ("nvidia.com/gpu", 8), ("ephemeral-storage", 100L << 30));

    private static ResourceAmounts Requests(double[] shares, ResourceAmounts node, ResourceAmounts perNode) => Amounts(
        [.. shares.Select((share, i) => (Resources[i], (long)(share * (node.Find(Resources[i])!.Value - (perNode.Find(Resources[i]) ?? 0))))).Where(one => one.Item2 > 0)]);

    private static double In(Random random, double from, double to) => from + ((to - from) * random.NextDouble());

    private static double Exponential(Random random) => Math.Min(.25, -Math.Log(1 - random.NextDouble()) * .06);
}

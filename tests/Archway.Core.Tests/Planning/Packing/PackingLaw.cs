using System.Numerics;
using Archway.Placing.Scheduling;
using Archway.Planning.Packing;
using Xunit;

namespace Archway.Core.Tests.Planning.Packing;

/// <summary>What holds for each packing, counted anew from its nodes.</summary>
internal static class PackingLaw
{
    private static readonly string[] OfEveryNode = ["cpu", "memory", "ephemeral-storage", "pods"];

    /// <summary>No node holds more than it has; every pod stands on one node or is told as too large; the figures are those of the nodes.</summary>
    internal static void Holds(PackingResult packing, IReadOnlyList<PodDemand> pods, ResourceAmounts node, ResourceAmounts perNode)
    {
        foreach (var load in packing.Loads) IsWithin(load, node, perNode);
        Assert.Equal(packing.Nodes, packing.Loads.Sum(load => load.Nodes));
        Assert.All(packing.TooLarge, one => Assert.False(FitsAlone(one, node, perNode)));
        Assert.All(packing.Loads, load => Assert.All(load.Pods, one => Assert.True(one.Count > 0)));
        var placed = packing.Loads.SelectMany(load => load.Pods.Select(one => (Key: Key(one.Requests), Count: (BigInteger)load.Nodes * one.Count)));
        var large = packing.TooLarge.Select(one => (Key: Key(one.Requests), Count: (BigInteger)one.Count));
        Assert.Equal(Counts(pods.Where(one => one.Count > 0).Select(one => (Key(one.Requests), (BigInteger)one.Count))), Counts(placed.Concat(large)));
        Assert.True(packing.LowerBound <= packing.Nodes, $"{packing.Nodes} nodes, fewer than the least of {packing.LowerBound}");
        foreach (var resource in OfEveryNode) Assert.InRange(packing.Filled(resource), 0, 1 + 1e-9);
    }

    /// <summary>A lower bound above the sums: no resource can be filled by pods of these sizes better than this.</summary>
    /// <remarks>Dual feasible functions, Fekete and Schepers, New classes of fast lower bounds for bin packing problems, 2001.</remarks>
    internal static long SharpBound(IReadOnlyList<PodDemand> pods, ResourceAmounts node)
    {
        long best = 0;
        foreach (var (resource, _) in node.All)
            for (var k = 1; k <= 60; k++)
            {
                var has = (BigInteger)node.Find(resource)!.Value;
                // Each pod in parts of k, rounded up where that cannot make it fit worse.
                var parts = pods.Aggregate(BigInteger.Zero, (sum, one) => sum + (one.Count * Part(resource == "pods" ? 1 : one.Requests.Find(resource) ?? 0, has, k)));
                best = Math.Max(best, (long)((parts + (k * has) - 1) / (k * has)));
            }

        return best;
    }

    private static BigInteger Part(long need, BigInteger has, int k) => (k + 1) * need % has == 0 ? k * (BigInteger)need : (k + 1) * need / has * has;

    private static void IsWithin(NodeLoad load, ResourceAmounts node, ResourceAmounts perNode)
    {
        var resources = load.Pods.SelectMany(one => one.Requests.All).Select(one => one.Key).Append("pods").Distinct();
        foreach (var resource in resources)
        {
            var taken = load.Pods.Aggregate(BigInteger.Zero, (sum, one) => sum + ((BigInteger)one.Count * Needs(one.Requests, resource)));
            if (taken.IsZero) continue;
            taken += perNode.Find(resource) ?? 0;
            Assert.True(taken <= Has(node, resource), $"a node holds {taken} of {resource}, of which it has {Has(node, resource)}");
        }
    }

    private static bool FitsAlone(PodDemand pod, ResourceAmounts node, ResourceAmounts perNode) => pod.Requests.All.Select(one => one.Key).Append("pods")
        .All(resource => Needs(pod.Requests, resource) == 0 || Needs(pod.Requests, resource) + (BigInteger)(perNode.Find(resource) ?? 0) <= Has(node, resource));

    private static BigInteger Has(ResourceAmounts node, string resource) => node.Find(resource) ?? (OfEveryNode.Contains(resource) ? BigInteger.Pow(10, 40) : 0);

    private static long Needs(ResourceAmounts requests, string resource) => resource == "pods" ? 1 : requests.Find(resource) ?? 0;

    private static string Key(ResourceAmounts requests) => string.Join(',', requests.All.Where(one => one.Value > 0).Select(one => $"{one.Key}={one.Value}"));

    private static Dictionary<string, BigInteger> Counts(IEnumerable<(string Key, BigInteger Count)> pods) =>
        pods.GroupBy(one => one.Key).OrderBy(one => one.Key, StringComparer.Ordinal).ToDictionary(one => one.Key, one => one.Aggregate(BigInteger.Zero, (sum, pod) => sum + pod.Count));
}

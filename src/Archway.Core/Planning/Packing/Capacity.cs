using System.Collections.Immutable;
using System.Numerics;
using Archway.Placing.Scheduling;
using Archway.Planning.Machines;

namespace Archway.Planning.Packing;

/// <summary>Which kind of machine is the cheapest for pods.</summary>
public static class Capacity
{
    /// <summary>The best kinds of machines, the best first: those that hold the most of the pods, then the cheapest, then the fewest nodes, then by name.</summary>
    /// <remarks>A kind whose lower bound alone costs more than those that were packed is not packed: it cannot be better.</remarks>
    /// <param name="pods">The pods.</param>
    /// <param name="perNode">What DaemonSets take of every node.</param>
    /// <param name="candidates">The kinds to choose from.</param>
    /// <param name="most">How many are wanted.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static ImmutableArray<CapacityOption> Options(
        IReadOnlyList<PodDemand> pods, ResourceAmounts perNode, IReadOnlyList<MachineType> candidates, int most, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        List<CapacityOption> best = [];
        // In the order of the least that each can come to, so that the first that is no better than the last kept ends the search.
        foreach (var (type, least) in candidates.DistinctBy(type => type.Name).Select(type => (Type: type, Least: Least(pods, perNode, type))).Order(By.Least))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (best.Count == most && By.Order(least, Rank(best[^1])) >= 0) break;
            var packing = NodePacking.Pack(pods, type.Allocatable, perNode, cancellationToken);
            best.Add(new(type, packing, Cost(type, packing.Nodes)));
            best.Sort((one, other) => By.Order(Rank(one), Rank(other)));
            if (best.Count > most) best.RemoveAt(most);
        }

        return [.. best];
    }

    private static CapacityRank Least(IReadOnlyList<PodDemand> pods, ResourceAmounts perNode, MachineType type)
    {
        var (bound, tooLarge) = NodePacking.Bound(pods, type.Allocatable, perNode);
        return new(tooLarge, Cost(type, bound), bound, type.Name);
    }

    private static CapacityRank Rank(CapacityOption option) =>
        new(option.Packing.TooLarge.Aggregate(BigInteger.Zero, (sum, one) => sum + one.Count), option.PricePerHour, option.Packing.Nodes, option.Type.Name);

    // More than can be counted is not cheap.
    private static decimal? Cost(MachineType type, long nodes) => type.PricePerHour is not { } price ? null : nodes > 1_000_000_000_000 ? decimal.MaxValue : price * nodes;

    private static class By
    {
        internal static readonly IComparer<(MachineType Type, CapacityRank Least)> Least =
            Comparer<(MachineType Type, CapacityRank Least)>.Create((one, other) => Order(one.Least, other.Least));

        internal static int Order(CapacityRank one, CapacityRank other)
        {
            if (one.TooLarge.CompareTo(other.TooLarge) is not 0 and var larger) return larger;
            if ((one.Price is null).CompareTo(other.Price is null) is not 0 and var unpriced) return unpriced;
            if ((one.Price ?? 0).CompareTo(other.Price ?? 0) is not 0 and var dearer) return dearer;
            return one.Nodes.CompareTo(other.Nodes) is not 0 and var more ? more : string.CompareOrdinal(one.Name, other.Name);
        }
    }
}

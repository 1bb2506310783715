using System.Collections.Immutable;
using Archway.Placing.Scheduling;
using Archway.Planning.Machines;

namespace Archway.Planning.Packing;

/// <summary>One kind of machine for pods, and what it comes to.</summary>
/// <param name="Type">The kind.</param>
/// <param name="Packing">How many of them, and how that was counted.</param>
/// <param name="PricePerHour">What all of them cost for an hour; null where the price of one is not known.</param>
public sealed record CapacityOption(MachineType Type, PackingResult Packing, decimal? PricePerHour);

/// <summary>Which kind of machine is the cheapest for pods.</summary>
public static class Capacity
{
    /// <summary>The best kinds of machines, the best first: those that hold the most of the pods, then the cheapest, then the fewest nodes.</summary>
    /// <param name="pods">The pods.</param>
    /// <param name="perNode">What DaemonSets take of every node.</param>
    /// <param name="candidates">The kinds to choose from.</param>
    /// <param name="most">How many are wanted.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static ImmutableArray<CapacityOption> Options(
        IReadOnlyList<PodDemand> pods, ResourceAmounts perNode, IReadOnlyList<MachineType> candidates, int most, CancellationToken cancellationToken) =>
        throw new NotSupportedException(nameof(Options));
}

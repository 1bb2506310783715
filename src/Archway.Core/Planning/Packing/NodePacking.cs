using Archway.Placing.Scheduling;

namespace Archway.Planning.Packing;

/// <summary>Packs pods onto nodes of one kind.</summary>
public static class NodePacking
{
    /// <summary>How many nodes the pods need; no node is given more than it has, and pods that fit no empty node are told.</summary>
    /// <param name="pods">The pods.</param>
    /// <param name="allocatable">What pods may ask of a node; of <c>cpu</c>, <c>memory</c>, <c>ephemeral-storage</c> and <c>pods</c>, where not named, as much as they want.</param>
    /// <param name="perNode">What DaemonSets take of every node.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static PackingResult Pack(IReadOnlyList<PodDemand> pods, ResourceAmounts allocatable, ResourceAmounts perNode, CancellationToken cancellationToken) =>
        throw new NotSupportedException(nameof(Pack));
}

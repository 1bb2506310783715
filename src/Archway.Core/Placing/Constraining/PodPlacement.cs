using System.Collections.Immutable;

namespace Archway.Placing.Constraining;

/// <summary>What is to be added to a pod so that it stands only where its images run.</summary>
/// <param name="Changes">What is added; nothing where that is there already, or nothing may be said.</param>
/// <param name="Problem">Why the pod is left as it is: an unknown image, no common architecture, a contradiction; null where there is nothing of the kind.</param>
/// <param name="Notes">What else is to be known, one sentence each.</param>
public sealed record PodPlacement(ImmutableArray<PodChange> Changes, string? Problem, ImmutableArray<string> Notes)
{
    /// <summary>The architectures whose nodes it may stand on, by what is written and what its images run on; none where there is a problem.</summary>
    public ImmutableSortedSet<string> Possible { get; init; } = [];
}

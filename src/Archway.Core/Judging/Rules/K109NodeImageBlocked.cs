using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>An image of a DaemonSet, which every node runs, that does not run on the platform: it stands before all others.</summary>
internal sealed class K109NodeImageBlocked() : ImageRule("K109", Severity.Blocker)
{
    protected override string? Message(ImageOccurrence place, TargetJudgement target) =>
        !DoesNotRun(target) || place.Kind != OccurrenceKind.KubernetesContainer || place.Workload?.StartsWith("DaemonSet/", StringComparison.Ordinal) != true
            ? null
            : $"{place.Name} does not run on {target.Platform}: {target.Because}; every node runs this DaemonSet, so that none of {target.Platform} is whole "
                + "until it does: move it first";
}

using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>An image named in an argument, a variable or an annotation, which some other program will run, and which does not run on the platform.</summary>
internal sealed class K108HiddenImageBlocked() : ImageRule("K108", Severity.Blocker)
{
    protected override string? Message(ImageOccurrence place, TargetJudgement target) =>
        !DoesNotRun(target) || place.Kind is not (OccurrenceKind.KubernetesArgumentOrEnvironment or OccurrenceKind.KubernetesAnnotation)
            ? null
            : $"{place.Name}, which this workload starts by itself, does not run on {target.Platform}: {target.Because}";
}

using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>A Dockerfile's base image that does not run on the platform.</summary>
internal sealed class D108BaseImageBlocked() : ImageRule("D108", Severity.Blocker)
{
    protected override string? Message(ImageOccurrence place, TargetJudgement target) =>
        !DoesNotRun(target) || place.Kind != OccurrenceKind.DockerfileFrom
            ? null
            : $"the base {place.Name} does not run on {target.Platform}: {target.Because}";

    protected override Severity SeverityAt(ImageOccurrence place) => OnBuildMachine(place) ? Severity.Warning : Severity.Blocker;
}

using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>A Dockerfile's base image that does not run on the platform.</summary>
internal sealed class D108BaseImageBlocked() : ImageRule("D108", Severity.Blocker)
{
    protected override string? Message(ImageOccurrence place, TargetJudgement target) =>
        target.Status != ImageStatus.Blocked || place.Kind != OccurrenceKind.DockerfileFrom
            ? null
            : $"the base {place.Name} does not run on {target.Platform}: {target.Because}";

    // A stage that runs on the machine that builds hinders only those who build on the target platform.
    protected override Severity SeverityAt(ImageOccurrence place) =>
        place.Platform?.Contains("BUILDPLATFORM", StringComparison.Ordinal) == true ? Severity.Warning : Severity.Blocker;
}

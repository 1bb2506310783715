using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>A pipeline's image that does not run on the platform: its job cannot move to such a machine.</summary>
internal sealed class B109PipelineImageBlocked() : ImageRule("B109", Severity.Warning)
{
    protected override string? Message(ImageOccurrence place, TargetJudgement target) =>
        target.Status != ImageStatus.Blocked || place.Kind is not (OccurrenceKind.GitHubActions or OccurrenceKind.GitLab
            or OccurrenceKind.CircleCI or OccurrenceKind.CloudBuildStep or OccurrenceKind.DevContainer)
            ? null
            : $"this job cannot move to a {target.Platform} machine: {place.Image}: {target.Because}";
}

using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>A pipeline's image that does not run on the platform: its job cannot move to such a machine.</summary>
internal sealed class B109PipelineImageBlocked() : ImageRule("B109", Severity.Warning)
{
    private static readonly OccurrenceKind[] OfPipelines =
    [
        OccurrenceKind.GitHubActions, OccurrenceKind.GitLab, OccurrenceKind.CircleCI, OccurrenceKind.CloudBuildStep, OccurrenceKind.AzurePipelines,
        OccurrenceKind.Drone, OccurrenceKind.Woodpecker, OccurrenceKind.Vela, OccurrenceKind.Buildkite, OccurrenceKind.Bitbucket,
        OccurrenceKind.Concourse, OccurrenceKind.CodeBuild, OccurrenceKind.Jenkins, OccurrenceKind.EarthfileFrom, OccurrenceKind.DevContainer,
    ];

    /// <summary>Whether a kind of place is a pipeline's.</summary>
    internal static bool IsOfPipeline(OccurrenceKind kind) => OfPipelines.Contains(kind);

    protected override string? Message(ImageOccurrence place, TargetJudgement target) =>
        !DoesNotRun(target) || !IsOfPipeline(place.Kind)
            ? null
            : $"this job cannot move to a {target.Platform} machine: {place.Name}: {target.Because}";
}

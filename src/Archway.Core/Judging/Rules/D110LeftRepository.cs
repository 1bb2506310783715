using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>An image of a Dockerfile that runs today, in a repository that another took the place of.</summary>
/// <remarks>Of one that does not run, or of which nothing was told, the finding about that says so too.</remarks>
internal sealed class D110LeftRepository() : ImageRule("D110", Severity.Warning)
{
    protected override string? Message(ImageOccurrence place, TargetJudgement target) =>
        target is { Status: ImageStatus.Ready, MovedTo: { } home }
            && place.Kind is OccurrenceKind.DockerfileFrom or OccurrenceKind.DockerfileCopyFrom or OccurrenceKind.DockerfileMountFrom
            ? $"{place.Image!.Name} has moved to {home}, and what is new is there alone; take the image from there"
            : null;

    protected override IEnumerable<string> AdviceOf(ImageJudgement image) => [];
}

using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>An image of a Dockerfile that is pinned to the digest of one platform's image, of an index that has the target platform too.</summary>
internal sealed class D107PinnedBaseImage() : ImageRule("D107", Severity.Blocker)
{
    protected override string? Message(ImageOccurrence place, TargetJudgement target) =>
        place.Kind is OccurrenceKind.DockerfileFrom or OccurrenceKind.DockerfileCopyFrom or OccurrenceKind.DockerfileMountFrom or OccurrenceKind.DockerfileSyntax
             && PinnedImage.Is(place.Image, target.Near)
            ? PinnedImage.Message(place, target)
            : null;

    protected override Severity SeverityAt(ImageOccurrence place) => OnBuildMachine(place) ? Severity.Warning : Severity.Blocker;
}

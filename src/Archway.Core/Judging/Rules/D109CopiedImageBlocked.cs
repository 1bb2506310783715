using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>An image that a Dockerfile copies from, mounts or is read by, and that does not run on the platform.</summary>
internal sealed class D109CopiedImageBlocked() : ImageRule("D109", Severity.Blocker)
{
    protected override string? Message(ImageOccurrence place, TargetJudgement target)
    {
        var use = place.Kind switch
        {
            OccurrenceKind.DockerfileCopyFrom => "files are copied from",
            OccurrenceKind.DockerfileMountFrom => "the build mounts",
            OccurrenceKind.DockerfileSyntax => "the Dockerfile is read by",
            _ => null,
        };
        return !DoesNotRun(target) || use is null ? null : $"{use} {place.Name}, which does not run on {target.Platform}: {target.Because}";
    }
}

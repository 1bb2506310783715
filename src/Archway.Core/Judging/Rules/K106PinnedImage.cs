using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>An image of a manifest that is pinned to the digest of one platform's image, of an index that has the target platform too.</summary>
internal sealed class K106PinnedImage() : ImageRule("K106", Severity.Blocker)
{
    protected override string? Message(ImageOccurrence place, TargetJudgement target) =>
        !B109PipelineImageBlocked.IsOfPipeline(place.Kind) && PinnedImage.Is(place.Image, target.Near)
            ? PinnedImage.Message(place, target)
            : null;
}

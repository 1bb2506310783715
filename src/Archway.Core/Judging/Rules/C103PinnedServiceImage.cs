using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>A service's image that is pinned to the digest of one platform's image, of an index that has the target platform too.</summary>
internal sealed class C103PinnedServiceImage() : ImageRule("C103", Severity.Blocker)
{
    protected override string? Message(ImageOccurrence place, TargetJudgement target) =>
        place.Kind is OccurrenceKind.ComposeImage or OccurrenceKind.ComposeBuildContext && PinnedImage.Is(place.Image, target.Near)
            ? PinnedImage.Message(place, target)
            : null;
}

using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>An image that its registry does not have.</summary>
internal sealed class I102ImageMissing() : ImageRule("I102", Severity.Blocker)
{
    protected override string? Message(ImageOccurrence place, TargetJudgement target) => target.Status != ImageStatus.Missing
        ? null
        : $"{place.Name} is not there: {target.Because}";
}

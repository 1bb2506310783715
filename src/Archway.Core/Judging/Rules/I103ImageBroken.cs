using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>An image that says it runs on the platform and holds something else.</summary>
internal sealed class I103ImageBroken() : ImageRule("I103", Severity.Blocker)
{
    protected override string? Message(ImageOccurrence place, TargetJudgement target) => target.Status != ImageStatus.Broken
        ? null
        : $"{place.Name} does not run on {target.Platform} although it says so: {target.Because}";
}

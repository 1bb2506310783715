using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>An image that exists and does not run on the platform.</summary>
internal sealed class I101ImageBlocked() : ImageRule("I101", Severity.Blocker)
{
    protected override string? Message(ImageOccurrence place, TargetJudgement target) => !DoesNotRun(target)
        ? null
        : $"{place.Name} does not run on {target.Platform}: {target.Because}";
}

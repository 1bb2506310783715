using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>An image of which could not be told whether it runs on the platform.</summary>
internal sealed class I104ImageUnknown() : ImageRule("I104", Severity.Note)
{
    protected override string? Message(ImageOccurrence place, TargetJudgement target) => target.Status != ImageStatus.Unknown
        ? null
        : $"whether {place.Name} runs on {target.Platform} is not known: {target.Because}";
}

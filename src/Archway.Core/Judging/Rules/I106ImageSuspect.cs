using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>An image that holds files for other machines beside what starts.</summary>
internal sealed class I106ImageSuspect() : ImageRule("I106", Severity.Warning)
{
    protected override string? Message(ImageOccurrence place, TargetJudgement target) => target is not { Status: ImageStatus.Suspect, Verification: Verification.Suspect }
        ? null
        : $"{place.Name} says that it runs on {target.Platform}, and holds files for other machines: {target.Because}";
}

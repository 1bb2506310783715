using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>A rule about what became of an image at the place that names it. One rule is one file, and one page under docs/rules.</summary>
internal abstract class ImageRule(string id, Severity severity)
{
    /// <summary>Every rule, the particular ones before the general: the first that speaks of a place and a judgement is the one reported.</summary>
    internal static IReadOnlyList<ImageRule> All { get; } =
    [
        new I103ImageBroken(),
        new I106ImageSuspect(),
        new I102ImageMissing(),
        new D108BaseImageBlocked(),
        new D109CopiedImageBlocked(),
        new B109PipelineImageBlocked(),
        new K108HiddenImageBlocked(),
        new I101ImageBlocked(),
        new I104ImageUnknown(),
    ];

    internal string Id { get; } = id;

    /// <summary>What the rule says of the place, or null when it does not speak of it.</summary>
    protected abstract string? Message(ImageOccurrence place, TargetJudgement target);

    /// <summary>How much it matters at this place.</summary>
    protected virtual Severity SeverityAt(ImageOccurrence place) => severity;

    internal Finding? Check(ImageOccurrence place, TargetJudgement target, IReadOnlyList<string> advice) =>
        Message(place, target) is { } message
            ? new()
            {
                Rule = Id,
                Severity = SeverityAt(place),
                At = place.At,
                Image = place.Image,
                Platform = target.Platform,
                Message = string.Join("; ", [message, .. advice]),
            }
            : null;
}

using Archway.Reading;

namespace Archway.Judging.Rules;

/// <summary>A rule about the GPU half of an image at a place that runs it; each speaks for itself, beside what the status says.</summary>
internal abstract class GpuRule(string id)
{
    /// <summary>Every such rule.</summary>
    internal static IReadOnlyList<GpuRule> All { get; } = [new G102ImageOfJetson()];

    internal string Id { get; } = id;

    /// <summary>What the rule finds at a place; null where it does not speak of it.</summary>
    internal Finding? Check(ImageOccurrence place, ImageJudgement image, TargetJudgement target) => Find(place, image, target) is var (severity, message)
        ? new() { Rule = Id, Severity = severity, At = place.At, Image = place.Image, Platform = target.Platform, Message = message }
        : null;

    /// <summary>What the rule says of the place, and how much it matters.</summary>
    protected abstract (Severity Severity, string Message)? Find(ImageOccurrence place, ImageJudgement image, TargetJudgement target);
}

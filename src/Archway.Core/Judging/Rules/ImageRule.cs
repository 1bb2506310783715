using Archway.Knowing;
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
        new D107PinnedBaseImage(),
        new C103PinnedServiceImage(),
        new K106PinnedImage(),
        new D108BaseImageBlocked(),
        new D109CopiedImageBlocked(),
        new B109PipelineImageBlocked(),
        new G101GpuImageBlocked(),
        new K108HiddenImageBlocked(),
        new K109NodeImageBlocked(),
        new I101ImageBlocked(),
        new I104ImageUnknown(),
        new D110LeftRepository(),
    ];

    internal string Id { get; } = id;

    /// <summary>What the rule says of the place, or null when it does not speak of it.</summary>
    protected abstract string? Message(ImageOccurrence place, TargetJudgement target);

    /// <summary>How much it matters at this place.</summary>
    protected virtual Severity SeverityAt(ImageOccurrence place) => severity;

    /// <summary>Whether the image is there and does not run, whether or not one near it does.</summary>
    protected static bool DoesNotRun(TargetJudgement target) => target.Status is ImageStatus.Blocked or ImageStatus.Update;

    /// <summary>Whether a stage runs on the machine that builds, and so hinders only those who build on the target platform.</summary>
    protected static bool OnBuildMachine(ImageOccurrence place) => place.Platform?.Contains("BUILDPLATFORM", StringComparison.Ordinal) == true;

    /// <summary>What the rule finds at a place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="image">What was judged of the image that it names.</param>
    /// <param name="target">That on one platform.</param>
    /// <param name="source">The text of the place's file; null where there is none to be changed.</param>
    internal Finding? Check(ImageOccurrence place, ImageJudgement image, TargetJudgement target, SourceText? source) =>
        !IsOfWindows(place, image, target) && Message(place, target) is { } message
            ? new()
            {
                Rule = Id,
                Severity = SeverityAt(place),
                At = place.At,
                Image = place.Image,
                Platform = target.Platform,
                Message = string.Join("; ", [message, .. AdviceOf(image)]),
                Fix = source is null ? null : ImageFix.Of(place, image, target, source),
            }
            : null;

    // What is of Windows, a stage, a pod or a task, runs on Windows alone; that no Linux machine runs it is nobody's mistake.
    private static bool IsOfWindows(ImageOccurrence place, ImageJudgement image, TargetJudgement target) =>
        DoesNotRun(target) && target.Platform.Os != "windows"
        && (place.Platform?.StartsWith("windows", StringComparison.OrdinalIgnoreCase) == true || (image.Facts.Platforms.IsEmpty
            ? place.Image is { } named && (named.Name.StartsWith("mcr.microsoft.com/windows", StringComparison.Ordinal) || TagSuffix.IsWindows(named.Tag ?? ""))
            : image.Facts.Platforms.All(entry => entry.Platform.Os == "windows")));

    /// <summary>What is said of the image besides.</summary>
    protected virtual IEnumerable<string> AdviceOf(ImageJudgement image) => image.Advice;
}

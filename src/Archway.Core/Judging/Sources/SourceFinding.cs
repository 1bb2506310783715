using System.Collections.Immutable;
using Archway.Oci.References;

namespace Archway.Judging.Sources;

/// <summary>What a rule found in a document, before it is known what becomes of images that it hinges on.</summary>
/// <param name="Finding">The finding, as it stands when those images run.</param>
internal sealed record SourceFinding(Finding Finding)
{
    /// <summary>The images that have to run on the platforms for the fix to be right, named in the sources or not.</summary>
    internal ImmutableArray<ImageReference> Needs { get; init; } = [];

    /// <summary>Why it cannot be told which images those are, or all of them; null when it can.</summary>
    internal string? Doubt { get; init; }

    /// <summary>The finding, its fix no safer than what was judged of those images allows.</summary>
    /// <param name="judged">What was judged of each image that was asked for, by its name.</param>
    internal Finding Judged(IReadOnlyDictionary<string, ImageJudgement> judged)
    {
        var worst = Needs.Select(need => judged.GetValueOrDefault(need.ToString())).OfType<ImageJudgement>().OrderBy(image => image.Worst.Status).FirstOrDefault();
        return worst?.Worst switch
        {
            null or { Status: ImageStatus.Ready } => Doubt is null ? Finding : WithSafety(FixSafety.Ask) with { Message = $"{Finding.Message}; {Doubt}" },
            { Status: ImageStatus.Rebuild } => WithSafety(FixSafety.Ask),
            { Status: ImageStatus.Unknown } unknown => Told($"it is not known whether {worst!.Facts.Image} runs on {unknown.Platform}", FixSafety.Ask),
            var target => Told($"{worst!.Facts.Image} does not run on {target.Platform}: {target.Because}", FixSafety.ShowOnly),
        };
    }

    private Finding Told(string why, FixSafety safety) =>
        WithSafety(safety) with { Message = $"{Finding.Message}; {why}" };

    private Finding WithSafety(FixSafety most) => Finding.Fix is { } fix && fix.Safety > most ? Finding with { Fix = fix with { Safety = most } } : Finding;
}

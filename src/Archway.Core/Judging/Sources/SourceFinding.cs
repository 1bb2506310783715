using System.Collections.Immutable;
using Archway.Judging.Sources.Data;
using Archway.Judging.Sources.Kubernetes;
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

    /// <summary>The images of which one has to be known not to run on the platforms for there to be a finding; null where it stands whatever runs.</summary>
    internal ImmutableArray<ImageReference>? OnlyIfBlocked { get; init; }

    /// <summary>The architecture that such an image has to be known not to run on; null for any of those asked about.</summary>
    internal string? BlockedOn { get; init; }

    /// <summary>Whether there is a finding, by what is known when all is read; null where that is known already.</summary>
    internal Func<bool>? Stands { get; init; }

    /// <summary>The image that it is about, which settles it by running on the platforms all the same; null where none does.</summary>
    internal ImageReference? UnlessRuns { get; init; }

    /// <summary>The pod that it is about, which is a finding only where the tree's pools of nodes shut it out; null where it stands whatever pools there are.</summary>
    internal PodShutOut? ShutOut { get; init; }

    /// <summary>The finding with the pool that it hinges on; null where there is none after all.</summary>
    /// <param name="pools">The pools of nodes that the tree makes.</param>
    internal SourceFinding? Among(IReadOnlyCollection<NodePool> pools) => ShutOut is null ? this : ShutOut.From(pools) is not var (pool, taint) ? null : this with
    {
        Finding = Finding with
        {
            Message = $"{Finding.Message}: those of {pool.At.File}:{pool.At.Line} have the taint {taint}, which it does not tolerate; add a toleration",
        },
    };

    /// <summary>The finding, its fix no safer than what was judged of those images allows; null where there is none after all.</summary>
    /// <param name="judged">What was judged of each image that was asked for, by its name.</param>
    internal Finding? Judged(IReadOnlyDictionary<string, ImageJudgement> judged)
    {
        if (Stands is { } stands && !stands()) return null;
        if (UnlessRuns is { } own && Of(own, judged)?.Worst is { Status: ImageStatus.Ready, IsFromCatalog: false }) return null;
        if (OnlyIfBlocked is not { } images) return ByNeeds(judged);
        foreach (var name in images)
        {
            if (Of(name, judged) is not { } image || image.Targets.FirstOrDefault(IsBlocked) is not { } target) continue;
            return Finding with { Platform = target.Platform, Message = $"{image.Facts.Image} does not run on {target.Platform}, and {Finding.Message}" };
        }

        return null;
    }

    private bool IsBlocked(TargetJudgement target) => target.Status is ImageStatus.Broken or ImageStatus.Blocked or ImageStatus.Update
        && (BlockedOn is null || BlockedOn == Architectures.NameOf(target.Platform));

    private static ImageJudgement? Of(ImageReference image, IReadOnlyDictionary<string, ImageJudgement> judged) => judged.GetValueOrDefault(image.ToString());

    private Finding ByNeeds(IReadOnlyDictionary<string, ImageJudgement> judged)
    {
        var worst = Needs.Select(need => Of(need, judged)).OfType<ImageJudgement>().OrderBy(image => image.Worst.Status).FirstOrDefault();
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

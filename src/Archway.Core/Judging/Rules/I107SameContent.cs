using Archway.Reading;
using Archway.Resolving;

namespace Archway.Judging.Rules;

/// <summary>The very same content under two platforms that cannot run each other's programs.</summary>
internal sealed class I107SameContent() : EntryRule("I107", Severity.Warning)
{
    // A program has more; a licence, a manifest or a certificate often not.
    private const long MostData = 64 * 1024;

    /// <summary>Why the entry is suspect; null when nothing shows that it is.</summary>
    internal static string? Suspicion(ChosenEntry chosen) => chosen.Sibling is not { } sibling
        ? null
        : chosen.Rivals.Prepend(chosen.Entry).Select(entry => Suspicion(entry, sibling, chosen)).FirstOrDefault(suspicion => suspicion is not null);

    /// <summary>Whether the suspicion already says what the entry's config does against its index.</summary>
    internal static bool TellsContradiction(ChosenEntry chosen) =>
        chosen.Sibling is { } sibling && Suspicion(chosen.Entry, sibling, chosen) is not null && SaysSiblings(chosen.Entry, sibling);

    protected override string? Find(ChosenEntry chosen) =>
        chosen is { Entry: { Content: null } entry, Sibling: { } sibling } && (entry.Config is null || sibling.Config is null) && HoldSame(entry, sibling)
            ? $"its index has the very same {(entry.Manifest.Digest == sibling.Manifest.Digest ? "manifest" : "content")} for {entry.Platform} and "
                + $"{sibling.Platform}, which is right only if it holds no machine code, or that of both; --verify tells"
            : null;

    protected override string? Message(ImageOccurrence place, TargetJudgement target) => IsSuspect(target)
        ? $"{place.Name} may not run on {target.Platform} although it says so: {target.Because}"
        : base.Message(place, target);

    private static bool IsSuspect(TargetJudgement target) => target is { Status: ImageStatus.Suspect, Verification: Verification.None };

    private static bool HoldSame(PlatformFacts entry, PlatformFacts sibling) =>
        (entry.Manifest.Digest == sibling.Manifest.Digest || Likeness.HaveSameLayers(entry, sibling)) && entry.LayerBytes is not <= MostData;

    private static string? Suspicion(PlatformFacts entry, PlatformFacts sibling, ChosenEntry chosen)
    {
        if (entry.Config is not { } config || sibling.Config is not { } other) return null;
        // An image that starts nothing holds data, which any machine reads.
        if (config.Entrypoint.IsEmpty && config.Command.IsEmpty && other.Entrypoint.IsEmpty && other.Command.IsEmpty) return null;
        if (!Likeness.HaveSameLayers(entry, sibling) || entry.LayerBytes <= MostData) return null;
        // Where both configs are for this entry's platform, it is the sibling that lies.
        if (SaysSiblings(sibling, entry) && Likeness.Contradiction(entry) is null) return null;
        var same = $"its {Name(entry, chosen)} and {sibling.Platform} entries hold the very same layers";
        return SaysSiblings(entry, sibling)
            ? $"{same}, and the config of the {entry.Platform} one says {config.Platform}; --verify tells what is in them"
            : $"{same}, which is right only if they hold no machine code, or that of both; --verify tells";
    }

    private static bool SaysSiblings(PlatformFacts entry, PlatformFacts sibling) =>
        Likeness.Contradiction(entry) is { } said && Likeness.AreOneArchitecture(said, sibling.Platform);

    // Of several entries for one platform it takes the digest to tell which is meant.
    private static string Name(PlatformFacts entry, ChosenEntry chosen) =>
        chosen.Rivals.IsEmpty ? $"{entry.Platform}" : $"{entry.Platform} ({entry.Manifest.Digest})";
}

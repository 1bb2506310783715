using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Resolving;

namespace Archway.Upgrading;

/// <summary>Looks for the index that one platform's image, or an older index with fewer platforms, pinned by its digest, belongs to: that of its tag, or of a likely tag where none is written.</summary>
/// <param name="answers">What tags stand for.</param>
/// <param name="tags">The tags of repositories.</param>
internal sealed class PinSearch(TagAnswers answers, TagLists tags)
{
    // A list of tags and these; what was pinned long ago is of none of the newest tags, and asking for all of them would cost more than it tells.
    private const int MostGuesses = 5;
    private const string VersionLabel = "org.opencontainers.image.version";

    /// <summary>Whether an image may be of an index with more platforms: it is pinned to the digest of one platform's image, or of an index as it was once.</summary>
    internal static bool IsPin(ImageReference image, ImageFacts facts) =>
        image.Digest is not null && facts.Answer is ImageAnswer.Found && (facts.IsIndex ? facts.Platforms.Length > 0 : facts.Platforms.Length == 1);

    /// <summary>The index with the platform, or why none can be told.</summary>
    internal async Task<PinnedIndex> FindAsync(ImageReference pinned, ImageFacts facts, Platform target, ManifestRation ration, CancellationToken cancellationToken)
    {
        try
        {
            return pinned.Tag is { } tag
                ? OfTag(pinned, facts, target, await answers.AskAsync(pinned.WithTag(tag), ration, cancellationToken))
                : await GuessAsync(pinned, facts, target, ration, cancellationToken);
        }
        catch (RegistryException fault)
        {
            return PinnedIndex.Unknown($"of which index the digest is cannot be told: {fault.Reason}");
        }
    }

    private static PinnedIndex OfTag(ImageReference pinned, ImageFacts facts, Platform target, ImageFacts now)
    {
        var name = pinned.WithTag(pinned.Tag!);
        if (now is not { Answer: ImageAnswer.Found, Digest: { } digest })
            return PinnedIndex.Unknown($"of which index the digest is cannot be told: there is no {name} any more");
        // That is all that the tag stands for.
        if (digest == pinned.Digest || !now.IsIndex) return PinnedIndex.None;
        if (now.EntryFor(target) is { IsLost: false }) return new(Near(pinned, now, target, facts), null);
        return PinnedIndex.Unknown($"{name} stands for {digest} now, which does not have {target} either");
    }

    private async Task<PinnedIndex> GuessAsync(ImageReference pinned, ImageFacts facts, Platform target, ManifestRation ration, CancellationToken cancellationToken)
    {
        var guesses = Likely(facts, await tags.FindAsync(pinned, cancellationToken), target);
        foreach (var tag in guesses)
        {
            var now = await answers.AskAsync(pinned.WithTag(tag), ration, cancellationToken);
            if (now.Digest == pinned.Digest) return PinnedIndex.None;
            if (!Holds(now, facts)) continue;
            return now.EntryFor(target) is { IsLost: false }
                ? new(Near(pinned.WithTag(tag), now, target, facts), null)
                : PinnedIndex.Unknown($"the digest is one of {pinned.WithTag(tag)}, which does not have {target} either");
        }

        return PinnedIndex.Unknown(guesses.Length == 0
            ? "of which tag the digest is cannot be told: its repository lists no likely one"
            : $"of which tag the digest is cannot be told: it is none of {string.Join(", ", guesses)}");
    }

    // What the image says of its own version, what people take without saying any, and the newest releases.
    private static string[] Likely(ImageFacts facts, IReadOnlyList<string> tags, Platform target)
    {
        var version = facts.Platforms[0].Config?.Labels.GetValueOrDefault(VersionLabel);
        return [.. ((IEnumerable<string>)[version ?? "", $"v{version}", "latest", .. TagLadder.Of("latest", tags, target.Architecture).SelectMany(ladder => ladder.Lines).SelectMany(line => line)])
            .Distinct(StringComparer.Ordinal).Where(tags.ToHashSet(StringComparer.Ordinal).Contains).Take(MostGuesses)];
    }

    private static bool Holds(ImageFacts index, ImageFacts child) => index.IsIndex
        && Images(child).All(image => index.Platforms.Any(entry => entry.Manifest.Digest == image));

    private static IEnumerable<Digest?> Images(ImageFacts pinned) => pinned.IsIndex ? pinned.Platforms.Select(entry => (Digest?)entry.Manifest.Digest) : [pinned.Digest];

    private static NearImage Near(ImageReference tagged, ImageFacts now, Platform target, ImageFacts child) =>
        new(target, tagged.PinnedTo(now.Digest!), now.Digest!, [.. now.Platforms.Where(entry => entry.IsDeclared).Select(entry => entry.Platform).Distinct()])
        {
            IsSame = Holds(now, child),
        };
}

/// <summary>What came of looking for the index of a pinned image.</summary>
/// <param name="Image">The index, pinned, with the tag that stands for it; null where there is none with the platform.</param>
/// <param name="WhyNone">Why it cannot be told; null where it can, and where there is nothing to tell.</param>
internal sealed record PinnedIndex(NearImage? Image, string? WhyNone)
{
    internal static PinnedIndex None { get; } = new(null, null);

    internal static PinnedIndex Unknown(string because) => new(null, because);
}

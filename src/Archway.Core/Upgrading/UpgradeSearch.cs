using System.Globalization;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Resolving;

namespace Archway.Upgrading;

/// <summary>Looks for the image to move to: a repository's tags are listed once, and few of them are asked for.</summary>
/// <param name="answers">What tags stand for.</param>
/// <param name="tagLists">The tags of repositories.</param>
internal sealed class UpgradeSearch(TagAnswers answers, TagLists tagLists)
{
    /// <summary>The nearest image that runs, or why none is named.</summary>
    /// <param name="image">The image that does not run.</param>
    /// <param name="digest">What it stands for; null where it is not there.</param>
    /// <param name="target">The platform.</param>
    /// <param name="hints">What is known of where it may be found.</param>
    /// <param name="ration">What the search may cost.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    internal async Task<NearFound> FindAsync(
        ImageReference image, Digest? digest, Platform target, UpgradeHints hints, ManifestRation ration, CancellationToken cancellationToken)
    {
        if (image.Tag is not { } tag) return NearFound.None;
        try
        {
            var moved = hints.MovedTo is { } home ? await FindAsync(home.WithTag(tag), digest, target, hints, ration, isNew: true, cancellationToken) : NearFound.None;
            return moved.Image is not null || hints.IsGone ? moved : await FindAsync(image.WithTag(tag), digest, target, hints, ration, isNew: false, cancellationToken);
        }
        catch (RegistryException fault)
        {
            return new(null, $"the nearest tag that runs cannot be told: {fault.Reason}");
        }
    }

    private async Task<NearFound> FindAsync(
        ImageReference image, Digest? old, Platform target, UpgradeHints hints, ManifestRation ration, bool isNew, CancellationToken cancellationToken)
    {
        Dictionary<string, NearImage> running = new(StringComparer.Ordinal);
        var asked = 0;
        if (isNew && await RunsAsync(image.Tag!) == true) return new(running[image.Tag!], null);
        var tags = await tagLists.FindAsync(image, cancellationToken);
        var ladders = TagLadder.Of(image.Tag!, tags, target.Architecture);
        string? open = null;
        foreach (var ladder in ladders)
        {
            var likely = ladder.Counterpart(image.Tag!) ?? (hints.Since is { } since ? ladder.FirstFrom(since) : null);
            var found = await new NearestTag(RunsAsync, ration).FindAsync(ladder, likely);
            if (found.Tag is { } tag) return new(running[tag] with { Note = NoteOf(ladder, image.Tag!, tag, open, found.Open) }, null);
            open ??= found.Open;
        }

        var all = ladders.Sum(ladder => ladder.Lines.Sum(line => line.Length));
        return new(null, all == 0
            ? string.Create(CultureInfo.InvariantCulture, $"of the {tags.Count} tags of {image.Name} none is a later one of its flavour")
            : string.Create(CultureInfo.InvariantCulture,
                $"searched {all} later {(all == 1 ? "tag" : "tags")} of its flavour in {image.Name}, asked for {asked}: none runs{(open is null ? "" : $"; {open}")}"));

        async Task<bool?> RunsAsync(string one)
        {
            if (ration.Left == 0) return null;
            asked++;
            var named = image.WithTag(one);
            var facts = await answers.AskAsync(named, ration, cancellationToken);
            if (facts is not { Answer: ImageAnswer.Found, Digest: { } digest }) return null;
            if (facts.EntryFor(target) is not { IsLost: false })
                return facts.Doubt is null && !facts.Platforms.Any(entry => !entry.IsDeclared && target.CanRun(entry.Platform)) ? false : null;
            running[one] = new(target, named, digest, [.. facts.Platforms.Where(entry => entry.IsDeclared).Select(entry => entry.Platform).Distinct()])
            {
                IsSame = old is not null && facts.Platforms.Any(entry => entry.Manifest.Digest == old),
            };
            return true;
        }
    }

    private static string? NoteOf(TagLadder ladder, string old, string tag, params string?[] open)
    {
        var kindred = ladder.IsKindred ? $"its flavour is {FlavourOf(tag)}, since no tag with {FlavourOf(old)} was found to run" : null;
        string[] notes = [.. ((IEnumerable<string?>)[kindred, .. open]).OfType<string>()];
        return notes.Length == 0 ? null : string.Join("; ", notes);
    }

    private static string FlavourOf(string tag) => TagName.Read(tag)?.Flavour is { Length: > 0 } flavour ? flavour : tag;
}

/// <summary>What came of a search.</summary>
/// <param name="Image">The nearest image that runs; null where none was found.</param>
/// <param name="WhyNone">What was searched in vain, or why that could not be; null where there is one.</param>
internal sealed record NearFound(NearImage? Image, string? WhyNone)
{
    internal static NearFound None { get; } = new(null, null);
}

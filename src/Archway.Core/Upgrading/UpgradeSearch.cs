using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Resolving;

namespace Archway.Upgrading;

/// <summary>Looks for the image to move to: a repository's tags are listed once, and few of them are asked for.</summary>
/// <param name="stores">Where images are kept.</param>
/// <param name="tagLists">The tags of repositories.</param>
internal sealed class UpgradeSearch(ImageStores stores, TagLists tagLists)
{
    // With the one for the image itself, eight.
    private const int MostQuestions = 7;

    /// <summary>The nearest image that runs; null when none was found, or its registry gives no answer.</summary>
    /// <param name="image">The image that does not run.</param>
    /// <param name="digest">What it stands for; null where it is not there.</param>
    /// <param name="target">The platform.</param>
    /// <param name="hints">What is known of where it may be found.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    internal async Task<NearImage?> FindAsync(ImageReference image, Digest? digest, Platform target, UpgradeHints hints, CancellationToken cancellationToken)
    {
        if (image.Tag is not { } tag) return null;
        try
        {
            if (hints.MovedTo is { } home && await FindAsync(home.WithTag(tag), tag, digest, target, hints, isNew: true, cancellationToken) is { } moved) return moved;
            return hints.IsGone ? null : await FindAsync(image.WithTag(tag), tag, digest, target, hints, isNew: false, cancellationToken);
        }
        catch (RegistryException)
        {
            // What the image is was told; that nobody says what is near it changes nothing.
            return null;
        }
    }

    private async Task<NearImage?> FindAsync(
        ImageReference image, string tag, Digest? old, Platform target, UpgradeHints hints, bool isNew, CancellationToken cancellationToken)
    {
        Dictionary<string, NearImage> running = new(StringComparer.Ordinal);
        if (isNew && await RunsAsync(tag)) return running[tag];
        var tags = await tagLists.FindAsync(image, cancellationToken);
        var ladder = TagLadder.Of(tag, tags, target.Architecture);
        var likely = hints.Since is { } since ? ladder.FirstFrom(since) : null;
        NearestTag search = new(RunsAsync, MostQuestions - (isNew ? 1 : 0));
        return (ladder.IsByVersion ? await search.FindAsync(ladder, likely) : await search.FirstAsync(ladder)) is { } found ? running[found] : null;

        async Task<bool> RunsAsync(string one)
        {
            var asked = image.WithTag(one);
            var opened = await stores.OpenAsync(ImageSource.Of(asked), cancellationToken);
            var facts = await new Inspection(opened.Repository, [target], inDepth: false, isOnDisk: false).LookAsync(asked.ToString(), one, cancellationToken);
            if (facts is not { Answer: ImageAnswer.Found, Digest: { } digest } || facts.EntryFor(target) is not { IsLost: false }) return false;
            running[one] = new(target, asked, digest, [.. facts.Platforms.Where(entry => entry.IsDeclared).Select(entry => entry.Platform).Distinct()])
            {
                IsSame = old is not null && facts.Platforms.Any(entry => entry.Manifest.Digest == old),
            };
            return true;
        }
    }
}

using System.Collections.Immutable;
using Archway.Judging;
using Archway.Knowing;
using Archway.Oci.References;
using Archway.Resolving;

namespace Archway.Upgrading;

/// <summary>The images to move to, of all those in a scan that do not run.</summary>
/// <param name="catalog">What is known of where they may be found.</param>
/// <param name="search">Looks for one.</param>
/// <param name="searchesAll">Whether each is looked for, whatever it costs.</param>
internal sealed class Upgrades(Catalog catalog, UpgradeSearch search, bool searchesAll)
{
    // A search takes a list of tags and seven manifests at most, and registries count what they are asked.
    private const int MostSearches = 25;
    private const int AtOnce = 16;

    /// <summary>What was found for each image, in their order.</summary>
    /// <param name="images">What was judged of each.</param>
    /// <param name="names">The name of each; null for one that is not looked for.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    internal async Task<NearImages[]> FindAsync(ImmutableArray<ImageJudgement> images, ImageReference?[] names, CancellationToken cancellationToken)
    {
        var found = new NearImages[images.Length];
        Array.Fill(found, NearImages.None);
        int[] blocked = [.. Enumerable.Range(0, found.Length).Where(i => names[i] is { } name && images[i].Targets.Any(target => HintsFor(target, name) is not null))];
        if (blocked.Length > MostSearches && !searchesAll)
        {
            foreach (var i in blocked) found[i] = new([], $"the nearest tag that runs was not looked for, since more than {MostSearches} images do not run; --upgrade looks for each");
            return found;
        }

        ParallelOptions options = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(blocked, options, async (i, stop) => found[i] = new(await FindAsync(images[i], names[i]!, stop), null));
        return found;
    }

    private async Task<ImmutableArray<NearImage>> FindAsync(ImageJudgement image, ImageReference name, CancellationToken cancellationToken)
    {
        var near = ImmutableArray.CreateBuilder<NearImage>();
        foreach (var target in image.Targets)
            if (HintsFor(target, name) is { } hints && await search.FindAsync(name, target.Platform, hints, cancellationToken) is { } found) near.Add(found);
        return near.ToImmutable();
    }

    /// <summary>Where to look for an image that runs; null where there is no need, or nothing to go by.</summary>
    private UpgradeHints? HintsFor(TargetJudgement target, ImageReference image)
    {
        if (image.Tag is null || target is not { IsFromCatalog: false, Status: ImageStatus.Blocked or ImageStatus.Missing }) return null;
        var known = catalog.Ask(image, target.Platform);
        var movedTo = known.MovedTo is { } home && ImageReference.Read(home) is { Value: { } repository } ? repository : null;
        // A tag that is missing where it was looked for may be found in its new home, and nowhere else.
        return target.Status == ImageStatus.Missing && movedTo is null ? null : new(movedTo, known.NeededVersion ?? known.Since, target.Status == ImageStatus.Missing);
    }
}

/// <summary>What was found for one image.</summary>
/// <param name="Images">The nearest images, one a platform at most.</param>
/// <param name="WhyNone">Why none was looked for; null where that was done, or there is no need.</param>
internal sealed record NearImages(ImmutableArray<NearImage> Images, string? WhyNone)
{
    internal static NearImages None { get; } = new([], null);
}

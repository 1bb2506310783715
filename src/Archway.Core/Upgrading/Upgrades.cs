using System.Collections.Immutable;
using Archway.Judging;
using Archway.Knowing;
using Archway.Oci.References;
using Archway.Resolving;

namespace Archway.Upgrading;

/// <summary>The images to move to, of all those in a scan that do not run.</summary>
/// <param name="catalog">What is known of where they may be found.</param>
/// <param name="search">Looks for one.</param>
/// <param name="pins">Looks for the index of one that is pinned.</param>
/// <param name="reach">Which are looked for.</param>
internal sealed class Upgrades(Catalog catalog, UpgradeSearch search, PinSearch pins, UpgradeReach reach)
{
    // All that is asked for one image's sake, the image itself with it. Registries count what they are asked.
    private const int MostManifests = 8;

    // A search takes a list of tags and what is left of those, a tag that is written beside a digest one.
    private const int MostSearches = 25;
    private const int MostPins = 100;
    private const int AtOnce = 16;

    /// <summary>What was found for each image, in their order.</summary>
    /// <param name="images">What was judged of each.</param>
    /// <param name="names">The name of each; null for one that is not looked for.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    internal async Task<NearImages[]> FindAsync(ImmutableArray<ImageJudgement> images, ImageReference?[] names, CancellationToken cancellationToken)
    {
        var found = new NearImages[images.Length];
        Array.Fill(found, NearImages.None);
        int[] blocked = [.. Enumerable.Range(0, found.Length).Where(i => names[i] is not null && images[i].Targets.Any(IsBlocked))];
        if (blocked.Length == 0) return found;
        var rations = Array.ConvertAll(blocked, i => new KeyValuePair<int, ManifestRation>(i, new(Math.Max(0, MostManifests - images[i].Facts.Requests)))).ToDictionary();
        int[] pinned = Array.FindAll(blocked, i => PinSearch.IsPin(names[i]!, images[i].Facts));
        // Without a tag beside it a digest takes a search as well.
        await FindIndexesAsync(Array.FindAll(pinned, i => names[i]!.Tag is not null), MostPins);
        await FindIndexesAsync(Array.FindAll(pinned, i => names[i]!.Tag is null), MostSearches);
        if (reach == UpgradeReach.Pins) return found;
        int[] others = Array.FindAll(blocked, i => found[i].Images.IsEmpty && images[i].Targets.Any(target => HintsFor(target, names[i]!) is not null));
        await EachAsync(others, MostSearches, "the nearest tag that runs was not looked for", found,
            async i =>
            {
                var near = await FindNearAsync(images[i], names[i]!, rations[i], cancellationToken);
                return near with { WhyNone = found[i].WhyNone ?? near.WhyNone };
            },
            cancellationToken);
        return found;

        Task FindIndexesAsync(int[] which, int most) => EachAsync(which, most, "of which index the digest is was not looked for", found,
            i => FindIndexAsync(images[i], names[i]!, rations[i], cancellationToken), cancellationToken);
    }

    private async Task EachAsync(int[] which, int most, string otherwise, NearImages[] found, Func<int, Task<NearImages>> find, CancellationToken cancellationToken)
    {
        if (which.Length == 0) return;
        if (which.Length > most && reach == UpgradeReach.Few)
        {
            foreach (var i in which) found[i] = new([], $"{otherwise}, since more than {most} such images do not run; --upgrade looks for each");
            return;
        }

        ParallelOptions options = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(which, options, async (i, _) => found[i] = await find(i));
    }

    private async Task<NearImages> FindIndexAsync(ImageJudgement image, ImageReference name, ManifestRation ration, CancellationToken cancellationToken)
    {
        var near = ImmutableArray.CreateBuilder<NearImage>();
        string? why = null;
        foreach (var target in image.Targets.Where(IsBlocked))
        {
            var index = await pins.FindAsync(name, image.Facts, target.Platform, ration, cancellationToken);
            if (index.Image is { } found) near.Add(found);
            why ??= index.WhyNone;
        }

        return new(near.ToImmutable(), near.Count > 0 ? null : why);
    }

    private async Task<NearImages> FindNearAsync(ImageJudgement image, ImageReference name, ManifestRation ration, CancellationToken cancellationToken)
    {
        var near = ImmutableArray.CreateBuilder<NearImage>();
        string? why = null;
        foreach (var target in image.Targets)
        {
            if (HintsFor(target, name) is not { } hints) continue;
            var found = await search.FindAsync(name, image.Facts.Digest, target.Platform, hints, ration, cancellationToken);
            if (found.Image is { } one) near.Add(one);
            why ??= found.WhyNone;
        }

        return new(near.ToImmutable(), near.Count > 0 ? null : why);
    }

    /// <summary>Whether an image that runs is looked for in its place.</summary>
    internal static bool IsBlocked(TargetJudgement target) => target is { IsFromCatalog: false, Status: ImageStatus.Blocked or ImageStatus.Missing };

    /// <summary>Where to look for an image that runs; null where there is no need, or nothing to go by.</summary>
    private UpgradeHints? HintsFor(TargetJudgement target, ImageReference image)
    {
        if (image.Tag is null || !IsBlocked(target)) return null;
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

using System.Collections.Immutable;
using Archway.Oci.Content;
using Archway.Oci.Platforms;

namespace Archway.Resolving;

/// <summary>A look behind the indexes of a run at the two entries that tell most when compared, where that costs few requests.</summary>
/// <param name="stores">Where the images are kept.</param>
/// <param name="wanted">The platforms asked about.</param>
/// <param name="isAskedFor">Whether the user wants what images hold to be read, whatever it costs.</param>
/// <param name="closely">The images that are looked behind however many others there are, and whoever counts.</param>
internal sealed class BehindIndexes(ImageStores stores, ImmutableArray<Platform> wanted, bool isAskedFor, ImmutableHashSet<string> closely)
{
    // A hundred requests at most on top of a scan's own: each image read costs its manifest and its config.
    private const int MostIndexes = 25;
    private const int MostRead = 2;

    /// <summary>The facts of each image with what stands behind its entries, or with why its index was taken at its word.</summary>
    internal async Task<ImageFacts[]> LookAsync(AnsweredImage[] answered, CancellationToken cancellationToken)
    {
        var isTooMany = !isAskedFor && answered.Count(one => one is { Source.Reference: not null, Facts.IsIndex: true }) > MostIndexes;
        return await Task.WhenAll(answered.Select(one => LookAsync(one, isTooMany, cancellationToken)));
    }

    private Task<ImageFacts> LookAsync(AnsweredImage answered, bool isTooMany, CancellationToken cancellationToken)
    {
        if (answered is not { Asked: { } asked, Source.Reference: { } reference, Facts: { IsIndex: true } facts }) return Task.FromResult(answered.Facts);
        if (ToRead(facts) is not { Length: > 0 } entries) return Task.FromResult(facts);
        if (closely.Contains(facts.Image)) return ReadAsync(asked, facts, entries, cancellationToken);
        if (isTooMany) return Task.FromResult(facts with { TakenAtItsWord = $"a scan looks behind {MostIndexes} at most" });
        return !isAskedFor && stores.CountingHost(reference.Registry, facts.Mirror) is { } host
            ? Task.FromResult(facts with { TakenAtItsWord = $"{host} counts requests" })
            : ReadAsync(asked, facts, entries, cancellationToken);
    }

    // Of several platforms the first ones decide, since most ask for amd64 and arm64, which are each other's sibling.
    private Digest[] ToRead(ImageFacts facts) =>
    [
        .. wanted.Select(target => ChosenEntry.Of(facts, target)).OfType<ChosenEntry>()
            .SelectMany(chosen => new[] { chosen.Entry, chosen.Sibling }).OfType<PlatformFacts>()
            .DistinctBy(entry => entry.Manifest.Digest).Take(MostRead).Where(entry => entry.Config is null).Select(entry => entry.Manifest.Digest),
    ];

    private static async Task<ImageFacts> ReadAsync(AskedImage asked, ImageFacts facts, Digest[] digests, CancellationToken cancellationToken)
    {
        EntryImages images = new(asked.Repository);
        var read = await Task.WhenAll(digests.Select(digest =>
            images.ReadAsync(facts.Platforms.First(entry => entry.Manifest.Digest == digest), cancellationToken)));
        var byDigest = read.ToDictionary(entry => entry.Manifest.Digest);
        var problem = read.FirstOrDefault(entry => entry is { Problem: not null, IsLost: false })?.Problem;
        return facts with
        {
            // One manifest may stand under several platforms.
            Platforms =
            [
                .. facts.Platforms.Select(listed => listed.IsDeclared && byDigest.TryGetValue(listed.Manifest.Digest, out var seen)
                    ? listed with { IsLost = seen.IsLost, Problem = seen.Problem, Layers = seen.Layers, Config = seen.Config }
                    : listed),
            ],
            TakenAtItsWord = problem is not null && asked.AsOf is not null ? "the cache lacks what stands behind it" : problem,
        };
    }
}

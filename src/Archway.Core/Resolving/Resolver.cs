using System.Collections.Immutable;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Resolving.Caching;
using Archway.Verifying;

namespace Archway.Resolving;

/// <summary>Asks for images: each once, many at a time, and a store that gives no answer hinders no other.</summary>
/// <param name="stores">Where images are kept.</param>
/// <param name="time">The clock that evidence is dated by.</param>
public sealed class Resolver(ImageStores stores, TimeProvider time)
{
    // Each host bounds its own share; this bounds what waits.
    private const int AtOnce = 64;

    /// <summary>The facts of every image, in the order given.</summary>
    /// <param name="images">Distinct images.</param>
    /// <param name="wanted">The platforms asked about.</param>
    /// <param name="inDepth">
    /// Whether to read every platform's manifest and config, which costs two requests each; else two platforms' are where images are few.
    /// </param>
    /// <param name="contents">How much is read of what they hold; null for nothing.</param>
    /// <param name="progress">Told each image that is done.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<ImmutableArray<ImageFacts>> ResolveAsync(
        IReadOnlyList<ImageSource> images, ImmutableArray<Platform> wanted, bool inDepth, ContentWish? contents, IProgress<ImageFacts>? progress,
        CancellationToken cancellationToken)
    {
        using var reader = contents is null ? null : new ContentReader(contents.Extent, contents.Progress);
        var answered = new AnsweredImage[images.Count];
        stores.Expect(images);
        ParallelOptions options = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, images.Count, options, async (i, stop) =>
        {
            answered[i] = await AskAsync(images[i], wanted, inDepth, reader, stop);
            progress?.Report(answered[i].Facts);
        });
        IEnumerable<ImageFacts> facts = inDepth || !answered.Any(one => one.Facts.IsIndex)
            ? answered.Select(one => one.Facts)
            : await new BehindIndexes(stores, wanted, isAskedFor: contents is not null, ReadClosely).LookAsync(answered, cancellationToken);
        return [.. facts.Select((told, i) => told with { Requests = answered[i].Asked?.Ration.Spent ?? 0 })];
    }

    // Beyond what is read of a scan's first images; each costs two manifests and two configs.
    private const int MostClosely = 10;

    private ImmutableHashSet<string> ReadClosely { get; init; } = [];

    /// <summary>The same, which reads behind the indexes of these images, or the first of them, also where others are taken at their word.</summary>
    /// <param name="images">Images whose config decides more than whether they run, as those that are to have a GPU.</param>
    internal Resolver Closely(IEnumerable<string> images) => new(stores, time) { ReadClosely = [.. images.Distinct().Take(MostClosely)] };

    /// <summary>The facts of one image, whose index, if it has one, is taken at its word: one request, or two for a single manifest.</summary>
    /// <param name="image">The image.</param>
    /// <param name="wanted">The platforms asked about.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<ImageFacts> AskAsync(ImageSource image, ImmutableArray<Platform> wanted, CancellationToken cancellationToken) =>
        (await AskAsync(image, wanted, inDepth: false, reader: null, cancellationToken)).Facts;

    /// <summary>The facts of an image that is nowhere yet, as of one that is published.</summary>
    /// <param name="name">How it will be named.</param>
    /// <param name="repository">What it will be made of.</param>
    /// <param name="wanted">The platforms asked about.</param>
    /// <param name="contents">How much is read of what it holds; null for nothing.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    internal static async Task<ImageFacts> LookAsync(
        string name, IRepository repository, ImmutableArray<Platform> wanted, ContentWish? contents, CancellationToken cancellationToken)
    {
        var facts = await new Inspection(repository, wanted, inDepth: true, isOnDisk: false).LookAsync(name, null, cancellationToken) with { IsPlanned = true };
        if (contents is null) return facts;
        using ContentReader reader = new(contents.Extent, contents.Progress);
        return await new ContentLook(reader, new(repository, null, new LayerShelf("", null), new ManifestRation())).LookAsync(facts, wanted, cancellationToken);
    }

    /// <summary>Where images are kept.</summary>
    internal ImageStores Stores => stores;

    private async Task<AnsweredImage> AskAsync(
        ImageSource image, ImmutableArray<Platform> wanted, bool inDepth, ContentReader? reader, CancellationToken cancellationToken)
    {
        AskedImage? opened = null;
        try
        {
            opened = await stores.OpenAsync(image, new(), cancellationToken);
            var isOnDisk = image.Reference is null;
            var facts = await new Inspection(opened.Repository, wanted, inDepth || isOnDisk, isOnDisk)
                .LookAsync(image.ToString(), opened.Selector, cancellationToken);
            var keptSince = (opened.Repository as CachedRepository)?.KeptSince;
            if (reader is not null) facts = await new ContentLook(reader, opened).LookAsync(facts, wanted, cancellationToken);
            return new(image, opened, facts with { AsOf = opened.AsOf, Evidence = [EvidenceOf(image, facts, opened.AsOf ?? keptSince)] });
        }
        catch (RegistryException fault)
        {
            return new(image, opened, new() { Image = image.ToString(), Answer = new ImageAnswer.None(fault.Reason) });
        }
    }

    private Evidence EvidenceOf(ImageSource image, ImageFacts facts, DateTimeOffset? asOf)
    {
        var answer = facts.Digest is null ? "no such image" : $"{facts.MediaType} {facts.Digest}";
        var who = facts.Mirror is not { } mirror ? image.Reference?.Registry : $"{mirror}, a mirror of {image.Reference?.Registry},";
        return image.Reference is not null
            ? new(asOf is null ? EvidenceSource.Registry : EvidenceSource.Cache,
                $"{who} answered {answer} at {asOf ?? time.GetUtcNow():s}Z")
            : new(EvidenceSource.Layout, $"{image.Path} holds {answer}");
    }
}

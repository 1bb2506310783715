using Archway.Oci.Layouts;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Resolving.Caching;

namespace Archway.Resolving;

/// <summary>Where images are asked from: registries, with a cache before them if there is one, layout folders and archives.</summary>
/// <param name="registries">The registries.</param>
/// <param name="cache">What registries served before; null when nothing is kept.</param>
/// <param name="offline">Whether registries may not be asked: then the cache answers as of when it last was.</param>
/// <param name="time">The clock.</param>
public sealed class ImageStores(RegistryClient registries, ManifestCache? cache, bool offline, TimeProvider time)
{
    private readonly ImageSources _sources = new(registries, time);

    /// <summary>Takes the logins of a Docker configuration for one repository alone.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal void Give(ImageReference reference, string source, ReadOnlyMemory<byte> configuration) => registries.Give(reference, source, configuration);

    /// <summary>Hears which images will be opened.</summary>
    internal void Expect(IEnumerable<ImageSource> sources)
    {
        if (offline) return;
        foreach (var reference in sources.Select(source => source.Reference).OfType<ImageReference>()) registries.Expect(reference);
    }

    /// <summary>The host that counts the requests of this run, of those that answer for a registry; null where none is known to.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="mirror">The mirror that answered in its place; null when it answered itself.</param>
    internal string? CountingHost(string registry, string? mirror) => registries.Allowances.Select(allowance => allowance.Registry)
        .FirstOrDefault(host => host == registry || mirror == host || mirror?.StartsWith(host + "/", StringComparison.Ordinal) == true);

    /// <summary>The tags of a repository; none where there is no such repository.</summary>
    /// <exception cref="RegistryException">No registry may be asked, or it gave no usable answer.</exception>
    internal async Task<IReadOnlyList<string>> FindTagsAsync(ImageReference reference, CancellationToken cancellationToken) => offline
        ? throw new RegistryException(RegistryFault.Unreachable, "no registry was asked: --offline")
        : (await registries.FindTagsAsync(reference, cancellationToken))?.Tags ?? [];

    /// <summary>The repository that keeps an image, and what selects the image there.</summary>
    /// <param name="source">The image.</param>
    /// <param name="ration">How many manifests its registry may be asked for.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="RegistryException">There is no such folder or archive, or no registry may be asked.</exception>
    internal async Task<AskedImage> OpenAsync(ImageSource source, ManifestRation ration, CancellationToken cancellationToken)
    {
        if (source.Reference is { } kept && offline)
            return await FindKeptAsync(kept, ration, cancellationToken) ?? throw new RegistryException(RegistryFault.Unreachable, "no registry was asked: --offline");
        var opened = await _sources.OpenAsync(source, cancellationToken);
        if (source.Reference is not { } reference) return new(opened.Repository, opened.Selector, LayersOf(source), ration);
        RationedRepository repository = new(opened.Repository, ration);
        return await FindShelfAsync(reference, cancellationToken) is { } shelf
            ? new(new CachedRepository(repository, reference.Name, shelf, time), opened.Selector, shelf.Layers, ration)
            : new(repository, opened.Selector, LayersOf(source), ration);
    }

    // What lies on this machine is for whoever can read it there, and asks by a digest that stands beside it.
    private LayerShelf LayersOf(ImageSource source) =>
        source.Reference is { } reference ? new(reference.Registry, null) : cache?.ShelfFor("", null).Layers ?? new("", null);

    private async Task<AskedImage?> FindKeptAsync(ImageReference reference, ManifestRation ration, CancellationToken cancellationToken)
    {
        if (cache is null) return null;
        // Where all that is kept was imported, no credential is looked for, and no helper is run that may want a network.
        CacheShelf[] shelves = cache.WasEverFilled && await FindShelfAsync(reference, cancellationToken) is { } own ? [own, cache.Imported] : [cache.Imported];
        var (shelf, seen) = shelves
            .Select(one => (Shelf: one, Seen: one.Find(reference.Name, reference.Selector)))
            .MaxBy(one => one.Seen?.Seen ?? DateTimeOffset.MinValue);
        return seen is null ? null : new(new KeptRepository(seen, shelf), reference.Selector, shelf.Layers, ration, seen.Seen);
    }

    private async Task<CacheShelf?> FindShelfAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        if (cache is null) return null;
        // What a mirror served to its credential is not for another's eyes either.
        var credentials = await registries.FindCredentialsAsync(reference, cancellationToken);
        return cache.ShelfFor(reference.Registry,
            credentials.Count == 0 ? null : string.Join('\0', credentials.Select(credential => $"{credential.Username}\0{credential.Secret}")));
    }
}

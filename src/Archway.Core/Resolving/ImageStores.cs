using Archway.Oci.Layouts;
using Archway.Oci.References;
using Archway.Oci.Registries;

namespace Archway.Resolving;

/// <summary>Where images are asked from: registries, with a cache before them if there is one, layout folders and archives.</summary>
/// <param name="registries">The registries.</param>
/// <param name="cache">What registries served before; null when nothing is kept.</param>
/// <param name="offline">Whether registries may not be asked.</param>
/// <param name="time">The clock.</param>
public sealed class ImageStores(RegistryClient registries, ManifestCache? cache, bool offline, TimeProvider time)
{
    private readonly ImageSources _sources = new(registries, time);

    /// <summary>The repository that keeps an image, and what selects the image there.</summary>
    /// <exception cref="RegistryException">There is no such folder or archive, or no registry may be asked.</exception>
    internal async Task<OpenedImage> OpenAsync(ImageSource source, CancellationToken cancellationToken)
    {
        if (source.Reference is null) return await _sources.OpenAsync(source, cancellationToken);
        if (offline) throw new RegistryException(RegistryFault.Unreachable, "no registry was asked: --offline");
        var opened = await _sources.OpenAsync(source, cancellationToken);
        if (cache is null) return opened;
        var credential = await registries.FindCredentialAsync(source.Reference, cancellationToken);
        var shelf = cache.ShelfFor(source.Reference.Registry, credential is null ? null : $"{credential.Username}\0{credential.Secret}");
        return opened with { Repository = new CachedRepository(opened.Repository, source.Reference.Repository, shelf) };
    }
}

using Archway.Oci.References;
using Archway.Oci.Registries;

namespace Archway.Resolving;

/// <summary>Where images are asked from: registries, with a cache before them if there is one, layout folders and archives.</summary>
/// <param name="registries">The registries; null when none may be asked.</param>
/// <param name="cache">What registries served before; null when nothing is kept.</param>
public sealed class ImageStores(RegistryClient? registries, ManifestCache? cache)
{
    /// <summary>The repository that keeps an image, and what selects the image there; null selects the only one.</summary>
    /// <exception cref="RegistryException">There is no such folder or archive, or no registry may be asked.</exception>
    public async Task<(IRepository Repository, string? Selector)> OpenAsync(ImageSource source, CancellationToken cancellationToken)
    {
        if (source.Reference is not { } reference) return Layouts.Open(source);
        if (registries is null) throw new RegistryException(RegistryFault.Unreachable, "no registry was asked: --offline");
        var repository = registries.Open(reference);
        if (cache is null) return (repository, reference.Selector);
        var credential = await registries.FindCredentialAsync(reference, cancellationToken);
        var shelf = cache.ShelfFor(reference.Registry, credential is null ? null : $"{credential.Username}\0{credential.Secret}");
        return (new CachedRepository(repository, reference.Repository, shelf), reference.Selector);
    }
}

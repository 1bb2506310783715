using Archway.Oci.References;
using Archway.Oci.Registries;

namespace Archway.Resolving;

/// <summary>The places images are asked from: registries with or without a cache before them, layouts, archives.</summary>
public interface IImageStores
{
    /// <summary>The repository that keeps an image, and what selects the image there; null selects the only one.</summary>
    /// <exception cref="RegistryException">There is no such folder or archive, or a credential could not be had.</exception>
    Task<(IRepository Repository, string? Selector)> OpenAsync(ImageSource image, CancellationToken cancellationToken);
}

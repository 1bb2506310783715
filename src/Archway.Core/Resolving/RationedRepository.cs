using Archway.Oci.Content;
using Archway.Oci.Registries;

namespace Archway.Resolving;

/// <summary>A repository of a registry that is asked for so many manifests and no more; a question for a digest alone counts as one.</summary>
/// <param name="inner">The repository.</param>
/// <param name="ration">How many.</param>
internal sealed class RationedRepository(IRepository inner, ManifestRation ration) : IRepository
{
    public string? Mirror => inner.Mirror;

    public Task<Manifest?> FindManifestAsync(string? selector, CancellationToken cancellationToken)
    {
        Spend();
        return inner.FindManifestAsync(selector, cancellationToken);
    }

    public Task<Digest?> FindDigestAsync(string selector, CancellationToken cancellationToken)
    {
        Spend();
        return inner.FindDigestAsync(selector, cancellationToken);
    }

    public Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor blob, int limit, CancellationToken cancellationToken) =>
        inner.ReadBlobAsync(blob, limit, cancellationToken);

    public Task<Stream> OpenBlobAsync(Descriptor blob, CancellationToken cancellationToken) => inner.OpenBlobAsync(blob, cancellationToken);

    private void Spend()
    {
        if (!ration.TrySpend()) throw new RegistryException(RegistryFault.RateLimited, "as many manifests were asked for as may be for one image");
    }
}

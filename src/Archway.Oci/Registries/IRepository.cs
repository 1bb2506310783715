using Archway.Oci.Content;

namespace Archway.Oci.Registries;

/// <summary>Anything that stores images under one name: a repository of a registry over HTTP, a layout folder, an archive.</summary>
/// <remarks>Every method throws <see cref="RegistryException"/> when the store gives no usable answer; content is checked against its digest.</remarks>
public interface IRepository
{
    /// <summary>The mirror that answered last in the registry's place; null when the registry itself did, or there is none.</summary>
    string? Mirror => null;

    /// <summary>The manifest that a tag or a digest selects, or null when the store says there is none.</summary>
    /// <param name="selector">A tag or a digest; null means the only or the default one.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="RegistryException">The store gave no usable answer.</exception>
    Task<Manifest?> FindManifestAsync(string? selector, CancellationToken cancellationToken);

    /// <summary>The digest of the manifest that a tag or a digest selects, asked as cheaply as can be; null when the store says there is none.</summary>
    /// <exception cref="RegistryException">The store gave no usable answer.</exception>
    Task<Digest?> FindDigestAsync(string selector, CancellationToken cancellationToken);

    /// <summary>A small blob, such as a config, as a whole.</summary>
    /// <param name="blob">Which one.</param>
    /// <param name="limit">How many bytes it may have at most.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="RegistryException">The store gave no usable answer, or the blob is larger.</exception>
    Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor blob, int limit, CancellationToken cancellationToken);

    /// <summary>A blob of any size as a stream, which throws <see cref="RegistryException"/> at its end when size or digest were wrong.</summary>
    /// <exception cref="RegistryException">The store gave no usable answer.</exception>
    Task<Stream> OpenBlobAsync(Descriptor blob, CancellationToken cancellationToken);

    /// <summary>What is left of a blob from an offset on, whose digest nobody checks but who keeps the whole.</summary>
    /// <exception cref="RegistryException">The store gave no usable answer.</exception>
    async Task<Stream> OpenBlobAsync(Descriptor blob, long offset, CancellationToken cancellationToken)
    {
        var content = await OpenBlobAsync(blob, cancellationToken).ConfigureAwait(false);
        await SkippedBytes.PassAsync(content, offset, cancellationToken).ConfigureAwait(false);
        return content;
    }

    /// <summary>The manifests that say they are about <paramref name="subject"/>: signatures, attestations, bills of materials.</summary>
    /// <remarks>
    /// A store without an interface for it keeps them in an index under a tag of the subject's name.
    /// <see href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers"/>
    /// </remarks>
    /// <exception cref="RegistryException">The store gave no usable answer.</exception>
    Task<IReadOnlyList<Descriptor>> FindReferrersAsync(Digest subject, CancellationToken cancellationToken) =>
        ReferrersTag.ReadAsync(this, subject, cancellationToken);
}

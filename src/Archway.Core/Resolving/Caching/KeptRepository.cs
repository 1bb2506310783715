using Archway.Oci.Content;
using Archway.Oci.Registries;

namespace Archway.Resolving.Caching;

/// <summary>A repository as it was when it was last asked: what is not kept of it is not known, and never absent.</summary>
/// <param name="seen">What the name asked for stood for then.</param>
/// <param name="shelf">What is kept.</param>
internal sealed class KeptRepository(Observation seen, CacheShelf shelf) : IRepository
{
    public Task<Manifest?> FindManifestAsync(string? selector, CancellationToken cancellationToken)
    {
        var digest = Digest.Read(selector).Value ?? seen.Digest;
        return Task.FromResult<Manifest?>(CachedRepository.FindKept(shelf, digest) ?? throw NotKept(digest));
    }

    public Task<Digest?> FindDigestAsync(string selector, CancellationToken cancellationToken) =>
        Task.FromResult<Digest?>(Digest.Read(selector).Value ?? seen.Digest);

    public Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor blob, int limit, CancellationToken cancellationToken) =>
        shelf.FindContent(blob.Digest) is { } kept && kept.Length <= limit ? Task.FromResult<ReadOnlyMemory<byte>>(kept) : throw NotKept(blob.Digest);

    public Task<Stream> OpenBlobAsync(Descriptor blob, CancellationToken cancellationToken) => throw NotKept(blob.Digest);

    private static RegistryException NotKept(Digest digest) => new(RegistryFault.Unreachable, $"no registry was asked: --offline; the cache lacks {digest}");
}

using Archway.Oci.Content;
using Archway.Oci.Registries;

namespace Archway.Resolving;

/// <summary>A repository with a cache before it: known content is not fetched again, and a known tag costs one HEAD.</summary>
/// <param name="inner">The repository.</param>
/// <param name="name">The repository's path in its registry.</param>
/// <param name="shelf">What was served before.</param>
internal sealed class CachedRepository(IRepository inner, string name, ManifestCache.Shelf shelf) : IRepository
{
    public async Task<Manifest?> FindManifestAsync(string? selector, CancellationToken cancellationToken)
    {
        if (Digest.Read(selector).TryGetValue(out var digest))
        {
            if (FindKept(digest) is { } kept) return kept;
        }
        else if (selector is not null && shelf.FindTag(name, selector) is { } last && FindKept(last) is { } kept)
        {
            // The registry alone knows where a tag points now.
            var now = await inner.FindDigestAsync(selector, cancellationToken);
            if (now is null) return null;
            if (now == last) return kept;
        }

        var manifest = await inner.FindManifestAsync(selector, cancellationToken);
        if (manifest is not null) Keep(selector, manifest);
        return manifest;
    }

    public Task<Digest?> FindDigestAsync(string selector, CancellationToken cancellationToken) => inner.FindDigestAsync(selector, cancellationToken);

    public async Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor blob, int limit, CancellationToken cancellationToken)
    {
        if (shelf.FindContent(blob.Digest) is { } kept && kept.Length <= limit) return kept;
        var content = await inner.ReadBlobAsync(blob, limit, cancellationToken);
        shelf.KeepContent(blob.Digest, content);
        return content;
    }

    public Task<Stream> OpenBlobAsync(Descriptor blob, CancellationToken cancellationToken) => inner.OpenBlobAsync(blob, cancellationToken);

    private Manifest? FindKept(Digest digest)
    {
        try
        {
            return shelf.FindContent(digest) is { } content ? Manifest.Read(null, content) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private void Keep(string? selector, Manifest manifest)
    {
        // A schema 1 manifest's digest is not that of its bytes, so it could not be checked when read again.
        if (manifest is SchemaOneManifest) return;
        shelf.KeepContent(manifest.Self.Digest, manifest.Raw);
        if (selector is not null && Digest.Read(selector).Value is null) shelf.KeepTag(name, selector, manifest.Self.Digest);
    }
}

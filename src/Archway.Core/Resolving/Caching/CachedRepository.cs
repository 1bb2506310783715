using Archway.Oci.Content;
using Archway.Oci.Registries;

namespace Archway.Resolving.Caching;

/// <summary>A repository with a cache before it: known content is not fetched again, and a known tag costs one HEAD.</summary>
/// <param name="inner">The repository.</param>
/// <param name="name">The repository with its registry.</param>
/// <param name="shelf">What was served before.</param>
/// <param name="time">The clock that answers are dated by.</param>
internal sealed class CachedRepository(IRepository inner, string name, CacheShelf shelf, TimeProvider time) : IRepository
{
    private bool _wasAsked;

    public string? Mirror => inner.Mirror;

    /// <summary>When the registry gave what the first question was answered with, where that was kept and nobody was asked; null where somebody was.</summary>
    internal DateTimeOffset? KeptSince { get; private set; }

    public async Task<Manifest?> FindManifestAsync(string? selector, CancellationToken cancellationToken)
    {
        if (selector is not null && shelf.Find(name, selector) is { } last && FindKept(shelf, last.Digest) is { } kept)
        {
            if (Digest.Read(selector).Value is not null)
            {
                if (!_wasAsked) KeptSince ??= last.Seen;
                return kept;
            }

            _wasAsked = true;
            // The registry alone knows where a tag points now.
            var now = await inner.FindDigestAsync(selector, cancellationToken);
            if (now is null) return null;
            if (now == last.Digest)
            {
                shelf.Keep(name, selector, now, time.GetUtcNow());
                return kept;
            }
        }

        _wasAsked = true;
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

    /// <summary>A manifest that a shelf keeps; null when it does not, or has no readable one.</summary>
    internal static Manifest? FindKept(CacheShelf shelf, Digest digest)
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
        var (digest, now) = (manifest.Self.Digest, time.GetUtcNow());
        shelf.KeepContent(digest, manifest.Raw);
        // What a tag stands for is there under its digest as well.
        shelf.Keep(name, digest.ToString(), digest, now);
        if (selector is not null && Digest.Read(selector).Value is null) shelf.Keep(name, selector, digest, now);
    }
}

using System.Collections.Immutable;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Oci.Registries;

namespace Archway.Assembling;

/// <summary>An index that is not published yet, which can be read and judged as if it were.</summary>
public sealed class PlannedIndex : IRepository
{
    private readonly Dictionary<Digest, IRepository> _places = [];

    internal PlannedIndex(IndexRequest request, Manifest index, ImmutableArray<IndexEntry> entries, Digest? before)
    {
        (Request, Index, Entries, Before) = (request, index, entries, before);
        foreach (var entry in entries)
        {
            _places.TryAdd(entry.Descriptor.Digest, entry.Repository);
            if (entry.Manifest is not ImageManifest image) continue;
            foreach (var blob in image.Layers.Append(image.Config)) _places.TryAdd(blob.Digest, entry.Repository);
        }
    }

    /// <summary>What it was made for.</summary>
    public IndexRequest Request { get; }

    /// <summary>The index as it will be.</summary>
    public Manifest Index { get; }

    /// <summary>The digest of the index that it takes the place of; null for a new one.</summary>
    public Digest? Before { get; }

    /// <summary>The platforms whose images were taken in, and so have to be checked.</summary>
    public ImmutableArray<Platform> Added =>
        [.. Entries.Where(entry => Request.Images.Contains(entry.Origin)).Select(entry => entry.Platform).OfType<Platform>().Distinct()];

    /// <summary>What is to be known of it before it is published, a sentence each.</summary>
    public ImmutableArray<string> Remarks { get; internal init; } = [];

    internal ImmutableArray<IndexEntry> Entries { get; }

    /// <summary>What the index before had and this one has not.</summary>
    internal ImmutableArray<Digest> Gone { get; init; } = [];

    /// <inheritdoc/>
    public Task<Manifest?> FindManifestAsync(string? selector, CancellationToken cancellationToken)
    {
        if (selector is null || selector == Index.Self.Digest.ToString()) return Task.FromResult<Manifest?>(Index);
        return Entries.FirstOrDefault(entry => entry.Descriptor.Digest.ToString() == selector) switch
        {
            { Manifest: { } manifest } => Task.FromResult<Manifest?>(manifest),
            { } entry => entry.Repository.FindManifestAsync(selector, cancellationToken),
            null => Task.FromResult<Manifest?>(null),
        };
    }

    /// <inheritdoc/>
    public async Task<Digest?> FindDigestAsync(string selector, CancellationToken cancellationToken) =>
        (await FindManifestAsync(selector, cancellationToken))?.Self.Digest;

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor blob, int limit, CancellationToken cancellationToken) =>
        PlaceOf(blob).ReadBlobAsync(blob, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<Stream> OpenBlobAsync(Descriptor blob, CancellationToken cancellationToken) => PlaceOf(blob).OpenBlobAsync(blob, cancellationToken);

    // What was there before was not read; it is where the index is.
    private IRepository PlaceOf(Descriptor blob) => _places.TryGetValue(blob.Digest, out var place)
        ? place
        : Entries.FirstOrDefault(entry => entry.Manifest is null)?.Repository
            ?? throw new RegistryException(RegistryFault.Malformed, $"no image of the index has {blob.Digest}");
}

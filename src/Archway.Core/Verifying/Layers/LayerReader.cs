using Archway.Oci.Content;
using Archway.Oci.Registries;

namespace Archway.Verifying.Layers;

/// <summary>Reads layers, each once: fetched, checked, unpacked and walked at the same time.</summary>
/// <remarks>
/// Fetching with the blob's digest, unpacking with the walk, and the digest of what was unpacked run beside each other, and layers may be read beside each
/// other too; each holds under three megabytes, and what a frame of zstd wants kept.
/// </remarks>
internal static class LayerReader
{
    /// <summary>Walks a layer's tar.</summary>
    /// <param name="repository">Where the layer lies.</param>
    /// <param name="layer">Which one.</param>
    /// <param name="diffId">What it unpacks to, as the image's config says; null where that says nothing.</param>
    /// <param name="bounds">How much of it is read.</param>
    /// <param name="walk">Looks at the entries, on a thread of its own. Where it leaves before the end, the rest is neither read nor checked.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="LayerException">It is no layer that can be read, or another than the config says.</exception>
    /// <exception cref="RegistryException">The store failed, or gave other bytes than the digest says.</exception>
    internal static async Task<LayerRead<T>> ReadAsync<T>(
        IRepository repository, Descriptor layer, Digest? diffId, LayerBounds bounds, Func<TarWalker, CancellationToken, T> walk, CancellationToken cancellationToken)
    {
        if (layer.Size > bounds.MostPacked)
            throw new LayerException(LayerFault.TooLarge, $"it has {layer.Size} bytes; {bounds.MostPacked} at most are read of a layer").While(Doing(layer));
        await using PackedStream packed = new(await repository.OpenBlobAsync(layer, cancellationToken), bounds.MostPacked, cancellationToken);
        // It waits for other threads, which may be those of the pool.
        var read = await Task.Factory.StartNew(
            () => ReadAsync(packed, layer, diffId, bounds, walk, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return await read;
    }

    private static async Task<LayerRead<T>> ReadAsync<T>(
        PackedStream packed, Descriptor layer, Digest? diffId, LayerBounds bounds, Func<TarWalker, CancellationToken, T> walk, CancellationToken cancellationToken)
    {
        try
        {
            await using LayerStream unpacked = new(packed, layer.MediaType, bounds, cancellationToken);
            TarWalker walker = new(unpacked, bounds);
            var seen = walk(walker, cancellationToken);
            if (!walker.IsAtEnd) return new(seen, null, packed.Taken, unpacked.Unpacked);
            var found = unpacked.Finish();
            if (diffId is not null && diffId != found)
                throw new LayerException(LayerFault.DiffIdMismatch, $"it unpacks to {found}, and the image's config says {diffId}");
            return new(seen, found, packed.Taken, unpacked.Unpacked);
        }
        catch (LayerException e)
        {
            // Bytes that came wrong are the store's fault, whatever they look like.
            if (e.IsOfBytes) packed.Drain();
            throw e.While(Doing(layer));
        }
    }

    private static string Doing(Descriptor layer) => $"read layer {layer.Digest}";
}

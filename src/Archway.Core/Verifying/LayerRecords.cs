using System.Collections.Concurrent;
using Archway.Oci.Content;
using Archway.Oci.Registries;
using Archway.Verifying.Layers;
using Archway.Verifying.Trees;

namespace Archway.Verifying;

/// <summary>What was seen in each layer: each is read once a run, and never again where it is kept.</summary>
/// <param name="progress">Told how much is read; null when nobody wants to know.</param>
internal sealed class LayerRecords(ReadingProgress? progress) : IDisposable
{
    // Unpacking is bound by the processor; two hide the waiting for one another.
    private readonly SemaphoreSlim _turns = new(Math.Max(2, Environment.ProcessorCount));
    private readonly ConcurrentDictionary<(string Store, Digest Layer), Lazy<Task<ObservedLayer>>> _layers = new();

    /// <summary>What a layer holds.</summary>
    /// <param name="store">What is served to whom: what one credential was served is not taken for what another asks.</param>
    /// <param name="repository">Where the layer lies.</param>
    /// <param name="layer">Which one.</param>
    /// <param name="diffId">What it unpacks to, as the image's config says; null where that says nothing that can be checked.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="LayerException">It is no layer that can be read, or another than the config says.</exception>
    /// <exception cref="RegistryException">The store failed, or gave other bytes than the digest says.</exception>
    internal async Task<LayerRecord> ReadAsync(
        ILayerStore store, IRepository repository, Descriptor layer, Digest? diffId, CancellationToken cancellationToken)
    {
        // What was seen before is no reason to read what would not be read now.
        LayerPackings.Check(layer);
        var key = (store.Name, layer.Digest);
        var reading = _layers.GetOrAdd(key, _ => new(() => ObserveAsync(store, repository, layer, cancellationToken)));
        try
        {
            var observed = await reading.Value;
            if (diffId is not null && diffId != observed.DiffId)
                throw new LayerException(LayerFault.DiffIdMismatch, $"it unpacks to {observed.DiffId}, and the image's config says {diffId}")
                    .While($"read layer {layer.Digest}");
            return observed.Record;
        }
        finally
        {
            // What is kept is at hand there; what is not stays here for the next image.
            if (store.Keeps) _layers.TryRemove(key, out _);
        }
    }

    public void Dispose() => _turns.Dispose();

    private async Task<ObservedLayer> ObserveAsync(ILayerStore store, IRepository repository, Descriptor layer, CancellationToken cancellationToken)
    {
        if (store.Find(layer.Digest) is { } kept) return kept;
        await _turns.WaitAsync(cancellationToken);
        try
        {
            progress?.NotePlanned(layer.Size ?? 0);
            var read = await LayerReader.ReadAsync(
                progress is null ? repository : new CountedRepository(repository, progress), layer, diffId: null, LayerBounds.Default, LayerWalk.Observe, cancellationToken);
            ObservedLayer observed = new(read.DiffId!, read.Seen);
            store.Keep(layer.Digest, observed);
            return observed;
        }
        finally
        {
            _turns.Release();
        }
    }
}

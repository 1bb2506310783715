using Archway.Oci.Content;
using Archway.Oci.Registries;

namespace Archway.Assembling.Laying;

/// <summary>Images that were laid over a base: what is new lies here, what they stand on is where the base is.</summary>
internal sealed class LaidRepository(IRepository below) : IRepository
{
    private readonly Dictionary<Digest, LaidImage> _images = [];
    private readonly Dictionary<Digest, LaidImage> _configs = [];
    private readonly Dictionary<Digest, PackedLayer> _layers = [];

    internal void Add(LaidImage image, IEnumerable<PackedLayer> layers)
    {
        _images[image.Manifest.Self.Digest] = image;
        _configs[Digest.Of(image.Config.Span)] = image;
        foreach (var layer in layers) _layers[layer.Digest] = layer;
    }

    public Task<Manifest?> FindManifestAsync(string? selector, CancellationToken cancellationToken) => Task.FromResult(
        Digest.Read(selector).TryGetValue(out var digest) && _images.TryGetValue(digest, out var image) ? image.Manifest : null);

    public async Task<Digest?> FindDigestAsync(string selector, CancellationToken cancellationToken) =>
        (await FindManifestAsync(selector, cancellationToken))?.Self.Digest;

    public Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor blob, int limit, CancellationToken cancellationToken) =>
        _configs.TryGetValue(blob.Digest, out var image) ? Task.FromResult(image.Config) : below.ReadBlobAsync(blob, limit, cancellationToken);

    public Task<Stream> OpenBlobAsync(Descriptor blob, CancellationToken cancellationToken) =>
        _configs.TryGetValue(blob.Digest, out var image) ? Task.FromResult<Stream>(new MemoryStream(image.Config.ToArray(), writable: false))
        : _layers.TryGetValue(blob.Digest, out var layer) ? Task.FromResult<Stream>(new FileStream(layer.File, FileMode.Open, FileAccess.Read, FileShare.Read))
        : below.OpenBlobAsync(blob, cancellationToken);

    // Nobody can have signed what is made here; and what is said of the base is not said of it.
    public Task<IReadOnlyList<Descriptor>> FindReferrersAsync(Digest subject, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Descriptor>>([]);
}

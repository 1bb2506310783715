using Archway.Oci.Content;
using Archway.Oci.Layouts;
using Archway.Testing;
using Archway.Verifying.Layers;

namespace Archway.Core.Tests.Verifying.Layers;

/// <summary>A layout on disk that layers are put in, and read from.</summary>
internal sealed class LayerFolder : IDisposable
{
    internal const string Tar = "application/vnd.oci.image.layer.v1.tar";

    private readonly TempFolder _folder = new();

    internal LayerFolder()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "blobs", "sha256"));
        File.WriteAllText(Path.Combine(_folder.Path, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        File.WriteAllText(Path.Combine(_folder.Path, "index.json"), """{"schemaVersion":2,"manifests":[]}""");
    }

    /// <summary>Puts a layer in, under the digest of <paramref name="named"/> where that is another.</summary>
    internal Descriptor Add(string mediaType, byte[] layer, byte[]? named = null)
    {
        var descriptor = Descriptor.Of(mediaType, named ?? layer);
        File.WriteAllBytes(Path.Combine(_folder.Path, "blobs", "sha256", descriptor.Digest.Hex), layer);
        return descriptor;
    }

    internal Task<LayerRead<string>> ReadAsync(Descriptor layer, CancellationToken cancellationToken, LayerBounds? bounds = null, Digest? diffId = null) =>
        ReadAsync(layer, bounds ?? LayerBounds.Default, diffId, TestTar.Seen, cancellationToken);

    internal async Task<LayerRead<string>> ReadAsync(
        Descriptor layer, LayerBounds bounds, Digest? diffId, Func<TarWalker, CancellationToken, string> walk, CancellationToken cancellationToken)
    {
        var repository = await LayoutRepository.OpenAsync(new FolderFiles(_folder.Path, "layout"), TimeProvider.System, cancellationToken);
        return await LayerReader.ReadAsync(repository, layer, diffId, bounds, walk, cancellationToken);
    }

    public void Dispose() => _folder.Dispose();
}

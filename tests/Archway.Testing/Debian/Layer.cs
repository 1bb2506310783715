using Archway.Oci.Content;

namespace Archway.Testing.Debian;

/// <summary>A layer of an image.</summary>
/// <param name="Packing">How it is packed.</param>
/// <param name="Blob">Its bytes as a registry stores them.</param>
/// <param name="DiffId">The digest of its tar.</param>
/// <param name="CreatedBy">The line of the history that made it.</param>
public sealed record Layer(LayerPacking Packing, byte[] Blob, Digest DiffId, string CreatedBy)
{
    /// <summary>The digest of its bytes.</summary>
    public Digest Digest { get; } = Digest.Of(Blob);

    /// <summary>Its media type, of OCI or of Docker.</summary>
    public string MediaType(bool docker) => (docker, Packing) switch
    {
        (true, LayerPacking.Gzip) => "application/vnd.docker.image.rootfs.diff.tar.gzip",
        (true, LayerPacking.None) => "application/vnd.docker.image.rootfs.diff.tar",
        (true, _) => throw new InvalidOperationException("Docker's manifests know no zstd"),
        (false, LayerPacking.Gzip) => "application/vnd.oci.image.layer.v1.tar+gzip",
        (false, LayerPacking.Zstd) => "application/vnd.oci.image.layer.v1.tar+zstd",
        (false, _) => "application/vnd.oci.image.layer.v1.tar",
    };

    /// <summary>A small layer, written in memory.</summary>
    public static async Task<Layer> OfAsync(string createdBy, Func<LayerTar, Task> write, LayerPacking packing = LayerPacking.Gzip)
    {
        using MemoryStream packed = new();
        var diffId = await LayerPacker.PackAsync(packing, write, packed, CancellationToken.None);
        return new(packing, packed.ToArray(), diffId, createdBy);
    }

    /// <summary>A small layer of a few files.</summary>
    public static Task<Layer> OfFilesAsync(string createdBy, params (string Path, byte[] Content)[] files) => OfAsync(createdBy, async tar =>
    {
        foreach (var (path, content) in files) await tar.AddFileAsync(path, content);
    });
}

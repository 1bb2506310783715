using System.Security.Cryptography;
using Archway.Oci.Content;

namespace Archway.Testing.Debian;

/// <summary>Packs layers with the programs gzip and zstd, so that nothing of ours reads only what it wrote.</summary>
internal static class LayerPacker
{
    /// <summary>Writes a layer and packs it.</summary>
    /// <returns>The digest of its tar.</returns>
    internal static async Task<Digest> PackAsync(LayerPacking packing, Func<LayerTar, Task> write, Stream output, CancellationToken cancellationToken)
    {
        using var hash = SHA256.Create();
        async Task FeedAsync(Stream into)
        {
            await using CryptoStream hashed = new(into, hash, CryptoStreamMode.Write, leaveOpen: true);
            await using LayerTar tar = new(hashed);
            await write(tar);
        }

        Task Pack(string program, params string[] arguments) =>
            Tool.StreamAsync(program, arguments, FeedAsync, packed => packed.CopyToAsync(output, cancellationToken), cancellationToken);
        await (packing switch
        {
            LayerPacking.Gzip => Pack("gzip", "-6", "-n", "-c"),
            LayerPacking.Zstd => Pack("zstd", "-3", "-q", "-c"),
            _ => FeedAsync(output),
        });
        return Digest.OfHash(hash.Hash);
    }
}

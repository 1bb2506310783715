using System.Security.Cryptography;
using System.Text;
using Archway.Oci.Content;
using Archway.Verifying;
using Archway.Verifying.Trees;

namespace Archway.Resolving.Caching;

/// <summary>What was seen in layers, kept on a shelf: a file for each layer, which says of itself whether it is whole.</summary>
/// <param name="name">Whose layers these are.</param>
/// <param name="folder">The shelf's folder; null when nothing is kept.</param>
internal sealed class LayerShelf(string name, string? folder) : ILayerStore
{
    private const int LongestHead = 1024;

    public string Name => name;

    public bool Keeps => folder is not null;

    public ObservedLayer? Find(Digest layer)
    {
        if (FileOf(layer) is not { } file || CacheFiles.Try(() => CacheFiles.ReadWhole(file, LayerRecord.MostBytes + LongestHead)) is not { } content) return null;
        var end = content.AsSpan(0, Math.Min(content.Length, LongestHead)).IndexOf((byte)'\n');
        if (end < 0 || Encoding.ASCII.GetString(content, 0, end).Split(' ') is not [var version, var digest, var diffId, var hash]) return null;
        var record = content[(end + 1)..];
        return version == Version && digest == layer.ToString() && hash == Hash(record) && record.Length >= LayerRecord.Head && Digest.Read(diffId).Value is { } unpacked
            ? new(unpacked, new LayerRecord(record))
            : null;
    }

    public void Keep(Digest layer, ObservedLayer observed)
    {
        if (FileOf(layer) is not { } file) return;
        var head = Encoding.ASCII.GetBytes($"{Version} {layer} {observed.DiffId} {Hash(observed.Record.Bytes)}\n");
        CacheFiles.Try(() =>
        {
            CacheFiles.MakeFolder(folder!);
            CacheFiles.WriteWhole(file, [.. head, .. observed.Record.Bytes]);
            return file;
        });
    }

    private static string Version { get; } = $"layer-{LayerRecord.Version}";

    private static string Hash(byte[] record) => Convert.ToHexStringLower(SHA256.HashData(record));

    private string? FileOf(Digest layer) => folder is null ? null : Path.Combine(folder, CacheFiles.LayerPrefix + Digest.Of(Encoding.ASCII.GetBytes(layer.ToString())).Hex[..32]);
}

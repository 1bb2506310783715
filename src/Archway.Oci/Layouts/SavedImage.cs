using System.Collections.Immutable;
using Archway.Oci.Content;

namespace Archway.Oci.Layouts;

/// <summary>One image of an archive of <c>docker save</c>.</summary>
/// <param name="Names">What it is tagged, such as <c>redis:7</c>.</param>
/// <param name="Manifest">The manifest written for it.</param>
/// <param name="Config">Its config, byte for byte.</param>
/// <param name="Layers">Where each layer lies, by the digest that the manifest gives it.</param>
internal sealed record SavedImage(ImmutableArray<string> Names, Manifest Manifest, ReadOnlyMemory<byte> Config, IReadOnlyDictionary<Digest, string> Layers)
{
    private const int MostImages = 10_000;

    internal Digest ConfigDigest { get; } = Digest.Of(Config.Span);

    internal string? LayerOf(Digest digest) => Layers.GetValueOrDefault(digest);

    /// <summary>Reads <c>manifest.json</c>.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    internal static List<(string Config, ImmutableArray<string> Layers, ImmutableArray<string> Names)> ReadList(ReadOnlyMemory<byte> raw)
    {
        // The reader of objects reads this array as an object's member.
        byte[] wrapped = [.. "{\"images\":"u8, .. raw.Span, .. "}"u8];
        return OciJson.Read(wrapped, "manifest.json", wrapped.Length, root =>
        {
            List<(string, ImmutableArray<string>, ImmutableArray<string>)> images = [];
            foreach (var item in root.Items("images").Take(MostImages))
                images.Add((
                    item.Text("Config") ?? throw new FormatException("manifest.json has an image without a config"), item.Texts("Layers"), item.Texts("RepoTags")));
            return images.Count > 0 ? images : throw new FormatException("manifest.json lists no images");
        });
    }

    /// <summary>An image from its config and the names of its files.</summary>
    /// <exception cref="FormatException">The parts do not belong together.</exception>
    internal static SavedImage Of(
        byte[] config, string configName, ImmutableArray<string> layers, ImmutableArray<string> names,
        Func<ReadOnlyMemory<byte>, IReadOnlyList<Digest>, IReadOnlyList<string>, Manifest> write)
    {
        var hex = Path.GetFileNameWithoutExtension(configName);
        if (Digest.Read("sha256:" + hex).TryGetValue(out var digest) && !digest.Matches(config))
            throw new FormatException($"the config {configName} has another digest, {Digest.Of(config)}");
        var diffIds = ImageConfig.Read(config).DiffIds;
        if (diffIds.Length != layers.Length) throw new FormatException($"the config {configName} names {diffIds.Length} layers, manifest.json {layers.Length}");
        Dictionary<Digest, string> places = [];
        foreach (var (diffId, layer) in diffIds.Zip(layers)) places.TryAdd(diffId, layer);
        return new SavedImage(names, write(config, diffIds, layers), config, places);
    }
}

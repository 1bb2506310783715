using System.Text.Json;
using Archway.Oci.Content;
using Archway.Oci.Layouts;
using Archway.Oci.Registries;

namespace Archway.Fuzz.Readers;

/// <summary>The JSON of registries and layouts: indexes, manifests, configs, lists of saved images.</summary>
/// <remarks>The bytes are kept; a descriptor's JSON stands in them and reads as the same descriptor.</remarks>
internal sealed class ManifestTarget() : Target("manifest")
{
    private static readonly string?[] Types =
    [
        null, MediaTypes.OciIndex, MediaTypes.OciManifest, MediaTypes.DockerList, MediaTypes.DockerManifest, MediaTypes.DockerSchema1,
        MediaTypes.DockerSchema1Signed, "text/html",
    ];

    private static readonly string Sha256 = Digest.Of("a"u8).ToString();

    private static readonly string Entry =
        $$$"""
        {"mediaType":"{{{MediaTypes.OciManifest}}}","digest":"{{{Sha256}}}","size":7,"annotations":{"a":"b"},
        "platform":{"architecture":"arm64","os":"linux","variant":"v8","os.version":"1","os.features":["a"]}}
        """;

    internal override IReadOnlyList<string> Pieces { get; } =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "1", "-1", "1.5", "1e3", "9223372036854775808", "\"\\ud800\"", "\"\\u0000\"",
        "\"schemaVersion\":2", "\"mediaType\":", $"\"{MediaTypes.OciIndex}\"", $"\"{MediaTypes.OciManifest}\"", $"\"{MediaTypes.DockerList}\"",
        $"\"{MediaTypes.DockerManifest}\"", $"\"{MediaTypes.DockerConfig}\"", $"\"{MediaTypes.DockerSchema1Signed}\"", "\"manifests\":[", "\"layers\":[",
        "\"config\":{", "\"digest\":", $"\"{Sha256}\"", "\"size\":", "\"platform\":{", "\"architecture\":\"arm64\"", "\"os\":\"linux\"", "\"variant\":\"v8\"",
        "\"os.features\":[\"a\"]", "\"annotations\":{", "\"a\":\"b\"", "\"subject\":{", "\"artifactType\":\"x\"", "\"fsLayers\":[{\"blobSum\":",
        "\"history\":[{\"v1Compatibility\":\"", "{\\\"os\\\":\\\"linux\\\"}", "\"signatures\":[{\"protected\":\"",
        "eyJmb3JtYXRMZW5ndGgiOjEsImZvcm1hdFRhaWwiOiJhIn0", "\"rootfs\":{\"diff_ids\":[", "\"created\":\"2024-01-01T00:00:00Z\"", "\"Entrypoint\":[\"a\"]",
        "\"Labels\":{", "\"ExposedPorts\":{\"80/tcp\":{}}", "\"empty_layer\":true", "\"Config\":\"a\"", "\"Layers\":[\"b\"]", "\"RepoTags\":[\"c:d\"]",
        "\"errors\":[{\"code\":\"A\",\"message\":\"b\"}]", Entry, " ", "\n",
    ];

    internal override byte[]? SeedOf(string path, byte[] content) =>
        path.Length == 0 && content.AsSpan().TrimStart(" \n\t"u8) is [(byte)'{' or (byte)'[', ..] ? content : null;

    internal override Task ReadAsync(byte[] input)
    {
        foreach (var type in Types)
            if (Try(() => Manifest.Read(type, input)) is { } manifest) Check(manifest, input);
        if (Try(() => ImageConfig.Read(input)) is { } config)
            Require(!config.DiffIds.IsDefault && !config.History.IsDefault && !config.ExposedPorts.IsDefault, "a config says what it does not say");
        Try(() => SavedImage.ReadList(input));
        return Task.CompletedTask;
    }

    private static void Check(Manifest manifest, byte[] input)
    {
        Require(manifest.Raw.Span.SequenceEqual(input), "a manifest is its bytes");
        Require(manifest.Self.Size == input.Length, "a manifest has its length");
        if (manifest is not SchemaOneManifest) Require(manifest.Self.Digest.Matches(input), "a manifest has its digest");
        Require(Manifest.Read(manifest.Self.MediaType, input).Self.Digest == manifest.Self.Digest, "a manifest is of the kind it says");
        foreach (var descriptor in manifest switch
        {
            ImageIndex index => index.Entries,
            ImageManifest image => [image.Config, .. image.Layers],
            _ => [],
        })
        {
            using var json = JsonDocument.Parse(descriptor.Json);
            var again = Descriptor.Find(json.RootElement, descriptor.Json);
            Require(again is not null && again.Digest == descriptor.Digest && again.MediaType == descriptor.MediaType && again.Size == descriptor.Size
                && Equals(again.Platform, descriptor.Platform) && again.Annotations.Count == descriptor.Annotations.Count, "a descriptor is its JSON");
            Require(descriptor.Platform is null || descriptor.Platform.CanRun(descriptor.Platform), "a platform runs its own images");
        }

        if (manifest is ImageIndex { Entries.Length: > 0 } several) CheckRewriting(several);
    }

    private static void CheckRewriting(ImageIndex index)
    {
        ReadOnlyMemory<byte>[] entries = [.. index.Entries.Select(entry => entry.Json)];
        Require(Manifest.Read(MediaTypes.OciIndex, IndexJson.Write(MediaTypes.OciIndex, entries, [])) is ImageIndex over
            && over.Entries.Length == entries.Length, "an index over entries has them");
        if (Try(() => Manifest.Read(index.Self.MediaType, IndexJson.Rewrite(index, entries, [new("a", "b")]))) is not ImageIndex again) return;
        Require(again.Annotations.Count == 1 && again.Entries.Zip(index.Entries).All(pair => pair.First.Digest == pair.Second.Digest), "a rewritten index has its entries");
        foreach (var entry in index.Entries)
            Require(Try(() => Manifest.Read(MediaTypes.OciIndex, IndexJson.Write(MediaTypes.OciIndex, [IndexJson.Annotate(entry.Json, [new("a", "b")])], []))) is null
                or ImageIndex { Entries: [{ Annotations: { Count: 1 } }] }, "a note changes nothing else");
    }

    private static T? Try<T>(Func<T> read) where T : class
    {
        try
        {
            return read();
        }
        catch (FormatException)
        {
            return null;
        }
        catch (RegistryException)
        {
            return null;
        }
    }
}

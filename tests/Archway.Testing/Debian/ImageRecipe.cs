using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Archway.Oci.Content;

namespace Archway.Testing.Debian;

/// <summary>An image of real layers, as it is to be made.</summary>
/// <remarks><see href="https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md"/></remarks>
public sealed record ImageRecipe
{
    /// <summary>What its config says it is for; null where that says nothing.</summary>
    public string? Platform { get; init; }

    public ImmutableArray<Layer> Layers { get; init; } = [];

    public ImmutableArray<string> Entrypoint { get; init; } = [];

    public ImmutableArray<string> Command { get; init; } = [];

    public string Path { get; init; } = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Whether its manifest is Docker's.</summary>
    public bool Docker { get; init; }

    /// <summary>The image.</summary>
    public StoredImage Build()
    {
        var config = Encoding.UTF8.GetBytes(Config().ToJsonString());
        var type = Docker ? MediaTypes.DockerManifest : MediaTypes.OciManifest;
        JsonObject manifest = new()
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = type,
            ["config"] = Descriptor(Docker ? MediaTypes.DockerConfig : MediaTypes.OciConfig, Digest.Of(config), config.Length),
            ["layers"] = new JsonArray([.. Layers.Select(layer => Descriptor(layer.MediaType(Docker), layer.Digest, layer.Blob.Length))]),
        };
        return new(type, Encoding.UTF8.GetBytes(manifest.ToJsonString())) { Blobs = [config, .. Layers.Select(layer => layer.Blob)] };
    }

    private JsonObject Config()
    {
        JsonObject config = new()
        {
            ["created"] = "2026-01-02T03:04:05Z",
            ["config"] = new JsonObject
            {
                [nameof(Entrypoint)] = Entrypoint.IsEmpty ? null : Words(Entrypoint),
                ["Cmd"] = Command.IsEmpty ? null : Words(Command),
                ["Env"] = new JsonArray("PATH=" + Path),
            },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = Words(Layers.Select(layer => layer.DiffId.ToString())) },
            ["history"] = new JsonArray([.. Layers.SelectMany(History)]),
        };
        if (Platform is null) return config;
        var platform = Oci.Platforms.Platform.Parse(Platform);
        (config["os"], config["architecture"]) = (platform.Os, platform.Architecture);
        if (platform.Variant is { } variant) config["variant"] = variant;
        return config;
    }

    // Steps without a layer stand between those with one, so that no line of the history is found by counting alone.
    private static IEnumerable<JsonObject> History(Layer layer, int index) =>
    [
        new() { ["created"] = "2026-01-02T03:04:05Z", ["created_by"] = layer.CreatedBy },
        new() { ["created"] = "2026-01-02T03:04:05Z", ["created_by"] = $"ENV STEP={index}", ["empty_layer"] = true },
    ];

    private static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(word => JsonValue.Create(word))]);

    private static JsonObject Descriptor(string mediaType, Digest digest, int size) =>
        new() { ["mediaType"] = mediaType, ["digest"] = digest.ToString(), ["size"] = size };
}

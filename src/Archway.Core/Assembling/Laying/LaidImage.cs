using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Archway.Oci.Content;
using Archway.Oci.Registries;

namespace Archway.Assembling.Laying;

/// <summary>One platform's image with layers over it.</summary>
/// <param name="Manifest">The new manifest.</param>
/// <param name="Config">The new config.</param>
internal sealed record LaidImage(Manifest Manifest, ReadOnlyMemory<byte> Config)
{
    private const string OciLayer = "application/vnd.oci.image.layer.v1.tar+gzip";
    private const string DockerLayer = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Lays layers over an image; what the base's config says stays, but for what the request says.</summary>
    /// <exception cref="RegistryException">The base's config cannot be read.</exception>
    internal static LaidImage Of(ImageManifest below, ReadOnlyMemory<byte> config, IReadOnlyList<PackedLayer> layers, LayRequest request)
    {
        try
        {
            var raw = JsonNode.Parse(config.Span, documentOptions: new() { MaxDepth = 64 }) as JsonObject ?? throw new FormatException("it is no object");
            var newConfig = Written(Changed(raw, layers, request));
            var isDocker = below.Self.MediaType == MediaTypes.DockerManifest;
            JsonObject manifest = new()
            {
                ["schemaVersion"] = 2,
                ["mediaType"] = below.Self.MediaType,
                ["config"] = Pointer(isDocker ? MediaTypes.DockerConfig : MediaTypes.OciConfig, Digest.Of(newConfig), newConfig.Length),
                ["layers"] = new JsonArray(
                [
                    .. below.Layers.Select(layer => JsonNode.Parse(layer.Json.Span)),
                    .. layers.Select(layer => Pointer(isDocker ? DockerLayer : OciLayer, layer.Digest, layer.Size)),
                ]),
            };
            // Docker's manifests have no place for notes.
            if (!isDocker)
                manifest["annotations"] = new JsonObject
                {
                    ["org.opencontainers.image.base.digest"] = below.Self.Digest.ToString(),
                    ["org.opencontainers.image.base.name"] = request.Base.Reference?.ToString() ?? request.Base.Selector ?? "",
                };
            return new(Archway.Oci.Content.Manifest.Read(below.Self.MediaType, Written(manifest)), newConfig);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new RegistryException(RegistryFault.Malformed, $"the config of the base {below.Self.Digest} cannot be read: {e.Message}", e);
        }
    }

    private static JsonObject Changed(JsonObject config, IReadOnlyList<PackedLayer> layers, LayRequest request)
    {
        var time = request.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        config["created"] = time;
        var process = config["config"] as JsonObject;
        if (process is null) config["config"] = process = [];
        if (request.Entrypoint is { } entrypoint)
        {
            process["Entrypoint"] = Texts(entrypoint);
            // The base's arguments were for the base's command.
            process.Remove("Cmd");
        }

        if (request.Command is { } command) process["Cmd"] = Texts(command);
        if (request.WorkingFolder is { } folder) process["WorkingDir"] = folder;
        if (request.User is { } user) process["User"] = user;
        if (request.Environment.Length > 0) process["Env"] = Texts(Environment(process["Env"] as JsonArray, request.Environment));
        foreach (var (name, value) in request.Labels) Within(process, "Labels")[name] = value;
        foreach (var port in request.Ports) Within(process, "ExposedPorts")[port] = new JsonObject();

        var files = Within(config, "rootfs");
        files["type"] ??= "layers";
        if (files["diff_ids"] is not JsonArray diffIds) files["diff_ids"] = diffIds = [];
        if (config["history"] is not JsonArray history) config["history"] = history = [];
        foreach (var layer in layers)
        {
            diffIds.Add((JsonNode)layer.DiffId.ToString());
            history.Add((JsonNode)new JsonObject { ["created"] = time, ["created_by"] = "archway build", ["comment"] = "laid over the base" });
        }

        return config;
    }

    private static IEnumerable<string> Environment(JsonArray? before, ImmutableArray<KeyValuePair<string, string>> added)
    {
        var names = added.Select(one => one.Key).ToHashSet(StringComparer.Ordinal);
        var kept = before?.Select(one => one?.GetValue<string>() ?? "").Where(one => !names.Contains(one.Split('=')[0])) ?? [];
        return [.. kept, .. added.Select(one => $"{one.Key}={one.Value}")];
    }

    private static JsonObject Within(JsonObject holder, string name)
    {
        if (holder[name] is JsonObject found) return found;
        JsonObject made = [];
        holder[name] = made;
        return made;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static JsonObject Pointer(string mediaType, Digest digest, long size) => new() { ["mediaType"] = mediaType, ["digest"] = digest.ToString(), ["size"] = size };

    private static byte[] Written(JsonObject json)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new() { Encoder = Compact.Encoder })) json.WriteTo(writer);
        return stream.ToArray();
    }
}

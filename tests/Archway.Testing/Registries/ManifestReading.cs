using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Archway.Oci.Content;

namespace Archway.Testing.Registries;

/// <summary>What a registry reads in a manifest: what it points to, and what it refers to.</summary>
internal sealed record ManifestReading
{
    internal string? MediaType { get; private init; }

    /// <summary>The config and the layers that are kept in the registry itself.</summary>
    internal ImmutableArray<Digest> Blobs { get; private init; } = [];

    /// <summary>The entries of an index.</summary>
    internal ImmutableArray<Digest> Manifests { get; private init; } = [];

    internal Digest? Subject { get; private init; }

    /// <summary>What it says it is; where an image does not, its config's media type.</summary>
    internal string? ArtifactType { get; private init; }

    internal JsonObject? Annotations { get; private init; }

    /// <summary>Reads a manifest, or gives null where the bytes are none: no JSON object, or one whose members have the wrong form.</summary>
    internal static ManifestReading? Read(byte[] raw)
    {
        try
        {
            var root = JsonNode.Parse(raw)?.AsObject() ?? throw new FormatException("null is no manifest");
            var config = root["config"];
            // A layer with addresses is foreign: nobody is allowed to hand it on, so it lies elsewhere.
            var layers = root["layers"]?.AsArray().Where(layer => layer?["urls"] is null) ?? [];
            return new ManifestReading
            {
                MediaType = root["mediaType"]?.GetValue<string>(),
                Blobs = [.. layers.Prepend(config).OfType<JsonNode>().Select(DigestOf)],
                Manifests = [.. (root["manifests"]?.AsArray() ?? []).OfType<JsonNode>().Select(DigestOf)],
                Subject = root["subject"] is { } subject ? DigestOf(subject) : null,
                ArtifactType = root["artifactType"]?.GetValue<string>() is { Length: > 0 } type ? type : config?["mediaType"]?.GetValue<string>(),
                Annotations = root["annotations"]?.AsObject(),
            };
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static Digest DigestOf(JsonNode descriptor) =>
        Digest.Parse(descriptor["digest"]?.GetValue<string>() ?? throw new FormatException("a descriptor has no digest"));
}

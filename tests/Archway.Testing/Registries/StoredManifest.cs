using System.Text.Json.Nodes;
using Archway.Oci.Content;

namespace Archway.Testing.Registries;

/// <summary>A manifest as it was pushed: the bytes, the media type told, and the digest it goes by.</summary>
internal sealed record StoredManifest(Digest Digest, string MediaType, byte[] Raw)
{
    /// <summary>What the bytes say, where they are a manifest at all; a test may store what is none.</summary>
    internal ManifestReading? Reading { get; } = ManifestReading.Read(Raw);

    /// <summary>Its entry in the list of those that refer to its subject.</summary>
    internal JsonObject Entry()
    {
        JsonObject entry = new() { ["mediaType"] = MediaType, ["digest"] = Digest.ToString(), ["size"] = Raw.Length };
        if (Reading?.ArtifactType is { } type) entry["artifactType"] = type;
        if (Reading?.Annotations is { } notes) entry["annotations"] = notes.DeepClone();
        return entry;
    }
}

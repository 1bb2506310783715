using System.Text.Json;

namespace Archway.Oci.Content;

/// <summary>Which kind of manifest a body is: by what the answer says, by what the body says, and by its shape.</summary>
/// <remarks>
/// Neither may contradict the other or the shape, and a body of two shapes is refused, or one digest could mean two things.
/// <see href="https://github.com/opencontainers/image-spec/security/advisories/GHSA-77vh-xpmg-72qh"/> and
/// <see href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests"/>
/// </remarks>
internal static class ManifestKind
{
    internal static string Of(string? answered, JsonElement root)
    {
        var shape = Shape(root) ?? throw new FormatException("the manifest is of no known kind: it has neither manifests nor layers");
        var said = Essence(answered);
        var own = Essence(root.Text("mediaType"));
        if (said is not null && Family(said) is null) throw new FormatException($"'{Shown(said)}' is not a kind of manifest this version reads");

        var isKnown = own is not null && Family(own) is not null;
        if (isKnown && said is not null && !IsSame(said, own!))
            throw new FormatException($"the manifest is said to be '{said}' but says of itself that it is '{own}'");

        var kind = isKnown ? own : said;
        if (kind is null) return Plain(shape, root);
        if (Family(kind) == shape) return kind;
        throw new FormatException($"the manifest is said to be '{kind}' but reads like {Sentence(shape)}");
    }

    // A manifest of schema 1 is answered as signed by some, whether it is or not.
    private static bool IsSame(string said, string own) => said == own || (Family(said) == Kind.SchemaOne && Family(own) == Kind.SchemaOne);

    private static Kind? Shape(JsonElement root)
    {
        var hasManifests = root.Member("manifests") is { ValueKind: JsonValueKind.Array or JsonValueKind.Null };
        var hasLayers = root.Member("config") is not null || root.Member("layers") is not null;
        var hasHistory = root.Member("fsLayers") is not null;
        if ((hasManifests ? 1 : 0) + (hasLayers ? 1 : 0) + (hasHistory ? 1 : 0) > 1)
            throw new FormatException("the manifest is two things at once: an index and an image");
        return hasManifests ? Kind.Index : hasLayers ? Kind.Image : hasHistory ? Kind.SchemaOne : null;
    }

    private static Kind? Family(string mediaType) => mediaType switch
    {
        MediaTypes.OciIndex or MediaTypes.DockerList => Kind.Index,
        MediaTypes.OciManifest or MediaTypes.DockerManifest => Kind.Image,
        MediaTypes.DockerSchema1 or MediaTypes.DockerSchema1Signed => Kind.SchemaOne,
        _ => null,
    };

    // Layout files, old mirrors and web servers that play registry say no more than that it is JSON, or not even that.
    private static string? Essence(string? mediaType) => mediaType?.Split(';')[0].Trim().ToLowerInvariant() switch
    {
        null or "" or "application/json" or "text/plain" or "application/octet-stream" => null,
        var essence => essence,
    };

    private static string Plain(Kind shape, JsonElement root) => shape switch
    {
        Kind.Index => MediaTypes.OciIndex,
        Kind.SchemaOne => root.Member("signatures") is null ? MediaTypes.DockerSchema1 : MediaTypes.DockerSchema1Signed,
        _ => root.Object("config")?.Text("mediaType") == MediaTypes.DockerConfig ? MediaTypes.DockerManifest : MediaTypes.OciManifest,
    };

    private static string Sentence(Kind shape) => shape switch
    {
        Kind.Index => "an index of several manifests",
        Kind.Image => "the manifest of one image",
        _ => "a manifest of Docker's schema 1",
    };

    private static string Shown(string text) => text.Length > 80 ? text[..80] + "…" : text;

    private enum Kind
    {
        Index,
        Image,
        SchemaOne,
    }
}

using Archway.Oci.Content;

namespace Archway.Testing.Registries;

/// <summary>Manifests by tag or digest: end-3 to read, end-7 to push, end-9 to delete.</summary>
internal static class ManifestEndpoint
{
    internal static RegistryAnswer Answer(RegistryRequest request, RegistryStore store, TestRegistryOptions options) => request.Method switch
    {
        "PUT" => Push(request, store, options),
        "DELETE" => Delete(request, store),
        _ => Read(request, store),
    };

    private static RegistryAnswer Read(RegistryRequest request, RegistryStore store) =>
        store.Find(request.Repository)?.FindManifest(request.Route.Name) is not { } manifest ? Unknown(request) : new RegistryAnswer(200)
        {
            Body = manifest.Raw,
            ContentType = manifest.MediaType,
        }.With("Docker-Content-Digest", manifest.Digest.ToString());

    private static RegistryAnswer Push(RegistryRequest request, RegistryStore store, TestRegistryOptions options)
    {
        var (name, body) = (request.Route.Name, request.Body);
        if (body.Length > options.ManifestBound) return Problem(413, $"a manifest has at most {options.ManifestBound} bytes");
        var told = Digest.Read(name).Value;
        if (told is null && name.Contains(':')) return RegistryAnswer.Problem(400, "DIGEST_INVALID", $"'{name}' is not a digest");
        if (told is null && !RegistryGrammar.IsTag(name)) return Problem(400, $"'{name}' is neither a tag nor a digest");
        if (told?.Matches(body) == false) return RegistryAnswer.Problem(400, "DIGEST_INVALID", "the manifest has another digest", name);

        if (ManifestReading.Read(body) is not { } reading) return Problem(400, "the body is not a manifest");
        // Parameters are to be ignored: section Pushing Manifests.
        var mediaType = request.Headers.ContentType.FirstOrDefault()?.Split(';')[0].Trim() ?? reading.MediaType;
        if (mediaType is null) return Problem(400, "neither the header nor the manifest tells its media type");
        if (reading.MediaType is { } own && own != mediaType) return Problem(400, $"the manifest calls itself {own} and the header {mediaType}");

        var here = store.Find(request.Repository) ?? new StoredRepository();
        var missing = reading.Blobs.Where(blob => !here.Blobs.ContainsKey(blob)).Concat(reading.Manifests.Where(one => !here.Manifests.ContainsKey(one)));
        // A subject may come later; all else is there first, unless this registry is told to take less.
        if (!options.AcceptsSparse && missing.Distinct().ToList() is { Count: > 0 } unknown)
            return RegistryAnswer.Problem(404, "MANIFEST_BLOB_UNKNOWN", "the manifest points to what is not here", unknown.Select(digest => digest.ToString()));

        StoredManifest manifest = new(told ?? Digest.Of(body), mediaType, body);
        store.Open(request.Repository).Put(manifest, told is null ? name : null);
        var answer = new RegistryAnswer(201)
            .With("Location", $"/v2/{request.Repository}/manifests/{manifest.Digest}").With("Docker-Content-Digest", manifest.Digest.ToString());
        return options.HasReferrers && reading.Subject is { } subject ? answer.With("OCI-Subject", subject.ToString()) : answer;
    }

    private static RegistryAnswer Delete(RegistryRequest request, RegistryStore store)
    {
        var name = request.Route.Name;
        if (store.Find(request.Repository) is not { } here)
            return RegistryAnswer.Problem(404, "NAME_UNKNOWN", $"there is no repository {request.Repository}");
        return (Digest.Read(name).TryGetValue(out var digest) ? here.Delete(digest) : here.Tags.Remove(name)) ? new(202) : Unknown(request);
    }

    private static RegistryAnswer Problem(int status, string message) => RegistryAnswer.Problem(status, "MANIFEST_INVALID", message);

    // What existing clients are told and some print: Docker's own words.
    private static RegistryAnswer Unknown(RegistryRequest request) =>
        RegistryAnswer.Problem(404, "MANIFEST_UNKNOWN", "manifest unknown", $"{request.Repository}: {request.Route.Name}");
}

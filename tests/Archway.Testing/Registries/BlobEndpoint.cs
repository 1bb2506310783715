using Archway.Oci.Content;

namespace Archway.Testing.Registries;

/// <summary>Blobs by their digest: end-2 to read, end-10 to delete.</summary>
internal static class BlobEndpoint
{
    internal static RegistryAnswer Answer(RegistryRequest request, RegistryStore store)
    {
        if (!Digest.Read(request.Route.Name).TryGetValue(out var digest))
            return RegistryAnswer.Problem(400, "DIGEST_INVALID", $"'{request.Route.Name}' is not a digest");
        if (store.FindBlob(request.Repository, digest) is not { } blob)
            return RegistryAnswer.Problem(404, "BLOB_UNKNOWN", $"there is no blob {digest} in {request.Repository}");
        if (request.IsReading)
            return new RegistryAnswer(200) { Body = blob, ContentType = "application/octet-stream", HasRanges = true }
                .With("Docker-Content-Digest", digest.ToString());
        store.Open(request.Repository).Blobs.Remove(digest);
        return new(202);
    }
}

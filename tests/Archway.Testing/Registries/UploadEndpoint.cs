using System.Globalization;
using Archway.Oci.Content;

namespace Archway.Testing.Registries;

/// <summary>Blobs on their way in: end-4 and end-11 begin, end-5, end-6 and end-13 go on.</summary>
internal static class UploadEndpoint
{
    /// <summary>A whole blob at once, a blob that another repository has, or the beginning of an upload.</summary>
    internal static RegistryAnswer Begin(RegistryRequest request, RegistryStore store, TestRegistryOptions options)
    {
        if (request.Ask("digest") is { } whole) return Keep(request.Repository, whole, request.Body, store);
        // What cannot be mounted is uploaded; without a repository to mount from, this one looks for none.
        if (Digest.Read(request.Ask("mount")).TryGetValue(out var digest) && request.Ask("from") is { } from && store.FindBlob(from, digest) is { } blob)
            return Keep(request.Repository, digest.ToString(), blob, store);

        UploadSession session = new(request.Repository);
        store.Uploads[session.Id.ToString()] = session;
        var answer = Accepted(202, session);
        return options.LeastChunk == 0 ? answer : answer.With("OCI-Chunk-Min-Length", options.LeastChunk.ToString(CultureInfo.InvariantCulture));
    }

    internal static RegistryAnswer Answer(RegistryRequest request, RegistryStore store, TestRegistryOptions options)
    {
        if (!store.Uploads.TryGetValue(request.Route.Name, out var session)
            || (session.Repository, session.State) != (request.Repository, request.Ask("state")))
            return RegistryAnswer.Problem(404, "BLOB_UPLOAD_UNKNOWN", "there is no such upload");

        switch (request.Method)
        {
            case "GET":
                return Accepted(204, session);
            case "PATCH":
                return session.Append(Range(request), request.Body, options.LeastChunk) ?? Accepted(202, session);
            case "PUT" when session.Append(Range(request), request.Body, options.LeastChunk) is { } problem:
                return problem;
            case "PUT":
                store.Uploads.Remove(request.Route.Name);
                return Keep(request.Repository, request.Ask("digest"), session.Content, store);
            default:
                store.Uploads.Remove(request.Route.Name);
                return new(204);
        }
    }

    private static string? Range(RegistryRequest request) => request.Headers.ContentRange.FirstOrDefault();

    private static RegistryAnswer Accepted(int status, UploadSession session) =>
        new RegistryAnswer(status).With("Location", session.Location).With("Range", session.Range).With("Docker-Upload-UUID", session.Id.ToString());

    private static RegistryAnswer Keep(string repository, string? told, byte[] content, RegistryStore store)
    {
        if (!Digest.Read(told).TryGetValue(out var digest)) return RegistryAnswer.Problem(400, "DIGEST_INVALID", $"'{told}' is not a digest");
        if (!digest.Matches(content)) return RegistryAnswer.Problem(400, "DIGEST_INVALID", "the content has another digest", digest.ToString());
        store.Open(repository).Blobs[digest] = content;
        return new RegistryAnswer(201).With("Location", $"/v2/{repository}/blobs/{digest}").With("Docker-Content-Digest", digest.ToString());
    }
}

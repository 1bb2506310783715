using System.Diagnostics;

namespace Archway.Testing.Registries;

/// <summary>The OCI distribution specification 1.1.1 over a store in memory.</summary>
/// <remarks><see href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md"/></remarks>
internal sealed class RegistryApi(TestRegistryOptions options)
{
    private readonly RegistryStore _store = new();

    // All is in memory and nothing waits, so one request after the other is right and fast enough.
    private readonly Lock _one = new();

    internal void Put(string repository, string tag, StoredImage image)
    {
        lock (_one) _store.Put(repository, tag, image);
    }

    internal RegistryAnswer Answer(RegistryRequest request)
    {
        var endpoint = request.Route.Endpoint;
        if (endpoint is RegistryEndpoint.None) return RegistryAnswer.Problem(404, "UNSUPPORTED", "there is no such endpoint");
        // What a registry from before 1.1 says of a path it never heard of.
        if (endpoint is RegistryEndpoint.Referrers && !options.HasReferrers)
            return new(404) { ContentType = "text/plain", Body = "404 page not found\n"u8.ToArray() };
        if (!Methods(endpoint).Contains(request.Method))
            return RegistryAnswer.Problem(405, "UNSUPPORTED", $"{request.Method} is not for this endpoint").With("Allow", string.Join(", ", Methods(endpoint)));
        if (endpoint is not RegistryEndpoint.Base && !RegistryGrammar.IsRepository(request.Repository))
            return RegistryAnswer.Problem(400, "NAME_INVALID", $"'{request.Repository}' is not a repository's name");

        lock (_one)
            return endpoint switch
            {
                RegistryEndpoint.Base => RegistryAnswer.Json(200, []),
                RegistryEndpoint.Blob => BlobEndpoint.Answer(request, _store),
                RegistryEndpoint.Uploads => UploadEndpoint.Begin(request, _store, options),
                RegistryEndpoint.Upload => UploadEndpoint.Answer(request, _store, options),
                RegistryEndpoint.Manifest => ManifestEndpoint.Answer(request, _store, options),
                RegistryEndpoint.Tags => ListEndpoints.Tags(request, _store, options),
                RegistryEndpoint.Referrers => ListEndpoints.Referrers(request, _store, options),
                _ => throw new UnreachableException(),
            };
    }

    private string[] Methods(RegistryEndpoint endpoint) => endpoint switch
    {
        RegistryEndpoint.Uploads => ["POST"],
        RegistryEndpoint.Upload => ["GET", "PATCH", "PUT", "DELETE"],
        RegistryEndpoint.Manifest => ["GET", "HEAD", "PUT", .. Deletes],
        RegistryEndpoint.Blob => ["GET", "HEAD", .. Deletes],
        _ => ["GET", "HEAD"],
    };

    private string[] Deletes => options.AllowsDelete ? ["DELETE"] : [];
}

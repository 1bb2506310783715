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
        lock (_one)
        {
            var answer = request.Route.Endpoint switch
            {
                RegistryEndpoint.None => RegistryAnswer.Problem(404, "UNSUPPORTED", "there is no such endpoint"),
                RegistryEndpoint.Base => request.IsReading ? RegistryAnswer.Json(200, []) : null,
                _ when !RegistryGrammar.IsRepository(request.Repository) =>
                    RegistryAnswer.Problem(400, "NAME_INVALID", $"'{request.Repository}' is not a repository's name"),
                RegistryEndpoint.Blob => BlobEndpoint.Answer(request, _store, options),
                RegistryEndpoint.Uploads => UploadEndpoint.Begin(request, _store, options),
                RegistryEndpoint.Upload => UploadEndpoint.Answer(request, _store, options),
                RegistryEndpoint.Manifest => ManifestEndpoint.Answer(request, _store, options),
                RegistryEndpoint.Tags => ListEndpoints.Tags(request, _store, options),
                _ => ListEndpoints.Referrers(request, _store, options),
            };
            return answer ?? RegistryAnswer.Problem(405, "UNSUPPORTED", $"{request.Method} is not for this endpoint");
        }
    }
}

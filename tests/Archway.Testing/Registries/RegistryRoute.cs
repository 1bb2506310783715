namespace Archway.Testing.Registries;

/// <summary>What a path names: an endpoint, a repository, and the last part of the path where the endpoint takes one.</summary>
/// <remarks><see href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#endpoints"/></remarks>
internal sealed record RegistryRoute(RegistryEndpoint Endpoint, string Repository, string Name)
{
    // Read from its end, since a repository may itself be called blobs/uploads.
    internal static RegistryRoute Read(string path) => path.Split('/') switch
    {
        ["", "v2"] or ["", "v2", ""] => new(RegistryEndpoint.Base, "", ""),
        ["", "v2", .. var name, "blobs", "uploads", ""] => new(RegistryEndpoint.Uploads, string.Join('/', name), ""),
        ["", "v2", .. var name, "blobs", "uploads"] => new(RegistryEndpoint.Uploads, string.Join('/', name), ""),
        ["", "v2", .. var name, "blobs", "uploads", var session] => new(RegistryEndpoint.Upload, string.Join('/', name), session),
        ["", "v2", .. var name, "blobs", var digest] => new(RegistryEndpoint.Blob, string.Join('/', name), digest),
        ["", "v2", .. var name, "manifests", var reference] => new(RegistryEndpoint.Manifest, string.Join('/', name), reference),
        ["", "v2", .. var name, "tags", "list"] => new(RegistryEndpoint.Tags, string.Join('/', name), ""),
        ["", "v2", .. var name, "referrers", var digest] => new(RegistryEndpoint.Referrers, string.Join('/', name), digest),
        _ => new(RegistryEndpoint.None, "", ""),
    };
}

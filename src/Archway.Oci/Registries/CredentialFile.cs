using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Archway.Oci.Content;

namespace Archway.Oci.Registries;

/// <summary>One file of docker's or podman's credentials, as read.</summary>
/// <remarks>
/// Docker's: <see href="https://docs.docker.com/reference/cli/docker/login/#credential-stores"/>; podman's, whose keys may go down to a repository:
/// <see href="https://github.com/containers/image/blob/v5.36.0/docs/containers-auth.json.5.md"/>.
/// </remarks>
internal sealed class CredentialFile
{
    private const int LargestSize = 1024 * 1024;

    private readonly Dictionary<string, Credential> _credentials = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, string> _helpers = ImmutableDictionary<string, string>.Empty;
    private string? _store;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">It is not one of docker or podman.</exception>
    internal static CredentialFile Read(string path, ReadOnlyMemory<byte> raw) => OciJson.Read(raw, path, LargestSize, root =>
    {
        CredentialFile file = new()
        {
            _helpers = root.Map("credHelpers"),
            _store = root.Text("credsStore") is { Length: > 0 } store ? store : null,
        };
        if (root.Object("auths") is { } auths)
            foreach (var entry in auths.EnumerateObject())
                if (Find(entry.Value, path) is { } credential) file._credentials.TryAdd(Key(entry.Name), credential);
        return file;
    });

    /// <summary>The helper that alone keeps the credential of <paramref name="registry"/>; null when none is named for it.</summary>
    internal string? HelperOf(string registry) =>
        _helpers.GetValueOrDefault(registry) ?? (registry == "docker.io" ? _helpers.GetValueOrDefault(CredentialHelper.DockerHubKey) : null);

    /// <summary>The helper that keeps what the file does not; null when there is none.</summary>
    internal string? Store => _store;

    /// <summary>The credential for a repository; a key with more of its path outranks one with less.</summary>
    internal Credential? Find(string registry, string repository)
    {
        for (var key = $"{registry}/{repository}"; ; key = key[..key.LastIndexOf('/')])
        {
            if (_credentials.TryGetValue(key, out var found)) return found;
            if (key.Length <= registry.Length) return null;
        }
    }

    // Docker's keys may carry a scheme and the path of an API: https://index.docker.io/v1/ is docker.io.
    private static string Key(string name)
    {
        var key = name;
        foreach (var scheme in (ReadOnlySpan<string>)["https://", "http://"])
            if (key.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) key = key[scheme.Length..];
        key = key.TrimEnd('/');
        foreach (var version in (ReadOnlySpan<string>)["/v1", "/v2"])
            if (key.EndsWith(version, StringComparison.Ordinal)) key = key[..^version.Length];
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var (host, rest) = slash < 0 ? (key, "") : (key[..slash], key[slash..]);
        host = host.ToLowerInvariant();
        return (host is "index.docker.io" or "registry-1.docker.io" ? "docker.io" : host) + rest;
    }

    private static Credential? Find(JsonElement entry, string path)
    {
        if (entry.Text("identitytoken") is { Length: > 0 } identity) return new("", identity, true, path);
        var (name, secret) = (entry.Text("username"), entry.Text("password"));
        if (entry.Text("auth") is { Length: > 0 } auth)
        {
            var bytes = new byte[auth.Length];
            if (!Convert.TryFromBase64String(auth, bytes, out var length)) return null;
            // Docker has been seen to pad the decoded text with zero bytes.
            var pair = Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\0');
            var colon = pair.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) return null;
            (name, secret) = (pair[..colon], pair[(colon + 1)..]);
        }

        return name is { Length: > 0 } && secret is { Length: > 0 } ? new(name, secret, false, path) : null;
    }
}

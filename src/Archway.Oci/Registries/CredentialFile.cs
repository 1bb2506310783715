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
    private static readonly string[] Mappings = ["auths", "credHelpers"];
    private static readonly string[] Members = ["identitytoken", "auth", "username", "password"];

    private readonly Dictionary<string, Credential> _credentials = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _broken = new(StringComparer.Ordinal);
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
            Problems =
            [
                .. Mappings.Where(name => root.Member(name) is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) })
                    .Select(name => $"{name} in {path} cannot be used: it is no mapping"),
                .. root.Member("credsStore") is { ValueKind: not (JsonValueKind.String or JsonValueKind.Null) }
                    ? new[] { $"credsStore in {path} cannot be used: it is no text" } : [],
            ],
        };
        foreach (var entry in root.Object("auths")?.EnumerateObject() ?? default) file.Add(Key(entry.Name), entry.Value, path);
        foreach (var helper in root.Object("credHelpers")?.EnumerateObject() ?? default)
            if (helper.Value.Text() is null) file.AddBroken(Key(helper.Name), path, "its credential helper is no text");
        return file;
    });

    /// <summary>The logins that it holds itself, for what comes from where no program may be named.</summary>
    internal CredentialFile WithoutHelpers()
    {
        (_helpers, _store) = (ImmutableDictionary<string, string>.Empty, null);
        return this;
    }

    /// <summary>What of the file cannot be used, whichever registry is asked; one sentence each.</summary>
    internal ImmutableArray<string> Problems { get; private init; } = [];

    /// <summary>Which of the entries for a registry, or for a part of it, cannot be used, and why; one sentence each.</summary>
    internal IEnumerable<string> ProblemsOf(string registry) => _broken
        .Where(entry => entry.Key == registry || entry.Key.StartsWith(registry + "/", StringComparison.Ordinal))
        .Select(entry => entry.Value);

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

    private void Add(string key, JsonElement entry, string path)
    {
        // What docker login leaves behind where a store keeps the login.
        if (entry.ValueKind == JsonValueKind.Object && Members.All(name => IsUnsaid(entry.Member(name)))) return;
        if (entry.ValueKind != JsonValueKind.Object) AddBroken(key, path, "it is no mapping");
        else if (Read(entry, path, out var credential) is { } problem) AddBroken(key, path, problem);
        else _credentials.TryAdd(key, credential!);
    }

    private void AddBroken(string key, string path, string why) => _broken.TryAdd(key, $"the entry for {key} in {path} cannot be used: {why}");

    private static bool IsUnsaid(JsonElement? member) => member is null or { ValueKind: JsonValueKind.Null } || member.Value.Text() is "";

    /// <summary>Reads an entry that says something; why it cannot be read, in words that hold nothing of it.</summary>
    private static string? Read(JsonElement entry, string path, out Credential? credential)
    {
        credential = null;
        if (!IsUnsaid(entry.Member("identitytoken")))
        {
            if (entry.Text("identitytoken") is not { } identity) return "its identitytoken is no text";
            credential = new("", identity, true, path);
            return null;
        }

        var (name, secret) = (entry.Text("username"), entry.Text("password"));
        if (!IsUnsaid(entry.Member("auth")))
        {
            if (entry.Text("auth") is not { } auth) return "its auth is no text";
            var bytes = new byte[auth.Length];
            if (!Convert.TryFromBase64String(auth, bytes, out var length)) return "its auth is no base64";
            // Docker has been seen to pad the decoded text with zero bytes.
            var pair = Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\0');
            if (pair.IndexOf(':', StringComparison.Ordinal) is not (>= 0 and var colon)) return "its auth has no colon between user and password";
            (name, secret) = (pair[..colon], pair[(colon + 1)..]);
        }

        if (name is not { Length: > 0 }) return "it names no user";
        if (secret is not { Length: > 0 }) return "it has no password";
        credential = new(name, secret, false, path);
        return null;
    }
}

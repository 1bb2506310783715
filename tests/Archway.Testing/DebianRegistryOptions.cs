using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace Archway.Testing;

/// <summary>How a <see cref="DebianRegistry"/> is set up; by itself it lets in anyone, over plain HTTP.</summary>
/// <remarks><see href="https://distribution.github.io/distribution/about/configuration/"/></remarks>
public sealed record DebianRegistryOptions
{
    /// <summary>What it shows over TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>A line of its file of users, as <c>htpasswd -B</c> writes it.</summary>
    public string? User { get; init; }

    /// <summary>Who gives its tokens.</summary>
    public TokenServer? Tokens { get; init; }

    /// <summary>What is shown to push to a repository.</summary>
    public Func<string, AuthenticationHeaderValue>? ForPushing { get; init; }

    /// <summary>Whether it keeps in memory what it knows of blobs, as those that are to be fast do.</summary>
    public bool KeepsDescriptors { get; init; }

    /// <summary>Whether it tells what it is asked, in <see cref="DebianRegistry.Log"/>.</summary>
    public bool Logs { get; init; }

    internal string WriteTls(string folder)
    {
        if (Certificate is null) return "";
        var (certificate, key) = (Path.Combine(folder, "certificate.pem"), Path.Combine(folder, "key.pem"));
        File.WriteAllText(certificate, Certificate.ExportCertificatePem());
        using var secret = Certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(key, secret.ExportPkcs8PrivateKeyPem());
        return $", tls: {{ certificate: {certificate}, key: {key} }}";
    }

    internal string WriteAuthentication(string folder)
    {
        if (Tokens is { } tokens)
        {
            var bundle = tokens.WriteBundle(folder);
            return $"auth: {{ token: {{ realm: \"{tokens.Realm}\", service: {TokenServer.Service}, issuer: {TokenServer.Issuer}, rootcertbundle: {bundle} }} }}";
        }

        if (User is null) return "";
        var users = Path.Combine(folder, "htpasswd");
        File.WriteAllText(users, User + "\n");
        return $"auth: {{ htpasswd: {{ realm: users, path: {users} }} }}";
    }
}

using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Archway.Clusters.Configuration;

/// <summary>What a user of a kubeconfig comes to.</summary>
internal static class UserEntry
{
    /// <summary>How the user shows who it is.</summary>
    /// <exception cref="ClusterException">In a way that is not understood, or that cannot be used.</exception>
    internal static ClusterLogin Login(KubeEntry user, ClusterAccess access, KubeEntry cluster, ClusterSettings settings)
    {
        if (user.Value?["auth-provider"]?["name"]?.Text is { } provider)
            throw user.Wrong($"it logs in through the auth-provider '{provider}', which kubectl has no more since 1.26; use the exec plugin of that cloud, or a token");
        var (token, file, name) = (user.Text("token"), user.Text("tokenFile"), user.Text("username"));
        if (name is not null && (token ?? file) is not null) throw user.Wrong("it has a token and a username; take one of them out");
        return new(settings)
        {
            Who = $"user '{user.Name}'",
            Authorization = token is not null ? ClusterLogin.Bearer(token, $"the token of user '{user.Name}'")
                : name is not null ? $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{user.Text("password")}"))}"
                : null,
            TokenFile = file is null ? null : user.PathOf(file),
            Certificate = CertificateOf(user),
            Plugin = user.Value?["exec"] is { } exec ? ExecPlugin.Of(user, exec, access, cluster, settings) : null,
        };
    }

    /// <summary>The headers of whoever is asked for in another's name.</summary>
    internal static IEnumerable<(string Name, string Value)> Impersonation(KubeEntry user)
    {
        if (user.Text("as") is { } name) yield return ("Impersonate-User", Checked(name));
        if (user.Text("as-uid") is { } uid) yield return ("Impersonate-Uid", Checked(uid));
        foreach (var group in user.Value?["as-groups"]?.Items ?? []) yield return ("Impersonate-Group", Checked(group.Text ?? ""));
        if (user.Value?["as-user-extra"] is not null) throw user.Wrong("it has as-user-extra, which is not understood here");

        string Checked(string value) => value.All(c => c is > ' ' and < '\x7f') ? value : throw user.Wrong("it asks in the name of somebody whose name no header may hold");
    }

    /// <summary>A certificate with its key, and those between it and an authority, from PEM.</summary>
    internal static SslStreamCertificateContext CertificateFrom(string certificates, string key, Func<string, ClusterException> wrong)
    {
        try
        {
            using var made = X509Certificate2.CreateFromPem(certificates, key);
            X509Certificate2Collection all = [];
            all.ImportFromPem(certificates);
            // Some systems take a key only from a store.
            var own = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
            return SslStreamCertificateContext.Create(own, [.. all.Skip(1)], offline: true);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw wrong(key.Contains("ENCRYPTED", StringComparison.Ordinal) ? "its client key is encrypted; decrypt it" : "its client certificate and key are no pair in PEM");
        }
    }

    private static SslStreamCertificateContext? CertificateOf(KubeEntry user)
    {
        var (certificate, key) = (user.Content("client-certificate"), user.Content("client-key"));
        if (certificate is null && key is null) return null;
        if (certificate is null || key is null) throw user.Wrong(certificate is null ? "it has a client-key and no client-certificate" : "it has a client-certificate and no client-key");
        return CertificateFrom(certificate, key, why => user.Wrong(why));
    }
}

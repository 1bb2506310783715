using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Archway.Oci.Registries;

namespace Archway.Clusters.Configuration;

/// <summary>Where an API server is, whom it is trusted by, and who asks it.</summary>
internal sealed record ClusterAccess
{
    /// <summary>What it is called: the context's name.</summary>
    internal required string Name { get; init; }

    /// <summary>Its address, which may have a path.</summary>
    internal required Uri Server { get; init; }

    /// <summary>The authorities that alone may vouch for it; null for those of this machine.</summary>
    internal X509Certificate2Collection? Authorities { get; init; }

    /// <summary>The same as text, for programs that log in.</summary>
    internal string? AuthoritiesPem { get; init; }

    /// <summary>Whether whoever answers is taken for it.</summary>
    internal bool TrustsAnyone { get; init; }

    /// <summary>The name that its certificate is for, where that is not the address's.</summary>
    internal string? ServerName { get; init; }

    /// <summary>The proxy that the kubeconfig names; null where it names none.</summary>
    internal ProxyAddress? Proxy { get; init; }

    /// <summary>The namespace that is meant where none is named; null where there is none.</summary>
    internal string? Namespace { get; init; }

    /// <summary>Who asks.</summary>
    internal required ClusterLogin Login { get; init; }

    /// <summary>For whom is asked: the headers of impersonation.</summary>
    internal ImmutableArray<(string Name, string Value)> Impersonation { get; init; } = [];

    /// <summary>What a context of a kubeconfig comes to.</summary>
    /// <exception cref="ClusterException">It cannot be used.</exception>
    internal static ClusterAccess Of(KubeContext context, ClusterSettings settings)
    {
        var cluster = context.Cluster;
        var (authorities, skips) = (cluster.Content("certificate-authority"), cluster.IsTrue("insecure-skip-tls-verify"));
        if (authorities is not null && skips) throw cluster.Wrong("it has a certificate-authority and insecure-skip-tls-verify; take one of them out");
        var server = ServerOf(cluster);
        ClusterAccess access = new()
        {
            Name = context.Entry.Name,
            Server = server,
            Authorities = authorities is null ? null : Certificates(authorities, why => cluster.Wrong($"its certificate-authority {why}")),
            AuthoritiesPem = authorities,
            TrustsAnyone = skips,
            ServerName = cluster.Text("tls-server-name"),
            Proxy = cluster.Text("proxy-url") is { } proxy ? ProxyAddress.Read(proxy) ?? throw cluster.Wrong("its proxy-url is no address of a proxy, such as http://proxy.example:3128") : null,
            Namespace = context.Entry.Text("namespace"),
            Login = ClusterLogin.Nobody,
            Impersonation = context.User is null ? [] : [.. UserEntry.Impersonation(context.User)],
        };
        return context.User is null ? access : access with { Login = UserEntry.Login(context.User, access, cluster, settings) };
    }

    /// <summary>The certificates of a text of them.</summary>
    internal static X509Certificate2Collection Certificates(string pem, Func<string, ClusterException> wrong)
    {
        X509Certificate2Collection found = [];
        try
        {
            found.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            throw wrong("holds what is no certificate");
        }

        return found.Count > 0 ? found : throw wrong("holds no certificate in PEM");
    }

    private static Uri ServerOf(KubeEntry cluster)
    {
        var written = cluster.Text("server") ?? throw cluster.Wrong("it names no server");
        var address = written.Contains("://", StringComparison.Ordinal) ? written : "https://" + written;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var server) || server.Scheme is not ("https" or "http") || server.UserInfo.Length > 0 || server.Host.Length == 0)
            throw cluster.Wrong("its server is no address, such as https://10.0.0.1:6443");
        if (server.Scheme == "http" && !Addresses.IsLoopback(server.Host))
            throw cluster.Wrong("its server is asked without TLS, which would show everyone on the way who asks; write https://");
        return new Uri(server.GetLeftPart(UriPartial.Path).TrimEnd('/'));
    }
}

/// <summary>A proxy, and the login for it.</summary>
/// <param name="Address">Its address without the login.</param>
/// <param name="Login">The login; null where there is none.</param>
internal sealed record ProxyAddress(Uri Address, NetworkCredential? Login)
{
    private const int PortOfSocks = 1080;

    internal static ProxyAddress? Read(string written)
    {
        if (!Uri.TryCreate(written, UriKind.Absolute, out var proxy) || proxy.Scheme is not ("http" or "https" or "socks5") || proxy.Host.Length == 0) return null;
        var login = proxy.UserInfo.Split(':', 2);
        // RFC 1928 names the port that a SOCKS proxy has where none is written, and .NET does not know it.
        var port = proxy.Port < 0 ? PortOfSocks : proxy.Port;
        return new(new UriBuilder(proxy) { Port = port, UserName = "", Password = "", Path = "", Query = "", Fragment = "" }.Uri,
            proxy.UserInfo.Length == 0 ? null : new(Uri.UnescapeDataString(login[0]), login.Length > 1 ? Uri.UnescapeDataString(login[1]) : ""));
    }
}

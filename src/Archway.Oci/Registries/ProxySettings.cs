using System.Collections.Immutable;
using System.Net;

namespace Archway.Oci.Registries;

/// <summary>Which proxy a request goes through, by the variables that curl, docker and skopeo heed.</summary>
/// <remarks>
/// <c>HTTP_PROXY</c> is for plain requests, <c>HTTPS_PROXY</c> for those over TLS, <c>NO_PROXY</c> lists whom to ask directly: names with all below them,
/// names with a port, addresses and networks, or <c>*</c>. Lower case counts before upper case. This machine itself is never asked through a proxy.
/// </remarks>
public sealed class ProxySettings : IWebProxy
{
    private static readonly string[] Schemes = ["http", "https", "socks4", "socks4a", "socks5"];

    private readonly Uri? _plain;
    private readonly Uri? _secure;
    private readonly ImmutableArray<string> _direct;

    private ProxySettings(Uri? plain, Uri? secure, ImmutableArray<string> direct) => (_plain, _secure, _direct) = (plain, secure, direct);

    /// <summary>The login of the proxies, from their addresses in the environment; never shown.</summary>
    public ICredentials? Credentials { get; set; }

    /// <summary>The users and passwords of the proxies.</summary>
    internal IEnumerable<NetworkCredential> Logins => Credentials is CredentialCache logins ? logins.Cast<NetworkCredential>() : [];

    /// <summary>What an environment says; null when it names no proxy.</summary>
    /// <param name="variable">Tells a variable's value, or null.</param>
    /// <exception cref="FormatException">A variable holds no proxy's address. The message does not repeat it, since it may hold a password.</exception>
    public static ProxySettings? Of(Func<string, string?> variable)
    {
        CredentialCache logins = new();
        var plain = Read("HTTP_PROXY", variable, logins);
        var secure = Read("HTTPS_PROXY", variable, logins);
        if (plain is null && secure is null) return null;
        var direct = Value("NO_PROXY", variable)?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return new(plain, secure, [.. direct]) { Credentials = logins };
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => IsDirect(destination) ? null : destination.Scheme == "https" ? _secure : _plain;

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => GetProxy(host) is null;

    private static string? Value(string name, Func<string, string?> variable) => variable(name.ToLowerInvariant()) is { Length: > 0 } lower
        ? lower
        : variable(name) is { Length: > 0 } upper ? upper : null;

    private static Uri? Read(string name, Func<string, string?> variable, CredentialCache logins)
    {
        if (Value(name, variable) is not { } text) return null;
        var address = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var proxy) || !Schemes.Contains(proxy.Scheme) || proxy.Host.Length == 0)
            throw new FormatException($"{name} in the environment is not the address of a proxy, such as http://proxy.example:3128");
        var bare = new UriBuilder(proxy) { UserName = "", Password = "", Path = "", Query = "", Fragment = "" }.Uri;
        if (proxy.UserInfo.Length == 0) return bare;
        var login = proxy.UserInfo.Split(':', 2);
        NetworkCredential credential = new(Uri.UnescapeDataString(login[0]), login.Length > 1 ? Uri.UnescapeDataString(login[1]) : "");
        foreach (var scheme in (string[])["Basic", "Digest"])
            if (logins.GetCredential(bare, scheme) is null) logins.Add(bare, scheme, credential);
        return bare;
    }

    private bool IsDirect(Uri destination)
    {
        if (Addresses.IsLoopback(destination.Host)) return true;
        var host = destination.IdnHost;
        var address = IPAddress.TryParse(host, out var literal) ? literal : null;
        return _direct.Any(entry => entry == "*" || Fits(entry, host, address, destination.Port));
    }

    private static bool Fits(string entry, string host, IPAddress? address, int port)
    {
        if (IPNetwork.TryParse(entry, out var network)) return address is not null && network.Contains(address);
        if (IPAddress.TryParse(entry.Trim('[', ']'), out var one)) return one.Equals(address);
        var name = entry;
        if (entry.LastIndexOf(':') is > 0 and var colon && int.TryParse(entry[(colon + 1)..], out var wanted))
        {
            if (wanted != port) return false;
            name = entry[..colon];
            if (IPAddress.TryParse(name.Trim('[', ']'), out one)) return one.Equals(address);
        }

        // example.com means it and all below it; .example.com and *.example.com mean only what is below.
        var domain = name.TrimStart('*');
        return domain.StartsWith('.')
            ? host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
            : host.Equals(domain, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);
    }
}

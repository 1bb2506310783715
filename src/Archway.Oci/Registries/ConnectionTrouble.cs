using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Archway.Oci.Registries;

/// <summary>Why a host could not be asked, in words.</summary>
internal static class ConnectionTrouble
{
    /// <summary>Whether the same request may well succeed a moment later.</summary>
    internal static bool IsPassing(HttpRequestException e) =>
        IsClosed(e)
        || Socket(e) is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.TryAgain
        || (e.HttpRequestError == HttpRequestError.Unknown && e.InnerException is IOException);

    /// <summary>Whether there was no connection at all, whatever was asked for.</summary>
    internal static bool IsOfHost(HttpRequestException e) =>
        !IsPassing(e)
            && (e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
                || Cause<AddressRefusedException>(e) is not null);

    internal static RegistryException Reason(HostCall call, HttpRequestException e, Uri? proxy)
    {
        var host = call.Who;
        if (Cause<AddressRefusedException>(e) is { } refused) return new(RegistryFault.Unreachable, $"{host} is not asked: {refused.Message}", e);
        if (Cause<ProxyException>(e) is { } gone)
            return new(RegistryFault.Unreachable, $"{host} was not asked: {gone.Message}; {ProxyRemedy}", e);
        if (IsClosed(e)) return new(RegistryFault.Unreachable, $"{host} closed the connection without an answer; ask again later", e);
        return e.HttpRequestError switch
        {
            HttpRequestError.ProxyTunnelError when e.StatusCode is { } status and not HttpStatusCode.ProxyAuthenticationRequired =>
                new(RegistryFault.Unreachable, $"{host} was not asked: the proxy {proxy?.Authority} made no way to it and answered {(int)status}; "
                    + "ask who runs it, or name the host in NO_PROXY", e),
            HttpRequestError.ProxyTunnelError =>
                new(RegistryFault.Unreachable, $"{host} was not asked: the proxy {proxy?.Authority} made no way to it; "
                    + "check the proxy's login in HTTPS_PROXY, or name the host in NO_PROXY", e),
            HttpRequestError.NameResolutionError =>
                new(RegistryFault.Unreachable, $"the name {call.Host} does not resolve; check its spelling and the network", e),
            HttpRequestError.SecureConnectionError => new(RegistryFault.Unreachable, $"TLS with {host} failed ({Tls(e)}); {TlsRemedy(e)}", e),
            HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ConfigurationLimitExceeded =>
                new(RegistryFault.Malformed, $"{host} answers something that is not HTTP as a registry speaks it", e),
            _ => new(RegistryFault.Unreachable, Socket(e) switch
            {
                SocketError.ConnectionRefused => $"{host} refused the connection; nothing listens there",
                SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
                    $"the name {call.Host} does not resolve; check its spelling and the network",
                SocketError.NetworkUnreachable or SocketError.HostUnreachable => $"there is no way to {host} from this network",
                SocketError.ConnectionReset or SocketError.ConnectionAborted => $"{host} cut the connection; ask again later",
                SocketError.TimedOut => $"{host} did not take the connection in time",
                _ => $"the connection to {host} failed",
            }, e),
        };
    }

    /// <summary>What it means that nothing came back.</summary>
    internal static RegistryException Silence(HostCall call, string time, Uri? proxy) => new(RegistryFault.TimedOut, proxy is null
        ? $"{call.Who} did not answer within {time}"
        : $"{call.Who} did not answer within {time} through the proxy {proxy.Authority}, where either may be silent; {ProxyRemedy}");

    /// <summary>Whether TLS is spoken, and only the certificate is not trusted.</summary>
    internal static bool IsOfCertificate(Exception e) =>
        Cause<CertificateException>(e) is not null;

    private const string ProxyRemedy = "check HTTPS_PROXY and HTTP_PROXY, or name the host in NO_PROXY";

    private static bool IsClosed(HttpRequestException e) =>
        e.HttpRequestError == HttpRequestError.ResponseEnded || Cause<ConnectionClosedException>(e) is not null;

    private static SocketError? Socket(Exception e) => Cause<SocketException>(e)?.SocketErrorCode;

    // What fails is all of the text that is of use, and it is the runtime's own or ours, not the host's.
    private static string Tls(Exception e) => Cause<AuthenticationException>(e)?.Message.TrimEnd('.') ?? "the handshake broke off";

    private static T? Cause<T>(Exception e) where T : Exception
    {
        for (var cause = e.InnerException; cause is not null; cause = cause.InnerException)
            if (cause is T found) return found;
        return null;
    }

    private static string TlsRemedy(HttpRequestException e) =>
        Cause<CertificateException>(e)?.Remedy ?? "a registry without TLS must be named as a plain-HTTP host, with --plain-http";
}

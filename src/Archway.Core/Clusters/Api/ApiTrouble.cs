using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Archway.Oci.Content;
using Archway.Oci.Registries;

namespace Archway.Clusters.Api;

/// <summary>Why an API server gave no usable answer, in words.</summary>
internal static class ApiTrouble
{
    private const int LongestMessage = 500;

    /// <summary>What it means that there was no answer, or only the beginning of one.</summary>
    internal static ClusterException Of(Exception e, string what, string server, string? proxy)
    {
        var through = proxy is null ? "" : $" through the proxy {proxy}";
        var unresolved = proxy is null ? $"the name of {server} does not resolve; check the cluster's server in the kubeconfig, and the network"
            : $"a name on the way to {server} does not resolve, its own or that of the proxy {proxy}; check proxy-url in the kubeconfig, HTTPS_PROXY and the network";
        string why = e switch
        {
            OperationCanceledException => $"{server} did not answer in time{through}",
            _ when Cause<AddressRefusedException>(e) is { } refused => $"{server} is not asked: {refused.Message}",
            _ when Cause<AuthenticationException>(e) is { } tls =>
                $"TLS with {server} failed ({tls.Message.TrimEnd('.')}); check certificate-authority and tls-server-name in the kubeconfig",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => $"TLS with {server} failed; check certificate-authority and tls-server-name in the kubeconfig",
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => unresolved,
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => $"the proxy{(proxy is null ? "" : " " + proxy)} made no way to {server}; check proxy-url in the kubeconfig, HTTPS_PROXY and NO_PROXY",
            _ when Cause<SocketException>(e) is { } socket => socket.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => $"{server} refused the connection{through}; is the cluster up?",
                SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => unresolved,
                SocketError.ConnectionReset or SocketError.ConnectionAborted => $"{server} cut the connection each time{through}; ask again later",
                _ => $"there is no way to {server} from this network{through}",
            },
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => $"{server} answers something that is not HTTP as an API server speaks it",
            _ => $"{server} cut the connection each time{through}; ask again later",
        };
        return new(ClusterFault.Unreachable, $"cannot {what}: {why}", e);
    }

    /// <summary>Whether asking again may help at once.</summary>
    internal static bool IsPassing(Exception e) => e is IOException
        || e is HttpRequestException http && Cause<AuthenticationException>(e) is null && Cause<AddressRefusedException>(e) is null
            && (http.HttpRequestError is HttpRequestError.ResponseEnded or HttpRequestError.Unknown
                || Cause<SocketException>(e)?.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted);

    /// <summary>What a refusal means.</summary>
    internal static ClusterException Refused(HttpStatusCode status, ApiStatus? told, string what, string server, string who)
    {
        var said = told?.Message is { Length: > 0 } message ? $": {message}" : "";
        return status switch
        {
            HttpStatusCode.Unauthorized => new(ClusterFault.Unauthorized,
                $"cannot {what}: {server} does not know {who} (401 Unauthorized); log in to the cluster again, as with kubectl"),
            HttpStatusCode.Forbidden => new(ClusterFault.Forbidden,
                $"cannot {what}: {server} does not allow it (403 Forbidden){said}; docs/clusters.md has the role that is needed"),
            HttpStatusCode.NotFound => new(ClusterFault.Absent, $"cannot {what}: {server} has none (404 Not Found){said}"),
            HttpStatusCode.Gone => new(ClusterFault.Expired, $"cannot {what}: {server} no longer has that state (410 Gone){said}") { Continue = told?.Continue },
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new(ClusterFault.Busy,
                $"cannot {what}: {server} wants to be left alone ({(int)status}){said}; ask again later"),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new(ClusterFault.Malformed,
                $"cannot {what}: {server} sends elsewhere ({(int)status}), as a page to log in does and no API server; check the cluster's server in the kubeconfig"),
            _ => new(ClusterFault.Failed, $"cannot {what}: {server} answered {(int)status}{said}"),
        };
    }

    /// <summary>What an API server says of a refusal; null where the text is none of its own.</summary>
    internal static ApiStatus? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return OciJson.Read(body, "the status", body.Length + 1, root => root.Text("kind") == "Status" ? ApiStatus.Of(root) : null);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    internal static string Shortened(string text) => text.Length > LongestMessage ? text[..LongestMessage] + "…" : text;

    private static T? Cause<T>(Exception e) where T : Exception
    {
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
            if (cause is T found) return found;
        return null;
    }
}

/// <summary>What an API server says beside a refusal.</summary>
/// <param name="Code">The status in numbers; 0 where it says none.</param>
/// <param name="Message">Why.</param>
/// <param name="Continue">Where an expired list goes on, as of now.</param>
internal sealed record ApiStatus(int Code, string Message, string? Continue)
{
    internal static ApiStatus Of(JsonElement status) => new(
        status.Member("code") is { ValueKind: JsonValueKind.Number } code && code.TryGetInt32(out var number) ? number : 0,
        ApiTrouble.Shortened(status.Text("message") ?? ""), status.Object("metadata")?.Text("continue") is { Length: > 0 } next ? next : null);
}

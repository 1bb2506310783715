using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Archway.Oci.Content;
using Archway.Oci.Registries;

namespace Archway.Aws;

/// <summary>Why AWS gave no usable answer, in words. Its own words are not repeated: they hold names of users, roles and accounts.</summary>
/// <param name="What">What was done.</param>
/// <param name="Host">Who was asked.</param>
/// <param name="Who">With what it was signed, fit to be shown.</param>
/// <param name="Permission">The permission that it takes: <c>ecs:ListServices</c>.</param>
/// <param name="Time">The clock.</param>
internal sealed record AwsTrouble(string What, string Host, string Who, string Permission, TimeProvider Time)
{
    // AWS takes what is signed within five minutes of its own time.
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(5);

    /// <summary>Whether the same request may well succeed a moment later.</summary>
    internal static bool IsPassing(HttpStatusCode status, string? code) => IsThrottling(status, code)
        || status is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>Whether it is asked too often.</summary>
    internal static bool IsThrottling(HttpStatusCode status, string? code) => status == HttpStatusCode.TooManyRequests
        || code is "ThrottlingException" or "Throttling" or "ThrottledException" or "RequestThrottledException" or "RequestThrottled"
            or "TooManyRequestsException" or "RequestLimitExceeded" or "SlowDown";

    /// <summary>Whether asking again may help at once.</summary>
    internal static bool IsPassing(Exception e) => e is IOException
        || e is HttpRequestException http && Cause<AuthenticationException>(e) is null && Cause<AddressRefusedException>(e) is null
            && (http.HttpRequestError is HttpRequestError.ResponseEnded or HttpRequestError.Unknown
                || Cause<SocketException>(e)?.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted);

    /// <summary>The name of an error: <c>com.amazonaws.ecs#ClusterNotFoundException</c> without what stands before it; null where there is none.</summary>
    internal static string? CodeOf(HttpResponseMessage answer, ReadOnlyMemory<byte> body)
    {
        string? written = null;
        try
        {
            if (body.Length > 0) written = OciJson.Read(body, "the error", body.Length, root => root.Text("__type") ?? root.Text("code") ?? root.Text("Code"));
        }
        catch (FormatException)
        {
            // Who stands between answers in a language of its own.
        }

        written ??= answer.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.First() : null;
        var name = written?[(written.LastIndexOf('#') + 1)..].Split(':')[0];
        return name is { Length: > 0 and <= 64 } && name.All(char.IsAsciiLetterOrDigit) ? name : null;
    }

    /// <summary>What a refusal means.</summary>
    internal AwsException Refused(HttpResponseMessage answer, string? code, int times)
    {
        var status = answer.StatusCode;
        var told = code ?? ((int)status).ToString(CultureInfo.InvariantCulture);
        return code switch
        {
            _ when IsThrottling(status, code) => Fault(AwsFault.Busy, $"AWS answered each of {times} times that it is asked too often ({told}); ask again later, or for one cluster or region at a time"),
            "ExpiredTokenException" or "ExpiredToken" or "RequestExpired" or "TokenRefreshRequired" =>
                Fault(AwsFault.Unauthorized, $"the {Who} have expired ({told}); log in again, as with aws sso login, and take new ones"),
            "UnrecognizedClientException" or "InvalidClientTokenId" or "InvalidAccessKeyId" or "MissingAuthenticationTokenException" or "MissingAuthenticationToken" =>
                Fault(AwsFault.Unauthorized, $"AWS does not know the {Who} there ({told}); check them with aws sts get-caller-identity, and that the account has this region enabled"),
            "InvalidSignatureException" or "SignatureDoesNotMatch" or "IncompleteSignatureException" or "IncompleteSignature" =>
                Fault(AwsFault.Unauthorized, $"AWS does not take the signature of the {Who} ({told}): {(Skew(answer) is { } skew ? skew : "the secret access key is not that of the access key id")}"),
            "AccessDeniedException" or "AccessDenied" or "UnauthorizedOperation" or "NotAuthorized" =>
                Fault(AwsFault.Forbidden, $"the {Who} may not ({told}); it takes the permission {Permission}, and docs/aws.md has the whole policy"),
            "OptInRequired" or "SubscriptionRequiredException" => Fault(AwsFault.Forbidden, $"the account has no access to this service or region ({told})"),
            "ClusterNotFoundException" or "RepositoryNotFoundException" or "ServiceNotFoundException" or "RegistryNotFoundException" or "ResourceNotFoundException" =>
                Fault(AwsFault.Absent, $"there is none ({told})"),
            null when (int)status is >= 300 and < 400 => Fault(AwsFault.Malformed, $"{Host} sends elsewhere ({told}), as a page to log in does and AWS does not; check the network and AWS_ENDPOINT_URL"),
            null when status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized or HttpStatusCode.ProxyAuthenticationRequired =>
                Fault(AwsFault.Unauthorized, $"{Host} refused with {told} and in no words of AWS; check the network, the proxy and AWS_ENDPOINT_URL"),
            _ => Fault(AwsFault.Failed, $"{Host} answered {(code is null ? told : $"{(int)status} ({code})")}{(times > 1 ? $" each of {times} times" : "")}; ask again later"),
        };
    }

    /// <summary>What it means that there was no answer, or only the beginning of one.</summary>
    internal AwsException Of(Exception e, string? proxy)
    {
        var through = proxy is null ? "" : $" through the proxy {proxy}";
        return new(AwsFault.Unreachable, $"cannot {What}: " + e switch
        {
            OperationCanceledException => $"{Host} did not answer in time{through}; check the network",
            _ when Cause<AddressRefusedException>(e) is { } refused => $"{Host} is not asked: {refused.Message}",
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => $"the proxy {proxy} made no way to {Host}; check HTTPS_PROXY and NO_PROXY",
            _ when Cause<AuthenticationException>(e) is not null || e is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
                $"TLS with {Host} failed; where something on the way reads what is sent, name its authority with --ca-file",
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => $"the name {Host} does not resolve; check the region and the network",
            _ when Cause<SocketException>(e) is { } socket => socket.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => $"{Host} refused the connection{through}; nothing listens there",
                SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"the name {Host} does not resolve; check the region and the network",
                SocketError.ConnectionReset or SocketError.ConnectionAborted => $"{Host} cut the connection each time{through}; ask again later",
                _ => $"there is no way to {Host} from this network{through}",
            },
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => $"{Host} answers something that is not HTTP as AWS speaks it",
            _ => $"{Host} cut the connection each time{through}; ask again later",
        }, e);
    }

    internal AwsException TooLarge(int largest) => Fault(AwsFault.TooLarge, $"{Host} answers with more than {largest} bytes at once");

    internal AwsException Malformed() => Fault(AwsFault.Malformed, $"{Host} answers something that is no JSON as AWS writes it; check the network and AWS_ENDPOINT_URL");

    private AwsException Fault(AwsFault fault, string why) => new(fault, $"cannot {What}: {why}");

    private string? Skew(HttpResponseMessage answer) =>
        answer.Headers.Date is { } theirs && (Time.GetUtcNow() - theirs) is var off && off.Duration() > LargestSkew
            ? $"this machine's clock is {off.Duration().TotalMinutes:0} minutes {(off > TimeSpan.Zero ? "fast" : "slow")}; set it"
            : null;

    private static T? Cause<T>(Exception e) where T : Exception
    {
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
            if (cause is T found) return found;
        return null;
    }
}

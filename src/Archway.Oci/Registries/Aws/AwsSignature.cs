using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Archway.Oci.Registries.Aws;

/// <summary>Signs a request as AWS wants it: Signature Version 4.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"/></remarks>
internal static class AwsSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Adds the date, the session's token if there is one, and the signature.</summary>
    /// <param name="message">The request; it has the headers to be signed, and its path and query are as they are sent.</param>
    /// <param name="body">Its body.</param>
    /// <param name="keys">What to sign with.</param>
    /// <param name="region">Which region is asked.</param>
    /// <param name="service">Which service is asked.</param>
    /// <param name="now">The time, which AWS takes when it is right to within minutes.</param>
    internal static void Sign(HttpRequestMessage message, ReadOnlySpan<byte> body, AwsKeys keys, string region, string service, DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        message.Headers.TryAddWithoutValidation("X-Amz-Date", time);
        if (keys.SessionToken is { } session) message.Headers.TryAddWithoutValidation("X-Amz-Security-Token", session);

        var headers = message.Headers.NonValidated.Select(header => (Name: header.Key.ToLowerInvariant(), Value: header.Value.ToString().Trim()))
            .Concat(message.Content?.Headers.NonValidated.Select(header => (Name: header.Key.ToLowerInvariant(), Value: header.Value.ToString().Trim())) ?? [])
            .Where(header => header.Name is "content-type" || header.Name.StartsWith("x-amz-", StringComparison.Ordinal))
            .Append((Name: "host", Value: message.RequestUri!.Authority))
            .OrderBy(header => header.Name, StringComparer.Ordinal)
            .ToList();
        var names = string.Join(';', headers.Select(header => header.Name));
        var request = string.Join('\n',
            [message.Method.Method, message.RequestUri.AbsolutePath, message.RequestUri.Query.TrimStart('?'),
                .. headers.Select(header => $"{header.Name}:{header.Value}"), "", names, Hash(body)]);

        var scope = $"{time[..8]}/{region}/{service}/aws4_request";
        var toSign = $"{Algorithm}\n{time}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(request))}";
        var key = Mac(Mac(Mac(Mac(Encoding.UTF8.GetBytes("AWS4" + keys.SecretAccessKey), time[..8]), region), service), "aws4_request");
        message.Headers.TryAddWithoutValidation("Authorization",
            $"{Algorithm} Credential={keys.AccessKeyId}/{scope}, SignedHeaders={names}, Signature={Convert.ToHexStringLower(Mac(key, toSign))}");
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Archway.Testing.Aws;

/// <summary>Checks a request's Signature Version 4 from what came over the wire, with code of its own.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"/></remarks>
internal static class AwsSignatureCheck
{
    /// <summary>What AWS would say of the signature: an error's name and its words; null where it is right.</summary>
    internal static (string Code, string Message)? Fault(HttpContext context, byte[] body, string region, string service, TestAwsKeys keys, DateTimeOffset now)
    {
        var header = context.Request.Headers.Authorization.ToString();
        const string Algorithm = "AWS4-HMAC-SHA256 ";
        if (!header.StartsWith(Algorithm, StringComparison.Ordinal)) return ("MissingAuthenticationTokenException", "Missing Authentication Token");
        var parts = header[Algorithm.Length..].Split(',').Select(part => part.Trim().Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        if (parts["Credential"].Split('/') is not [var id, var day, var signedRegion, var signedService, "aws4_request"])
            return ("IncompleteSignatureException", "Credential must have exactly 5 slash-delimited elements");
        if (id != keys.Id || (context.Request.Headers["X-Amz-Security-Token"].ToString() is var shown && shown != (keys.Session ?? "")))
            return ("UnrecognizedClientException", "The security token included in the request is invalid.");
        if (signedRegion != region || signedService != service)
            return ("InvalidSignatureException", $"Credential should be scoped to a valid region, not '{signedRegion}', and to the service '{service}'.");

        var date = context.Request.Headers["X-Amz-Date"].ToString();
        if (!DateTimeOffset.TryParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signed) || !date.StartsWith(day, StringComparison.Ordinal))
            return ("IncompleteSignatureException", "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP");
        if ((now - signed).Duration() > TimeSpan.FromMinutes(5))
            return ("InvalidSignatureException", $"Signature expired: {date} is now earlier than {now:yyyyMMdd'T'HHmmss'Z'} - 5 min.");

        var names = parts["SignedHeaders"].Split(';');
        // AWS wants the host and all of its own headers to be signed.
        var must = context.Request.Headers.Keys.Select(name => name.ToLowerInvariant()).Where(name => name == "host" || name.StartsWith("x-amz-", StringComparison.Ordinal));
        if (must.Except(names).Any() || !names.SequenceEqual(names.Order(StringComparer.Ordinal)))
            return ("InvalidSignatureException", "'Host' and headers of 'X-Amz-' must be signed, in their order");
        return Signature(context, body, names, date, $"{day}/{region}/{service}/aws4_request", keys.Secret) == parts["Signature"] ? null
            : ("InvalidSignatureException", "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.");
    }

    private static string Signature(HttpContext context, byte[] body, string[] names, string date, string scope, string secret)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?', 2);
        StringBuilder canonical = new();
        canonical.Append(context.Request.Method).Append('\n').Append(target[0]).Append('\n');
        if (target.Length > 1) canonical.AppendJoin('&', target[1].Split('&').Order(StringComparer.Ordinal));
        canonical.Append('\n');
        foreach (var name in names) canonical.Append(name).Append(':').Append(string.Join(',', context.Request.Headers[name].Select(value => value!.Trim()))).Append('\n');
        canonical.Append('\n').AppendJoin(';', names).Append('\n').Append(Hex(SHA256.HashData(body)));

        var text = $"AWS4-HMAC-SHA256\n{date}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in scope.Split('/')) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

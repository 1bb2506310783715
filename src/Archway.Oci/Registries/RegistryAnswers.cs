using System.Net;
using System.Text.Json;
using Archway.Oci.Content;

namespace Archway.Oci.Registries;

/// <summary>The parts of an answer that every request reads: bodies within bounds, and what a refusal says.</summary>
internal static class RegistryAnswers
{
    private const int LargestError = 64 * 1024;

    /// <summary>The body, at most <paramref name="limit"/> bytes.</summary>
    /// <exception cref="RegistryException">It is larger.</exception>
    internal static async Task<byte[]> ReadAsync(HostAnswer answer, int limit, string what)
    {
        var host = answer.Call.Name;
        var told = answer.Message.Content.Headers.ContentLength;
        if (answer.Message.Content.Headers.ContentEncoding.LastOrDefault(name => !name.Equals("identity", StringComparison.OrdinalIgnoreCase)) is not null)
            throw new RegistryException(RegistryFault.Malformed,
                $"{host} answers {what} in a content encoding that was not asked for; a proxy between may do so");
        if (told > limit) throw new RegistryException(RegistryFault.TooLarge, $"{host} answers {told} bytes as {what}; {limit} at most are read");

        var stream = await answer.Message.Content.ReadAsStreamAsync(answer.Timer).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = new byte[told + 1 ?? 4096];
            var length = 0;
            while (await stream.ReadAsync(buffer.AsMemory(length), answer.Timer).ConfigureAwait(false) is > 0 and var count)
            {
                length += count;
                if (length > limit) throw new RegistryException(RegistryFault.TooLarge, $"{host} answers more than {limit} bytes as {what}");
                if (length == buffer.Length) Array.Resize(ref buffer, Math.Min(length * 2, limit + 1));
            }

            return buffer[..length];
        }
    }

    /// <summary>The registry's own words in an error's body; null when the body is not of the specification's form.</summary>
    /// <remarks>Only the code and the message of the specification's form, cleaned: bodies are the registry's to choose and may hold anything.</remarks>
    internal static async Task<OciError?> ReadErrorAsync(HostAnswer answer)
    {
        try
        {
            var body = await ReadAsync(answer, LargestError, "an error").ConfigureAwait(false);
            return body.Length == 0 ? null : OciJson.Read(body, "the error", LargestError, root =>
            {
                if (root.Member("errors") is not { ValueKind: JsonValueKind.Array } errors) return null;
                var first = errors.EnumerateArray().FirstOrDefault();
                return new OciError(answer.Secrets.Told(first.Text("code") ?? "") ?? "", answer.Secrets.Told(first.Text("message") ?? "") ?? "");
            });
        }
        catch (Exception e) when (e is FormatException or IOException or RegistryException or OperationCanceledException)
        {
            // The status is known already; a body that breaks off, or never ends, only explains it less.
            return null;
        }
    }

    internal static RegistryException Limited(HostCall call, HttpResponseMessage response, DateTimeOffset until) => new(
        response.StatusCode == HttpStatusCode.TooManyRequests ? RegistryFault.RateLimited : RegistryFault.Failed,
        response.StatusCode == HttpStatusCode.TooManyRequests
            ? $"rate limited until {until:u}: {call.Name} answered {Status(response)}; ask again then, or log in for a higher limit"
            : $"{call.Name} answered {Status(response)} and wants to be left alone until {until:u}; ask again then")
    { Until = until };

    /// <summary>What a 429 means.</summary>
    internal static RegistryException TooMany(string said, OciError? error, DateTimeOffset? until) => new(RegistryFault.RateLimited, until is null
        ? $"rate limited: {said}{error}; ask again later, or log in for a higher limit"
        : $"rate limited until {until:u}: {said}{error}; ask again then, or log in for a higher limit")
    { Until = until };

    /// <summary>What a failure of the host's own means.</summary>
    /// <param name="said">What it answered.</param>
    /// <param name="error">Why, in its own words.</param>
    /// <param name="whose">Who has the fault.</param>
    /// <param name="until">When it may be asked again; null when it does not say.</param>
    internal static RegistryException Failed(string said, OciError? error, string whose, DateTimeOffset? until) => new(RegistryFault.Failed, until is null
        ? $"{said}{error}; {whose} has a fault of its own, ask again later"
        : $"{said}{error} and wants to be left alone until {until:u}; ask again then")
    { Until = until };

    /// <summary>The status in numbers and in the standard's words, not in the host's.</summary>
    internal static string Status(HttpResponseMessage response)
    {
        using HttpResponseMessage standard = new(response.StatusCode);
        return $"{(int)response.StatusCode} {standard.ReasonPhrase}".TrimEnd();
    }
}

using System.Net.Http.Headers;

namespace Archway.Oci.Registries;

/// <summary>When a host may be asked again, by its <c>Retry-After</c> header.</summary>
/// <remarks>
/// <see href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3"/>. Docker Hub has been seen to write the time itself, as seconds of the epoch, where
/// seconds to wait belong: <see href="https://github.com/docker/hub-feedback/issues/2459"/>.
/// </remarks>
internal static class RetryAfter
{
    // Longer than any run; what is further away is told as this.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);
    // A number that, read as a time, is as near as this, would be half a century to wait.
    private static readonly TimeSpan Near = TimeSpan.FromDays(366);
    private static readonly TimeSpan Skew = TimeSpan.FromDays(1);

    /// <summary>The time that an answer says; null when it says none that is still to come.</summary>
    internal static DateTimeOffset? Of(HttpResponseMessage answer, TimeProvider time)
    {
        if (!answer.Headers.NonValidated.TryGetValues("Retry-After", out var lines)) return null;
        var now = time.GetUtcNow();
        var until = lines.Select(line => Read(line.Trim(), now)).Max();
        return until > now + Longest ? now + Longest : until > now ? until : null;
    }

    private static DateTimeOffset? Read(string text, DateTimeOffset now)
    {
        if (text.Length == 0 || !text.All(char.IsAsciiDigit)) return RetryConditionHeaderValue.TryParse(text, out var other) ? other.Date : null;
        // More digits than a number holds are more seconds than a run lasts.
        if (!long.TryParse(text, out var number)) return DateTimeOffset.MaxValue;
        foreach (var point in (ReadOnlySpan<long>)[number, number / 1000])
            if (point - now.ToUnixTimeSeconds() is var distance && distance > -Skew.TotalSeconds && distance < Near.TotalSeconds)
                return DateTimeOffset.FromUnixTimeSeconds(point);
        return number > Longest.TotalSeconds ? DateTimeOffset.MaxValue : now.AddSeconds(number);
    }
}

using System.Globalization;

namespace Archway.Oci.Registries;

/// <summary>How many more requests a registry answers, as it last told.</summary>
/// <remarks><see href="https://docs.docker.com/docker-hub/usage/pulls/"/></remarks>
/// <param name="Registry">The registry, as references name it.</param>
/// <param name="Remaining">How many are left.</param>
/// <param name="Limit">How many there are in all; null when it does not say.</param>
/// <param name="Window">The time in which there are so many; null when it does not say.</param>
public sealed record RequestAllowance(string Registry, long Remaining, long? Limit, TimeSpan? Window)
{
    /// <summary>What an answer says of it; null when it says nothing that can be read.</summary>
    internal static RequestAllowance? Find(string registry, HttpResponseMessage answer)
    {
        // 76;w=21600 means 76 in 21,600 seconds.
        if (Read(answer, "RateLimit-Remaining") is not { } remaining) return null;
        var limit = Read(answer, "RateLimit-Limit");
        return new(registry, remaining.Count, limit?.Count, remaining.Window ?? limit?.Window);
    }

    /// <summary>One line: <c>docker.io answers 76 more of 100 requests in 6 h</c>.</summary>
    public override string ToString() =>
        $"{Registry} answers {Remaining} more{(Limit is { } limit ? $" of {limit}" : "")} requests{(Window is { } window ? $" in {Words(window)}" : "")}";

    private static (long Count, TimeSpan? Window)? Read(HttpResponseMessage answer, string header)
    {
        if (!answer.Headers.NonValidated.TryGetValues(header, out var values) || values.ToString() is not { Length: <= 64 } text) return null;
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        if (!TryRead(parts[0], out var count)) return null;
        var window = parts.Skip(1).FirstOrDefault(part => part.StartsWith("w=", StringComparison.Ordinal));
        return (count, window is not null && TryRead(window[2..], out var seconds) && seconds is > 0 and <= 30 * 24 * 60 * 60
            ? TimeSpan.FromSeconds(seconds)
            : null);
    }

    private static bool TryRead(string digits, out long number) => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string Words(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} h")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes):0} min");
}

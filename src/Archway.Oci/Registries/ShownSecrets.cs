using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;

namespace Archway.Oci.Registries;

/// <summary>Every secret that a run showed to anyone, so that no text of others that repeats one is told.</summary>
/// <remarks>
/// Who was shown a password may write it into an error, or into an address that leads to another host, which then writes it into its own. So it does not
/// count who repeats what, nor how it is wrapped.
/// </remarks>
internal sealed class ShownSecrets
{
    /// <summary>What stands in the place of a name or an address that repeats a secret.</summary>
    internal const string Withheld = "[withheld: it repeats a login]";

    private const int LongestTold = 200;
    private const int LongestRead = 8 * 1024;
    private const int MostReadings = 32;
    // Fewer characters of Base64 stand in too many words.
    private const int ShortestCore = 4;

    private readonly ConcurrentDictionary<string, string[]> _secrets = new(StringComparer.Ordinal);

    internal ShownSecrets(ProxySettings? proxy)
    {
        foreach (var login in proxy?.Logins ?? []) Add(login.Password);
    }

    /// <summary>Hears of a request on its way.</summary>
    internal void Hear(HostCall call, HttpRequestMessage message)
    {
        if (call.Form?.GetValueOrDefault("refresh_token") is { } identity) Add(identity);
        if (message.Headers.Authorization is not { Parameter: { Length: > 0 } parameter } shown || !Add(parameter) || shown.Scheme != "Basic") return;
        var pair = new byte[parameter.Length];
        if (Convert.TryFromBase64String(parameter, pair, out var length) && Encoding.UTF8.GetString(pair, 0, length).Split(':', 2) is [_, var password])
            Add(password);
    }

    /// <summary>Hears of a secret; false when it was known.</summary>
    internal bool Add(string secret) => secret.Length > 0 && !_secrets.ContainsKey(secret) && _secrets.TryAdd(secret, [.. Cores(secret)]);

    /// <summary>What others wrote, without characters that are not seen and cut to a length; null when it repeats a secret.</summary>
    internal string? Told(string text)
    {
        // What is so long, or so much wrapped, explains nothing.
        if (text.Length > LongestRead || Unwrapped(text) is not { Count: <= MostReadings } readings || readings.Any(Repeats)) return null;
        var clean = Clean(text);
        if (clean.Length <= LongestTold) return clean;
        var length = char.IsHighSurrogate(clean[LongestTold - 1]) ? LongestTold - 1 : LongestTold;
        return clean[..length] + "…";
    }

    /// <summary>A host's name that another host gave.</summary>
    internal string Name(Uri address) => Told(address.Authority) ?? Withheld;

    private bool Repeats(string text)
    {
        var standard = text.Replace('-', '+').Replace('_', '/');
        // Names of hosts come in lower case.
        return _secrets.Any(secret => text.Contains(secret.Key, StringComparison.OrdinalIgnoreCase)
            || secret.Value.Any(core => standard.Contains(core, StringComparison.Ordinal)));
    }

    /// <summary>The text, and all that it may be when what it is wrapped in is taken off.</summary>
    private static HashSet<string> Unwrapped(string text)
    {
        HashSet<string> readings = new(StringComparer.Ordinal) { text, Clean(text) };
        for (var before = 0; before < readings.Count && readings.Count <= MostReadings;)
        {
            before = readings.Count;
            foreach (var reading in readings.ToList())
                readings.UnionWith(
                    [Uri.UnescapeDataString(reading), Uri.UnescapeDataString(reading.Replace('+', ' ')), WebUtility.HtmlDecode(reading), Unescape(reading)]);
        }

        return readings;
    }

    // As JSON and most languages write text.
    private static string Unescape(string text)
    {
        StringBuilder plain = new(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\' || ++at == text.Length) plain.Append(text[Math.Min(at, text.Length - 1)]);
            else if (text[at] == 'u' && at + 4 < text.Length
                && ushort.TryParse(text.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, null, out var code))
            {
                plain.Append((char)code);
                at += 4;
            }
            else plain.Append(text[at]);
        }

        return plain.ToString();
    }

    /// <summary>The secret as it stands in the Base64 of any text around it, at each of the three offsets, without what its neighbours decide.</summary>
    private static IEnumerable<string> Cores(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        for (var offset = 0; offset < 3; offset++)
        {
            var encoded = Convert.ToBase64String([.. new byte[offset], .. bytes]);
            var (start, end) = (((offset * 8) + 5) / 6, (offset + bytes.Length) * 8 / 6);
            if (end - start >= ShortestCore) yield return encoded[start..end];
        }

        // Of a user and a password the whole is known: it may hold a password too short for a core.
        if (secret.EndsWith('=')) yield return secret.TrimEnd('=');
    }

    private static string Clean(string text)
    {
        StringBuilder clean = new(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse)) clean.Append(rune);
        return clean.ToString().Trim();
    }
}

namespace Archway.Oci.Registries;

/// <summary>One way to log in that a <c>WWW-Authenticate</c> header offers.</summary>
/// <remarks><see href="https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1"/></remarks>
internal sealed record Challenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    private const int LongestHeader = 8 * 1024;

    /// <summary>A parameter's value, or null.</summary>
    internal string? this[string name] => Parameters.GetValueOrDefault(name);

    /// <summary>Whether it is answered with tokens of a token service.</summary>
    internal bool IsBearer => Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is answered with a user and a password.</summary>
    internal bool IsBasic => Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where its tokens are to be had; null when it does not say so, or takes none.</summary>
    internal Uri? Realm =>
        IsBearer && Uri.TryCreate(this["realm"], UriKind.Absolute, out var realm) && realm.Scheme is "https" or "http" && realm.UserInfo.Length == 0 ? realm : null;

    /// <summary>Reads the challenges of one header value; what is malformed ends the reading.</summary>
    internal static IReadOnlyList<Challenge> Read(string header)
    {
        List<Challenge> challenges = [];
        if (header.Length > LongestHeader) return challenges;
        Dictionary<string, string>? parameters = null;
        for (var at = 0; ;)
        {
            at = Skip(header, at, " \t,=");
            var word = Word(header, ref at);
            if (word.Length == 0) return challenges;
            var afterSpace = Skip(header, at, " \t");
            if (parameters is null || afterSpace >= header.Length || header[afterSpace] != '=' || IsToken68(header, at, afterSpace))
            {
                // A word that no '=' follows starts a challenge.
                parameters = new(StringComparer.OrdinalIgnoreCase);
                challenges.Add(new(word, parameters));
                continue;
            }

            at = Skip(header, afterSpace + 1, " \t");
            var value = at < header.Length && header[at] == '"' ? Quoted(header, ref at) : Word(header, ref at);
            if (value is null) return challenges;
            parameters.TryAdd(word, value);
        }
    }

    // abc== right behind a scheme is a whole parameter, as Negotiate has; nothing here reads it.
    private static bool IsToken68(string header, int at, int equals) =>
        at == equals && equals + 1 < header.Length && header[equals + 1] == '=';

    private static int Skip(string text, int at, string what)
    {
        while (at < text.Length && what.Contains(text[at], StringComparison.Ordinal)) at++;
        return at;
    }

    private static string Word(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && !char.IsControl(text[at]) && text[at] is not (',' or '=' or '"')) at++;
        return text[start..at];
    }

    private static string? Quoted(string text, ref int at)
    {
        System.Text.StringBuilder value = new();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                at++;
                return value.ToString();
            }

            if (text[at] == '\\' && at + 1 < text.Length) at++;
            value.Append(text[at]);
        }

        return null;
    }
}

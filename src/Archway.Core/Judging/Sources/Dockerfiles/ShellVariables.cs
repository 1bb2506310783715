namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>The variables that a text uses: <c>$NAME</c>, <c>${NAME}</c>, <c>${NAME:-default}</c>.</summary>
internal static class ShellVariables
{
    /// <summary>Whether the text uses the variable.</summary>
    internal static bool Uses(ReadOnlySpan<char> text, string name) => FirstUse(text, name) >= 0;

    /// <summary>Where the text first uses the variable; -1 when it does not.</summary>
    internal static int FirstUse(ReadOnlySpan<char> text, string name)
    {
        for (int from = 0, at; (at = text[from..].IndexOf(name, StringComparison.Ordinal)) >= 0; from += at + name.Length)
        {
            var start = from + at;
            var end = start + name.Length;
            if (end < text.Length && IsOfName(text[end])) continue;
            var dollar = start > 1 && text[start - 1] == '{' ? start - 2 : start - 1;
            if (dollar < 0 || text[dollar] != '$' || (dollar > 0 && text[dollar - 1] is '\\' or '$')) continue;
            return dollar;
        }

        return -1;
    }

    /// <summary>Whether a word gives the variable a value: <c>NAME=…</c>.</summary>
    internal static bool IsAssignment(string word, string name) =>
        word.Length > name.Length && word[name.Length] is '=' or '+' && word.Begins(name);

    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}

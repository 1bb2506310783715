namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>Finds addresses of the web in the words of shells and Dockerfiles.</summary>
internal static class WebAddress
{
    private const string Mark = "://";

    /// <summary>The stretches of a word that are addresses; one within <c>$(…)</c> of another is a stretch of its own.</summary>
    internal static IEnumerable<(int Start, int End)> In(string text, int start, int end)
    {
        for (var mark = text.IndexOf(Mark, start, end - start, StringComparison.Ordinal); mark >= 0; mark = text.IndexOf(Mark, mark + 1, end - mark - 1,
            StringComparison.Ordinal))
        {
            var first = mark;
            while (first > start && char.IsAsciiLetter(text[first - 1])) first--;
            if (first < mark) yield return (first, EndOf(text, start, first, end));
        }
    }

    /// <summary>The offset behind the <c>$(…)</c>, <c>${…}</c> that begins there; that behind the dollar when it does not end.</summary>
    internal static int BehindVariable(string text, int dollar, int end)
    {
        if (dollar + 1 >= end || text[dollar + 1] is not ('(' or '{')) return dollar + 1;
        var (open, close, depth) = (text[dollar + 1], text[dollar + 1] == '(' ? ')' : '}', 0);
        for (var at = dollar + 1; at < end; at++)
        {
            if (text[at] == open) depth++;
            else if (text[at] == close && --depth == 0) return at + 1;
        }

        return dollar + 1;
    }

    private static int EndOf(string text, int word, int start, int end)
    {
        var isQuoted = IsQuoted(text, word, start);
        for (var at = start; at < end; at++)
        {
            var c = text[at];
            if (c == '$') at = BehindVariable(text, at, end) - 1;
            else if (char.IsWhiteSpace(c) || c is ';' or '|' or '<' or '>' or ')' or '`' or '\\' || (isQuoted && c is '"' or '\'')) return at;
        }

        return end;
    }

    private static bool IsQuoted(string text, int start, int offset)
    {
        var quote = '\0';
        for (var at = start; at < offset; at++)
        {
            if (quote == '\0' && text[at] is '"' or '\'') quote = text[at];
            else if (text[at] == quote) quote = '\0';
        }

        return quote != '\0';
    }
}

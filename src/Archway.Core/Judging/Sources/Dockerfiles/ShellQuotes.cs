namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>How a shell's quotes stand around a place.</summary>
internal static class ShellQuotes
{
    /// <summary>Whether the place lies within single quotes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the word begins that holds it.</param>
    /// <param name="offset">The place.</param>
    internal static bool IsLiteral(string text, int start, int offset)
    {
        var quote = '\0';
        for (var at = start; at < offset; at++)
        {
            var c = text[at];
            if (c == '\\' && quote != '\'') at++;
            else if (quote == '\0' && c is '"' or '\'') quote = c;
            else if (c == quote) quote = '\0';
        }

        return quote == '\'';
    }
}

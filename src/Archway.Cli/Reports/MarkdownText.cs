using System.Text;
using Archway.Cli.Terminal;

namespace Archway.Cli.Reports;

/// <summary>Text that stands in Markdown as itself: no markup, no link, and nobody called by it.</summary>
internal static class MarkdownText
{
    // Longer than any image or path; a page of what someone wrote for one helps nobody.
    private const int Longest = 500;
    private const string NoWidth = "&#8203;";

    /// <summary>Running text.</summary>
    /// <remarks>
    /// GitHub calls people and links issues, commits and addresses in what the Markdown has become, where an escape is gone: a space without width
    /// keeps the name apart from its mark.
    /// </remarks>
    internal static string Plain(string text)
    {
        StringBuilder escaped = new();
        var clean = Shortened(SafeText.Clean(text));
        for (var i = 0; i < clean.Length; i++)
        {
            var c = clean[i];
            if (c is '<') escaped.Append("&lt;");
            else if (c is '&') escaped.Append("&amp;");
            else if (c is '@' or '#') escaped.Append(c is '#' ? "\\#" : "@").Append(NoWidth);
            else if (c is ':' && clean.AsSpan(i).StartsWith("://")) escaped.Append(c).Append(NoWidth);
            else if (c is '.' && i >= 3 && clean.AsSpan(i - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase)) escaped.Append(NoWidth).Append(c);
            else if (c is '-' && IsIssue(clean.AsSpan(0, i), clean.AsSpan(i + 1))) escaped.Append(c).Append(NoWidth);
            else if (c is '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '~' or '!') escaped.Append('\\').Append(c);
            else escaped.Append(c);
        }

        return escaped.ToString();
    }

    /// <summary>A name, as code: in a table a bar ends the cell even there, and a row of backticks longer than any within holds the rest together.</summary>
    internal static string Code(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return "(empty)";
        var clean = Shortened(SafeText.Clean(text)).Replace("|", "\\|", StringComparison.Ordinal);
        if (!clean.Contains('`', StringComparison.Ordinal)) return $"`{clean}`";
        var (run, longest) = (0, 0);
        foreach (var c in clean) longest = Math.Max(longest, run = c == '`' ? run + 1 : 0);
        var fence = new string('`', longest + 1);
        return $"{fence} {clean} {fence}";
    }

    // GH-12 is an issue to GitHub as #12 is.
    private static bool IsIssue(ReadOnlySpan<char> before, ReadOnlySpan<char> after) =>
        before.EndsWith("gh", StringComparison.OrdinalIgnoreCase) && after is [>= '0' and <= '9', ..];

    private static string Shortened(string text)
    {
        if (text.Length <= Longest) return text;
        var end = char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest;
        return $"{text.AsSpan(0, end)}…";
    }
}

namespace Archway.Reading.Helmfile;

/// <summary>A text of Go's template language made into YAML of the same length, so that every offset stays as it was.</summary>
/// <remarks>
/// An action that has its lines to itself becomes space: it steers what follows and is no value. One within a value becomes a gap that reads as
/// a placeholder.
/// <see href="https://pkg.go.dev/text/template#hdr-Actions"/>
/// </remarks>
internal static class TemplatedText
{
    /// <summary>What begins a gap.</summary>
    internal const string Gap = "<__";

    /// <summary>The text with its actions taken out; an action that does not end is left as it is.</summary>
    internal static string Flatten(string text)
    {
        var flat = text.ToCharArray();
        for (var open = text.IndexOf("{{", StringComparison.Ordinal); open >= 0;)
        {
            var close = text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0) break;
            var end = close + 2;
            if (IsAlone(text, open, end)) Blank(flat.AsSpan(open, end - open));
            else FillGap(flat.AsSpan(open, end - open));
            open = text.IndexOf("{{", end, StringComparison.Ordinal);
        }

        return new(flat);
    }

    private static bool IsAlone(string text, int open, int end)
    {
        while (open > 0 && text[open - 1] is ' ' or '\t') open--;
        while (end < text.Length && text[end] is ' ' or '\t' or '\r') end++;
        return (open == 0 || text[open - 1] == '\n') && (end == text.Length || text[end] == '\n');
    }

    private static void Blank(Span<char> action)
    {
        foreach (ref var c in action)
            if (c is not ('\r' or '\n')) c = ' ';
    }

    private static void FillGap(Span<char> action)
    {
        action.Fill('_');
        (action[0], action[^1]) = ('<', '>');
    }
}

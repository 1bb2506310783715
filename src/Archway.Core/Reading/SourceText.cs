namespace Archway.Reading;

/// <summary>The text of one file as found, and where its lines begin.</summary>
/// <param name="path">The path relative to the scanned target, with '/' between its parts.</param>
/// <param name="text">The file's text without its byte order mark; line ends as found.</param>
public sealed class SourceText(string path, string text)
{
    private int[]? _lineStarts;

    /// <summary>The path relative to the scanned target, with '/' between its parts.</summary>
    public string Path { get; } = path;

    /// <summary>The path of the folder that holds the file; empty for the target itself.</summary>
    public string Folder { get; } = path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";

    /// <summary>The file's name without its folder.</summary>
    public string Name { get; } = path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The text, to which every offset refers.</summary>
    public string Text { get; } = text;

    /// <summary>The place of <paramref name="length"/> characters from <paramref name="start"/>.</summary>
    public SourceSpan Span(int start, int length)
    {
        var lines = _lineStarts ??= FindLines(Text);
        var line = lines.AsSpan().BinarySearch(start);
        if (line < 0) line = ~line - 1;
        return new(Path, line + 1, start - lines[line] + 1, length);
    }

    /// <summary>The place of a stretch; where it goes over several lines, of what stands on its first.</summary>
    internal SourceSpan FirstLineOf(int start, int length)
    {
        var end = Text.IndexOf('\n', start, length);
        if (end > start && Text[end - 1] == '\r') end--;
        return Span(start, end < 0 ? length : end - start);
    }

    /// <summary>The offset of a place of this file.</summary>
    internal int OffsetOf(SourceSpan at) => (_lineStarts ??= FindLines(Text))[at.Line - 1] + at.Column - 1;

    /// <summary>The text at a place of this file.</summary>
    internal string TextAt(SourceSpan at) => Text.Substring(OffsetOf(at), at.Length);

    /// <summary>Whether a text stands at a place, which may be one of this file as it was before.</summary>
    internal bool Has(SourceSpan at, string text)
    {
        var lines = _lineStarts ??= FindLines(Text);
        return at.Line <= lines.Length && lines[at.Line - 1] + at.Column - 1 is var start && start <= Text.Length
            && Text.AsSpan(start).StartsWith(text, StringComparison.Ordinal);
    }

    /// <summary>What stands before a place of this file on its line.</summary>
    internal ReadOnlySpan<char> LineBefore(SourceSpan at) => Text.AsSpan(OffsetOf(at) - at.Column + 1, at.Column - 1);

    private static int[] FindLines(string text)
    {
        List<int> starts = [0];
        for (var i = text.IndexOf('\n', StringComparison.Ordinal); i >= 0; i = text.IndexOf('\n', i + 1)) starts.Add(i + 1);
        return [.. starts];
    }
}

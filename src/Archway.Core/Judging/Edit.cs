using Archway.Reading;

namespace Archway.Judging;

/// <summary>Text to put in place of a stretch of a file.</summary>
/// <param name="Start">The offset of the stretch's first character in the original text.</param>
/// <param name="Length">How many characters it takes; 0 where text is put in.</param>
/// <param name="With">What stands there then.</param>
public sealed record Edit(int Start, int Length, string With)
{
    /// <summary>The offset behind the stretch.</summary>
    public int End => Start + Length;

    /// <summary>Where the stretch lies as editors count, from 1: its first character's line and column, then those of the one behind it.</summary>
    public (int Line, int Column, int EndLine, int EndColumn) Lines { get; init; }

    /// <summary>An edit of a stretch of a text.</summary>
    internal static Edit Of(SourceText source, int start, int length, string with)
    {
        var (first, last) = (source.Span(start, 0), source.Span(start + length, 0));
        return new(start, length, with) { Lines = (first.Line, first.Column, last.Line, last.Column) };
    }
}

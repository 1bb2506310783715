using Archway.Reading.Data;

namespace Archway.Reading.Hcl;

/// <summary>A place in a text that is read from front to back, and what the language lets pass between its words.</summary>
/// <param name="text">The whole text.</param>
/// <param name="start">Where to begin.</param>
/// <param name="end">Where to end.</param>
internal sealed class HclCursor(string text, int start, int end)
{
    internal string Text { get; } = text;

    internal int At { get; set; } = start;

    internal int End { get; } = end;

    internal bool IsAtEnd => At >= End;

    /// <summary>The current character; NUL behind the end.</summary>
    internal char Current => Peek(0);

    /// <summary>How deep the current place nests.</summary>
    internal int Depth { get; private set; }

    /// <summary>Whether a line's end is nothing but a space, as within parentheses and brackets.</summary>
    internal bool IgnoresLines { get; set; }

    internal char Peek(int ahead) => At + ahead < End ? Text[At + ahead] : '\0';

    internal bool StartsWith(string mark) => Text.AsSpan(At, End - At).StartsWith(mark, StringComparison.Ordinal);

    /// <summary>Passes spaces and comments, and line ends where they are no more than that.</summary>
    internal void SkipSpace()
    {
        while (!IsAtEnd)
        {
            if (Current is ' ' or '\t' or '\r' or '\uFEFF' || (IgnoresLines && Current == '\n')) At++;
            else if (Current == '#' || (Current == '/' && Peek(1) == '/')) At = LineEnd();
            else if (Current == '/' && Peek(1) == '*') SkipComment();
            else break;
        }
    }

    /// <summary>Passes spaces, comments and empty lines.</summary>
    internal void SkipLines()
    {
        for (SkipSpace(); Current == '\n' && !IsAtEnd; SkipSpace()) At++;
    }

    /// <summary>Passes the mark if it comes next.</summary>
    internal bool Take(string mark)
    {
        if (!StartsWith(mark)) return false;
        At += mark.Length;
        return true;
    }

    internal void Expect(string mark, string within)
    {
        SkipSpace();
        if (!Take(mark)) throw Problem($"'{mark}' is expected here, within {within}");
    }

    /// <summary>The identifier that comes next; null when none does.</summary>
    internal string? TakeName()
    {
        if (!char.IsLetter(Current) && Current != '_') return null;
        var from = At;
        while (!IsAtEnd && (char.IsLetterOrDigit(Current) || Current is '_' or '-')) At++;
        return Text[from..At];
    }

    /// <summary>Runs a reader one level deeper, with line ends being what it needs them to be.</summary>
    internal T Within<T>(bool ignoresLines, Func<T> read)
    {
        if (++Depth > DataLimits.Depth) throw Problem($"it nests deeper than {DataLimits.Depth} levels");
        var outer = IgnoresLines;
        IgnoresLines = ignoresLines;
        var result = read();
        IgnoresLines = outer;
        Depth--;
        return result;
    }

    /// <summary>Begins anew at a place, after a problem.</summary>
    internal void Restart(int at, int depth = 0, bool ignoresLines = false) => (At, Depth, IgnoresLines) = (at, depth, ignoresLines);

    internal int LineEnd() => Text.IndexOf('\n', At, End - At) is >= 0 and var found ? found : End;

    internal DataException Problem(string message) => new(Math.Min(At, End), message);

    private void SkipComment()
    {
        var close = Text.IndexOf("*/", At + 2, Math.Max(0, End - At - 2), StringComparison.Ordinal);
        if (close < 0) throw Problem("a comment is not closed");
        At = close + 2;
    }
}

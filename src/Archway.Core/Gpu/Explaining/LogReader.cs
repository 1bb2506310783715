using System.Collections.Immutable;
using System.Text;
using Archway.Gpu.Checks;

namespace Archway.Gpu.Explaining;

/// <summary>Reads a log of any length once, from front to back, and tells what it knows of it.</summary>
internal sealed class LogReader
{
    // The longest text that is known, the letters that may stand between it and what must be near, and some.
    private const int Window = 1024;
    private const int NearLetters = 300;
    private const int LinesKept = 64;
    private const int LongestLine = 1024;
    private const int LongestEscape = 256;

    private static readonly Lazy<TextAutomaton> Automaton = new(() => new(KnownTexts.All));
    private readonly Dictionary<GpuCheck, Found> _found = [];
    private readonly Queue<Waiting> _waiting = new();
    private readonly long[] _lineOf = new long[Window];
    private readonly byte[] _letters = new byte[Window];
    private readonly Queue<(long Number, byte[] Text)> _lines = new();
    private readonly List<byte> _line = [];
    private long _number = 1;
    private long _at;
    private Waiting? _told;
    private int _state;
    private Escape _escape;
    private int _escaped;

    /// <summary>Reads a piece.</summary>
    internal void Read(ReadOnlySpan<byte> piece)
    {
        foreach (var c in piece) Read(c);
    }

    /// <summary>What was found, in the order of the log.</summary>
    internal Explanation End()
    {
        Settle(all: true);
        return new([.. _found.Values.OrderBy(one => one.At).Select(one => new ExplainedError(one.Check, one.Line, one.Text, one.Count, KnownTexts.Alike(one.Check)))], _number);
    }

    private void Read(byte c)
    {
        if (c == '\n')
        {
            _escape = Escape.None;
            Keep();
            return;
        }

        if (IsEscaped(c)) return;
        if (_line.Count < LongestLine) _line.Add(c);
        if (Letter.Of(c) is var letter && letter == 0) return;
        _lineOf[_at % Window] = _number;
        _letters[_at % Window] = letter;
        _at++;
        _state = Automaton.Value.Step(_state, letter);
        foreach (var text in Automaton.Value.Ends(_state))
        {
            var known = KnownTexts.All[text];
            _waiting.Enqueue(new(known, _at, _lineOf[(_at - known.Letters.Length) % Window]));
        }

        if (_waiting.Count > 0) Settle(all: false);
    }

    /// <summary>Decides on what was found once enough stands behind it: of texts within each other the longest is meant.</summary>
    private void Settle(bool all)
    {
        while (_waiting.TryPeek(out var one) && (all || _at - one.End >= NearLetters))
        {
            _waiting.Dequeue();
            if (_waiting.Any(one.IsWithin) || (_told is { } told && one.IsWithin(told)) || !IsNear(one.Text.Near, one.End)) continue;
            _told = one;
            Tell(one);
        }
    }

    private bool IsNear(ImmutableArray<string> words, long end)
    {
        if (words.IsEmpty) return true;
        StringBuilder behind = new();
        for (var at = end; at < Math.Min(_at, end + NearLetters); at++) behind.Append((char)_letters[at % Window]);
        var text = behind.ToString();
        return words.Any(word => text.Contains(word, StringComparison.Ordinal));
    }

    private void Tell(Waiting one)
    {
        var check = one.Text.Check;
        _found[check] = _found.TryGetValue(check, out var known) ? known with { Count = known.Count + 1 } : new(check, one.End, one.Line, TextOf(one.Line), 1);
    }

    private void Keep()
    {
        _lines.Enqueue((_number, [.. _line]));
        if (_lines.Count > LinesKept) _lines.Dequeue();
        _line.Clear();
        _number++;
    }

    // A text that was cut by line breaks is shown by its first line.
    private string TextOf(long number) => Encoding.UTF8.GetString(number == _number ? [.. _line] : _lines.FirstOrDefault(line => line.Number == number).Text ?? []);

    /// <summary>Whether a byte belongs to what steers a terminal: colours, titles.</summary>
    private bool IsEscaped(byte c)
    {
        if (_escape == Escape.None)
        {
            if (c != 0x1b) return false;
            (_escape, _escaped) = (Escape.Begun, 0);
            return true;
        }

        if (++_escaped > LongestEscape)
        {
            _escape = Escape.None;
            return false;
        }

        _escape = _escape switch
        {
            Escape.Begun => c switch { (byte)'[' => Escape.Control, (byte)']' => Escape.Title, _ => Escape.None },
            Escape.Control => c is >= 0x40 and <= 0x7e ? Escape.None : Escape.Control,
            _ => c == 0x07 ? Escape.None : c == 0x1b ? Escape.Begun : Escape.Title,
        };
        return true;
    }

    private enum Escape
    {
        None,
        Begun,
        Control,
        Title,
    }

    private sealed record Waiting(KnownText Text, long End, long Line)
    {
        /// <summary>Whether it is a part of another, longer text that stands in the same place.</summary>
        internal bool IsWithin(Waiting other) =>
            other.Text.Letters.Length > Text.Letters.Length && other.End >= End && other.End - other.Text.Letters.Length <= End - Text.Letters.Length;
    }

    private sealed record Found(GpuCheck Check, long At, long Line, string Text, long Count);
}

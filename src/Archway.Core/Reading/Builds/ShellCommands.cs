using System.Text;

namespace Archway.Reading.Builds;

/// <summary>The commands of a shell script or a Makefile's recipes, as words with their quotes taken off and their variables left as written.</summary>
internal sealed class ShellCommands
{
    /// <summary>Stands where a text has a character that the shell does not get; no file has it.</summary>
    internal const char Blank = '\0';

    // Looking for the end of a variable that has none costs this much each time.
    private const int LongestVariable = 1000;

    private readonly string _text;
    private readonly int _end;
    private readonly bool _isOneLine;
    private readonly StringBuilder _word = new();
    private List<ShellWord> _words = [];
    private int _start = -1;
    private int _at;

    private ShellCommands(string text, int start, int end, bool isOneLine) => (_text, _at, _end, _isOneLine) = (text, start, end, isOneLine);

    /// <summary>The words of each command of a text.</summary>
    internal static IEnumerable<List<string>> In(string text) => In(text, 0, text.Length).Select(words => words.ConvertAll(word => word.Text));

    /// <summary>The words of each command in a part of a text.</summary>
    /// <param name="text">The text, to which the words' offsets refer.</param>
    /// <param name="start">Where the part begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="isOneLine">Whether its line ends are no more than spaces, as in a folded text of YAML.</param>
    internal static IEnumerable<List<ShellWord>> In(string text, int start, int end, bool isOneLine = false) =>
        new ShellCommands(text, start, end, isOneLine).Read();

    /// <summary>The offset behind a variable or a command in brackets, as <c>${NAME}</c>; the one behind its opening bracket when it does not end.</summary>
    internal static int EndOfVariable(string text, int open, int end)
    {
        var (opening, closing, depth) = (text[open], text[open] == '(' ? ')' : '}', 0);
        var last = Math.Min(end, open + LongestVariable);
        for (var at = open; at < last && text[at] != '\n'; at++)
        {
            if (text[at] == opening) depth++;
            else if (text[at] == closing && --depth == 0) return at + 1;
        }

        return open + 1;
    }

    private IEnumerable<List<ShellWord>> Read()
    {
        for (; _at < _end; _at++)
        {
            var c = _text[_at];
            if (c == Blank) continue;
            if (c == '\\' && _at + 1 < _end)
            {
                ReadEscape();
            }
            else if (c == '$' && _at + 1 < _end && _text[_at + 1] is '(' or '{')
            {
                var end = EndOfVariable(_text, _at + 1, _end);
                Append(_text.AsSpan(_at, end - _at));
                _at = end - 1;
            }
            else if (c is '"' or '\'' && _text.IndexOf(c, _at + 1, _end - _at - 1) >= 0)
            {
                ReadQuoted();
            }
            else if (c == '#' && _start < 0)
            {
                _at = _text.IndexOf('\n', _at, _end - _at) is >= 0 and var end ? end - 1 : _end;
            }
            else if (char.IsWhiteSpace(c) || c is ';' or '|' or '(' or ')' || (c == '&' && !IsRedirection()))
            {
                EndWord();
                if (c is ' ' or '\t' or '\r' || (c == '\n' && _isOneLine) || _words.Count == 0) continue;
                yield return _words;
                _words = [];
            }
            else
            {
                Append(_text.AsSpan(_at, 1));
            }
        }

        EndWord();
        if (_words.Count > 0) yield return _words;
    }

    /// <summary>Whether the <c>&amp;</c> here is part of <c>2&gt;&amp;1</c> or <c>&amp;&gt;</c>, and ends no command.</summary>
    private bool IsRedirection() => (_at > 0 && _text[_at - 1] is '>' or '<') || (_at + 1 < _end && _text[_at + 1] == '>');

    private void ReadEscape()
    {
        var escape = _at++;
        if (_text[_at] == '\r' && _at + 1 < _end && _text[_at + 1] == '\n') _at++;
        if (_text[_at] == '\n') return;
        if (_start < 0) _start = escape;
        _word.Append(_text[_at]);
    }

    /// <summary>Adds a quoted stretch to the word, and goes on to its closing quote.</summary>
    private void ReadQuoted()
    {
        if (_start < 0) _start = _at;
        var quote = _text[_at++];
        for (; _at < _end && _text[_at] != quote; _at++)
        {
            if (_text[_at] == '\\' && quote == '"' && _at + 1 < _end) _at++;
            if (_text[_at] != Blank) _word.Append(_text[_at]);
        }
    }

    private void Append(ReadOnlySpan<char> part)
    {
        if (_start < 0) _start = _at;
        _word.Append(part);
    }

    private void EndWord()
    {
        if (_start >= 0) _words.Add(new(_start, Math.Min(_at, _end), _word.ToString()));
        _word.Clear();
        _start = -1;
    }
}

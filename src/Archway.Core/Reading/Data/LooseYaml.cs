using System.Text.RegularExpressions;

namespace Archway.Reading.Data;

/// <summary>A document rewritten, character for character, into what the parser takes where it is stricter than those that tools use.</summary>
/// <remarks>
/// libyaml and go-yaml let the lines of a quoted text and of a flow collection begin in any column, and blank lines before a block scalar's
/// text be indented; the parser does not. A line break and a comment inside brackets become spaces, and those blank lines empty ones, so
/// that every offset stays as it was.
/// </remarks>
internal sealed partial class LooseYaml
{
    private readonly char[] _text;
    private int _at;
    private int _lineStart;
    // The column of the innermost key or dash on this line, beyond which a block scalar's text is indented.
    private int _parent = -1;
    private bool _isChanged;

    private LooseYaml(ReadOnlySpan<char> document) => _text = document.ToArray();

    /// <summary>The document's text in its other form; null when that is the same, or brackets and quotes in it do not match.</summary>
    internal static string? Rewrite(ReadOnlySpan<char> document)
    {
        LooseYaml loose = new(document);
        while (loose._at < loose._text.Length)
            if (!loose.ReadLine()) return null;
        return loose._isChanged ? new(loose._text) : null;
    }

    private bool ReadLine()
    {
        (_lineStart, _parent) = (_at, -1);
        while (true)
        {
            while (IsAt(' ') || IsAt('\t')) _at++;
            if (IsLineEnd(_at) || IsAt('#')) break;
            var column = _at - _lineStart;
            switch (_text[_at])
            {
                case '-' or '?' or ':' when IsSpace(_at + 1):
                    if (_text[_at] != ':') _parent = column;
                    _at++;
                    break;
                case '&' or '!':
                    while (!IsSpace(_at)) _at++;
                    break;
                case '"':
                    if (!ReadQuoted(flatten: true)) return false;
                    ReadKeyEnd(column);
                    break;
                case '\'':
                    if (!ReadQuoted(flatten: false)) return false;
                    ReadKeyEnd(column);
                    break;
                case '[' or '{':
                    if (!ReadFlow()) return false;
                    ReadKeyEnd(column);
                    break;
                case '|' or '>':
                    if (ReadBlockScalar()) return true;
                    _at++;
                    break;
                default:
                    while (!IsLineEnd(_at) && !(IsAt(':') && IsSpace(_at + 1)) && !(IsAt('#') && IsSpace(_at - 1))) _at++;
                    ReadKeyEnd(column);
                    break;
            }
        }
        SkipLine();
        return true;
    }

    /// <summary>Passes the colon behind what thereby is a key.</summary>
    private void ReadKeyEnd(int column)
    {
        while (IsAt(' ')) _at++;
        if (!IsAt(':') || !IsSpace(_at + 1)) return;
        _parent = column;
        _at++;
    }

    /// <summary>Passes a quoted text; false when it does not end.</summary>
    private bool ReadQuoted(bool flatten)
    {
        var quote = _text[_at++];
        for (; _at < _text.Length; _at++)
        {
            if (IsAt('\\') && quote == '"') Flatten(++_at, flatten);
            else if (!IsAt(quote)) Flatten(_at, flatten);
            else if (quote == '\'' && _at + 1 < _text.Length && _text[_at + 1] == quote) _at++;
            else return ++_at <= _text.Length;
        }
        return false;
    }

    /// <summary>Passes a collection in brackets; false when it does not end.</summary>
    private bool ReadFlow()
    {
        for (var depth = 0; _at < _text.Length;)
        {
            switch (_text[_at])
            {
                case '"' or '\'' when IsSpace(_at - 1) || _text[_at - 1] is '[' or '{' or ',' or ':':
                    if (!ReadQuoted(flatten: true)) return false;
                    continue;
                case '[' or '{':
                    depth++;
                    break;
                case ']' or '}':
                    depth--;
                    break;
                case '#' when IsSpace(_at - 1):
                    for (; !IsLineEnd(_at); _at++) _text[_at] = ' ';
                    continue;
                default:
                    Flatten(_at, true);
                    break;
            }
            _at++;
            if (depth == 0) return true;
        }
        return false;
    }

    /// <summary>Passes a block scalar, text and all, and empties the blank lines before its text; false when there is none.</summary>
    private bool ReadBlockScalar()
    {
        var end = LineEnd(_at);
        if (!Header().IsMatch(_text.AsSpan(_at, end - _at))) return false;
        SkipLine();
        var first = _at;
        while (_at < _text.Length && IsBlank(_at)) SkipLine();
        var indent = Indent(_at);
        if (_at >= _text.Length || indent <= _parent) return true;
        for (var at = first; at < _at; at++)
        {
            var spaces = Indent(at);
            // More of them than the text has is a fault to every parser.
            if (spaces is > 0 && spaces <= indent)
            {
                _text.AsSpan(at, spaces).Fill('\n');
                _isChanged = true;
            }
            at = LineEnd(at + spaces);
        }
        while (_at < _text.Length && (IsBlank(_at) || Indent(_at) >= indent)) SkipLine();
        return true;
    }

    private void Flatten(int at, bool flatten)
    {
        if (!flatten || at >= _text.Length || _text[at] is not ('\n' or '\r' or '\u0085' or '\u2028' or '\u2029')) return;
        _text[at] = ' ';
        _isChanged = true;
    }

    private void SkipLine()
    {
        _at = LineEnd(_at) + 1;
        _lineStart = _at;
    }

    private int LineEnd(int at) => at >= _text.Length || _text.AsSpan(at).IndexOf('\n') is not (>= 0 and var length) ? _text.Length : at + length;

    private int Indent(int at)
    {
        var from = at;
        while (at < _text.Length && _text[at] == ' ') at++;
        return at - from;
    }

    private bool IsBlank(int at) => _text.AsSpan(at, LineEnd(at) - at).IsWhiteSpace();

    private bool IsAt(char c) => _at < _text.Length && _text[_at] == c;

    private bool IsLineEnd(int at) => at >= _text.Length || _text[at] is '\n' or '\r';

    private bool IsSpace(int at) => at < 0 || at >= _text.Length || _text[at] is ' ' or '\t' or '\n' or '\r';

    [GeneratedRegex(@"^[|>][-+0-9]{0,2}[ \t]*(#.*)?\r?$", RegexOptions.CultureInvariant)]
    private static partial Regex Header();
}

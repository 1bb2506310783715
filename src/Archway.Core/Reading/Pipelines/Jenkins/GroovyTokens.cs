namespace Archway.Reading.Pipelines.Jenkins;

/// <summary>Parts Groovy into its pieces, without comments; one pass, whatever the text.</summary>
/// <remarks><see href="https://groovy-lang.org/syntax.html"/></remarks>
internal sealed class GroovyTokens
{
    private readonly string _text;
    private readonly List<GroovyToken> _tokens = [];
    private int _at;

    private GroovyTokens(string text) => _text = text;

    internal static IReadOnlyList<GroovyToken> In(string text, CancellationToken cancellationToken)
    {
        GroovyTokens tokens = new(text);
        while (tokens._at < text.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tokens.ReadNext();
        }

        return tokens._tokens;
    }

    private void ReadNext()
    {
        var c = _text[_at];
        if (c == '\n') Add(GroovyKind.LineEnd, _at, ++_at);
        else if (char.IsWhiteSpace(c)) _at++;
        else if (IsAt("//") || (_at == 0 && IsAt("#!"))) _at = EndOfLine();
        else if (IsAt("/*")) _at = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal) is >= 0 and var end ? end + 2 : _text.Length;
        else if (IsAt("'''") || IsAt("\"\"\"")) ReadText(new(c, 3));
        else if (c is '\'' or '"') ReadText(c.ToString());
        else if (c == '/' && IsValueExpected()) ReadSlashedText();
        else if (IsWordPart(c)) ReadWord();
        else Add(GroovyKind.Mark, _at, ++_at);
    }

    private void ReadWord()
    {
        var start = _at;
        while (_at < _text.Length && IsWordPart(_text[_at])) _at++;
        Add(GroovyKind.Word, start, _at);
    }

    /// <summary>Reads a text up to its quotes; one of a single line ends with the line where they are missing.</summary>
    private void ReadText(string quotes)
    {
        var start = _at += quotes.Length;
        while (_at < _text.Length && !IsAt(quotes) && (quotes.Length == 3 || _text[_at] != '\n'))
        {
            if (_text[_at] == '\\') _at += 2;
            else if (quotes[0] == '"' && IsAt("${")) SkipExpression(quotes.Length == 3);
            else _at++;
        }

        _at = Math.Min(_at, _text.Length);
        Add(quotes[0] == '"' ? GroovyKind.FilledText : GroovyKind.Text, start, _at);
        if (IsAt(quotes)) _at += quotes.Length;
    }

    /// <summary>Passes an expression within a text, which may hold texts with the same quotes.</summary>
    private void SkipExpression(bool isOfManyLines)
    {
        var depth = 0;
        var quote = '\0';
        for (; _at < _text.Length && (isOfManyLines || _text[_at] != '\n'); _at++)
        {
            var c = _text[_at];
            if (c == '\\') _at++;
            else if (quote != '\0') quote = c == quote ? '\0' : quote;
            else if (c is '\'' or '"') quote = c;
            else if (c == '{') depth++;
            else if (c == '}' && --depth == 0)
            {
                _at++;
                return;
            }
        }
    }

    /// <summary>Reads a text between slashes, as regular expressions are written; one that does not end on its line is a division.</summary>
    private void ReadSlashedText()
    {
        var lineEnd = EndOfLine();
        var end = _at + 1;
        while (end < lineEnd && _text[end] != '/') end += _text[end] == '\\' ? 2 : 1;
        if (end >= lineEnd)
        {
            Add(GroovyKind.Mark, _at, ++_at);
            return;
        }

        Add(GroovyKind.FilledText, _at + 1, end);
        _at = end + 1;
    }

    /// <summary>Whether a value may begin here, so that a slash does not divide the one before it.</summary>
    private bool IsValueExpected() =>
        _tokens is [] || _tokens[^1].Kind == GroovyKind.LineEnd || (_tokens[^1].Kind == GroovyKind.Mark && _text[_tokens[^1].Start] is not (')' or ']' or '}'));

    private void Add(GroovyKind kind, int start, int end) => _tokens.Add(new(kind, start, end - start));

    private bool IsAt(string part) => string.CompareOrdinal(_text, _at, part, 0, part.Length) == 0;

    private int EndOfLine() => _text.IndexOf('\n', _at) is >= 0 and var end ? end : _text.Length;

    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || c == '_';
}

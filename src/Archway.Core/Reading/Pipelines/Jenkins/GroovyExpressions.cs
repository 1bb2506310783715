namespace Archway.Reading.Pipelines.Jenkins;

/// <summary>The pieces of a Groovy text as expressions: where one begins and ends, and what it says.</summary>
/// <param name="source">The text.</param>
/// <param name="tokens">Its pieces.</param>
internal sealed class GroovyExpressions(SourceText source, IReadOnlyList<GroovyToken> tokens)
{
    // An image's name is given in fewer pieces.
    private const int LongestExpression = 100;

    internal int Count => tokens.Count;

    internal GroovyToken this[int at] => tokens[at];

    /// <summary>The expression given to a word: behind a space, a colon or, where that may be, an open bracket.</summary>
    internal (int First, int Last)? Value(int word, bool mayBeCall = false) =>
        Mark(word + 1) == ':' ? Expression(word + 2)
        : Mark(word + 1) == '(' ? (mayBeCall ? Expression(word + 2) : Parenthesised(word + 2))
        : Mark(word + 1) == '\0' ? Expression(word + 1)
        : null;

    private (int First, int Last)? Parenthesised(int at) => Expression(at) is { } found && Mark(found.Last + 1) == ')' ? found : null;

    /// <summary>The pieces of the expression that begins at a piece, up to what ends it; null when none begins there.</summary>
    internal (int First, int Last)? Expression(int first)
    {
        while (first < tokens.Count && first > 0 && tokens[first].Kind == GroovyKind.LineEnd && Mark(first - 1) is '(' or ':') first++;
        var (last, depth) = (first - 1, 0);
        for (var i = first; i < Math.Min(tokens.Count, first + LongestExpression); i++)
        {
            var mark = Mark(i);
            if (depth == 0 && (mark is ',' or ')' or '}' or ';' or ']' || (tokens[i].Kind == GroovyKind.LineEnd && !GoesOn(i)))) break;
            if (mark is '(' or '[' or '{') depth++;
            if (mark is ')' or ']' or '}') depth--;
            if (tokens[i].Kind != GroovyKind.LineEnd) last = i;
        }

        return last < first || tokens[first].Kind == GroovyKind.Mark && Mark(first) is not '[' ? null : (first, last);
    }

    /// <summary>Whether the expression goes on behind a line's end.</summary>
    private bool GoesOn(int lineEnd) => Mark(lineEnd - 1) is '+' or '?' or ':' || Mark(lineEnd + 1) is '+' or '.' or '?' or ':';

    internal SourceSpan At((int First, int Last) expression)
    {
        var (start, end) = Stretch(expression);
        var lineEnd = source.Text.IndexOf('\n', start, end - start);
        return source.Span(start, (lineEnd < 0 ? end : lineEnd) - start);
    }

    internal string Written((int First, int Last) expression) => source.Text[Stretch(expression).Start..Stretch(expression).End];

    /// <summary>Where an expression stands; the quotes of a text belong to it only when it is one part of several.</summary>
    private (int Start, int End) Stretch((int First, int Last) expression)
    {
        var (first, last) = (tokens[expression.First], tokens[expression.Last]);
        return expression.First == expression.Last ? (first.Start, first.End)
            : (first.IsText ? first.Start - 1 : first.Start, last.IsText ? Math.Min(last.End + 1, source.Text.Length) : last.End);
    }

    internal string TextOf(GroovyToken token) => source.Text.Substring(token.Start, token.Length);

    internal string? Word(int at) => at < tokens.Count && tokens[at].Kind == GroovyKind.Word ? TextOf(tokens[at]) : null;

    /// <summary>The character that a piece is; none where it is something else, or past the end.</summary>
    internal char Mark(int at) => at >= 0 && at < tokens.Count && tokens[at].Kind == GroovyKind.Mark ? source.Text[tokens[at].Start] : '\0';
}

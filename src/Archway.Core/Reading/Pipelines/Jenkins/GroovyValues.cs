using System.Text.RegularExpressions;
using Archway.Oci;

namespace Archway.Reading.Pipelines.Jenkins;

/// <summary>What a script's names stand for, as far as it writes that out: one text each, assigned or given as a parameter's default.</summary>
internal sealed partial class GroovyValues
{
    private readonly string _text;
    private readonly IReadOnlyList<GroovyToken> _tokens;
    // Null where a name is assigned what is not written out, or different texts.
    private readonly Dictionary<string, GroovyToken?> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _environment = new(StringComparer.Ordinal);

    internal GroovyValues(string text, IReadOnlyList<GroovyToken> tokens)
    {
        (_text, _tokens) = (text, tokens);
        FindAssignments();
        FindDefaults();
    }

    /// <summary>The text that a name stands for; null when that cannot be told.</summary>
    internal GroovyToken? Find(string name) => _texts.GetValueOrDefault(Bare(name));

    /// <summary>Whether an <c>environment</c> block sets the name, so that the shell has it too.</summary>
    internal bool IsInEnvironment(string name) => _environment.Contains(name);

    /// <summary>The value of an expression that is a text or a name; for any other, why it has none here.</summary>
    internal Parsed<string> ValueOf(int first, int last)
    {
        if (first == last && _tokens[first].IsText) return ValueOf(_tokens[first]);
        var name = _text[_tokens[first].Start.._tokens[last].End];
        return _tokens[first].Kind == GroovyKind.Word && DottedName().IsMatch(name) ? Fill($"${{{name}}}")
            : Parsed.Problem<string>("it is put together when the pipeline runs");
    }

    /// <summary>A text with its variables filled in.</summary>
    internal Parsed<string> ValueOf(GroovyToken token)
    {
        var text = _text.Substring(token.Start, token.Length).Trim();
        return token.Kind == GroovyKind.Text ? Parsed.Value(text) : Fill(text);
    }

    internal Parsed<string> Fill(string text) => PipelineVariables.Fill(text, Variable(), ValueOf);

    private Parsed<string> ValueOf(string name) =>
        Find(name) is { } token ? Parsed.Value(_text.Substring(token.Start, token.Length).Trim())
        : Parsed.Problem<string>(_texts.ContainsKey(Bare(name)) ? $"{name} has no one value in this file" : $"{name} has a value only when the pipeline runs");

    private void FindAssignments()
    {
        var depthInEnvironment = 0;
        for (var i = 0; i + 2 < _tokens.Count; i++)
        {
            if (Is(i, '{') && (depthInEnvironment > 0 || (i > 0 && TextOf(i - 1) == "environment"))) depthInEnvironment++;
            if (Is(i, '}') && depthInEnvironment > 0) depthInEnvironment--;
            if (_tokens[i].Kind != GroovyKind.Word || !Is(i + 1, '=') || Is(i + 2, '=')) continue;
            if (depthInEnvironment > 0) _environment.Add(TextOf(i));
            var isWhole = _tokens[i + 2].IsText && (i + 3 == _tokens.Count || _tokens[i + 3].Kind == GroovyKind.LineEnd || Is(i + 3, ';') || Is(i + 3, '}'));
            // An expression may go on in the next line.
            var goesOn = isWhole && i + 4 < _tokens.Count && (Is(i + 4, '+') || Is(i + 4, '.'));
            Set(TextOf(i), isWhole && !goesOn ? _tokens[i + 2] : null);
        }
    }

    /// <summary>Finds parameters such as <c>string(name: 'IMAGE', defaultValue: 'alpine')</c>.</summary>
    private void FindDefaults()
    {
        GroovyToken? name = null, value = null;
        for (var i = 0; i + 2 < _tokens.Count; i++)
        {
            if (Is(i, '(') || Is(i, ')')) (name, value) = (null, null);
            if (!Is(i + 1, ':') || !_tokens[i + 2].IsText) continue;
            var key = _text.AsSpan(_tokens[i].Start, _tokens[i].Length);
            if (key is "name") name = _tokens[i + 2];
            else if (key is "defaultValue") value = _tokens[i + 2];
            if (name is null || value is null) continue;
            Set(_text.Substring(name.Value.Start, name.Value.Length), value);
            (name, value) = (null, null);
        }
    }

    private void Set(string name, GroovyToken? value)
    {
        if (!_texts.TryAdd(name, value) && !IsSame(_texts[name], value)) _texts[name] = null;
    }

    private bool IsSame(GroovyToken? one, GroovyToken? other) =>
        one is { } a && other is { } b && _text.AsSpan(a.Start, a.Length).SequenceEqual(_text.AsSpan(b.Start, b.Length));

    private string TextOf(int token) => _text[_tokens[token].Start.._tokens[token].End];

    private bool Is(int token, char mark) => _tokens[token].Kind == GroovyKind.Mark && _text[_tokens[token].Start] == mark;

    /// <summary>The name without what says only where it comes from, as in <c>env.IMAGE</c>.</summary>
    private static string Bare(string name) => name.Trim() switch
    {
        ['e', 'n', 'v', '.', .. var rest] => rest,
        ['p', 'a', 'r', 'a', 'm', 's', '.', .. var rest] => rest,
        var bare => bare,
    };

    [GeneratedRegex(@"\$\{([^{}]*)\}|\$([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex DottedName();
}

using System.Text;

namespace Archway.Reading.Compose;

/// <summary>A <c>.env</c> file: names and values, one a line.</summary>
/// <remarks><see href="https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax"/></remarks>
internal sealed class DotEnv
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly string _text;
    private int _next;

    private DotEnv(string text) => _text = text;

    /// <summary>The values of a file; a line that is none is passed over, and a later line outranks an earlier one.</summary>
    internal static IReadOnlyDictionary<string, string> Read(string text)
    {
        DotEnv file = new(text);
        while (file._next < text.Length) file.ReadLine();
        return file._values;
    }

    private void ReadLine()
    {
        var end = LineEnd(_next);
        var line = _text.AsSpan(_next, end - _next);
        var mark = line.IndexOfAny('=', ':');
        if (line.TrimStart().StartsWith("#") || mark < 0)
        {
            _next = end + 1;
            return;
        }

        var name = line[..mark].Trim();
        if (name.StartsWith("export ")) name = name["export ".Length..].Trim();
        var (key, at) = (name.ToString(), _next + mark + 1);
        while (at < end && _text[at] is ' ' or '\t') at++;
        var value = at < end && _text[at] is '"' or '\'' ? Quoted(at) : Bare(at, end);
        if (key.Length > 0 && value is not null) _values[key] = value;
    }

    private string? Bare(int from, int end)
    {
        _next = end + 1;
        var value = _text.AsSpan(from, end - from);
        var comment = value.IndexOf(" #");
        if (value.StartsWith("#")) comment = 0;
        return Fill((comment < 0 ? value : value[..comment]).Trim().ToString());
    }

    /// <summary>A value in quotes, which may go over several lines; double ones know escapes and variables.</summary>
    private string? Quoted(int from)
    {
        var quote = _text[from];
        StringBuilder value = new();
        for (var i = from + 1; i < _text.Length; i++)
        {
            if (_text[i] == quote)
            {
                _next = LineEnd(i) + 1;
                return quote == '"' ? Fill(value.ToString()) : value.ToString();
            }
            if (_text[i] == '\\' && quote == '"' && i + 1 < _text.Length)
            {
                value.Append(_text[++i] switch { 'n' => "\n", 'r' => "\r", 't' => "\t", '"' => "\"", '\\' => "\\", '$' => "$$", var other => $"\\{other}" });
            }
            else
            {
                value.Append(_text[i]);
            }
        }
        _next = LineEnd(from) + 1;
        return null;
    }

    /// <summary>The text with variables of earlier lines filled in; null when one has no value, so that the name stays without one too.</summary>
    private string? Fill(string text) => text.Contains('$', StringComparison.Ordinal) ? new ComposeVariables(_values).Fill(text).Value : text;

    private int LineEnd(int from)
    {
        var end = _text.IndexOf('\n', from);
        return end < 0 ? _text.Length : end;
    }
}

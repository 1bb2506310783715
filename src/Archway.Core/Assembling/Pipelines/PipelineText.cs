using System.Runtime.CompilerServices;
using System.Text;

namespace Archway.Assembling.Pipelines;

/// <summary>A template whose holes may hold several lines: each begins where the line of its hole does.</summary>
[InterpolatedStringHandler]
internal readonly ref struct PipelineText
{
    private readonly StringBuilder _text;

    public PipelineText(int literalLength, int formattedCount) => _text = new(literalLength + (64 * formattedCount));

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted<T>(T value)
    {
        var margin = Margin();
        var lines = $"{value}".TrimEnd('\n').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0) _text.Append('\n').Append(lines[i].Length > 0 ? margin : "");
            _text.Append(lines[i]);
        }
    }

    /// <summary>The text with its holes filled.</summary>
    internal static string Of(PipelineText template) => template._text.ToString();

    /// <summary>One text after the other, each of lines of its own.</summary>
    internal static string Each<T>(IEnumerable<T> items, Func<T, string> write) => string.Join('\n', items.Select(write));

    /// <summary>A scalar of YAML that is a text whatever stands in it.</summary>
    internal static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private string Margin()
    {
        var start = _text.Length;
        while (start > 0 && _text[start - 1] != '\n') start--;
        var end = start;
        while (end < _text.Length && _text[end] == ' ') end++;
        return new(' ', end - start);
    }
}

using System.Text.RegularExpressions;
using Archway.Reading;

namespace Archway.Rendering;

/// <summary>The lines of a chart's templates that make an image, those of the named templates included that a template takes in.</summary>
/// <param name="templates">Every template of the chart and its subcharts.</param>
internal sealed partial class TemplateLines(IReadOnlyList<SourceText> templates)
{
    private const int LongestLine = 2048;
    private const int Deepest = 5;
    private readonly Dictionary<string, Body> _defined = Defined(templates);

    /// <summary>The lines that make images when that template is rendered, in the order of the output.</summary>
    internal List<ImageLine> Of(SourceText template)
    {
        List<ImageLine> lines = [];
        // Named templates at the head of the file render nothing there.
        var end = Define().Match(template.Text) is { Success: true } define && template.Name.StartsWith('_') ? define.Index : template.Text.Length;
        Add(new(template, 0, end), [], lines, 0);
        return lines;
    }

    private void Add(Body body, HashSet<string> entered, List<ImageLine> lines, int depth)
    {
        string? container = null;
        for (var start = body.Start; start < body.End;)
        {
            var end = body.Source.Text.IndexOf('\n', start, body.End - start) is >= 0 and var found ? found : body.End;
            if (end - start <= LongestLine) Add(body.Source, start, body.Source.Text[start..end].TrimEnd('\r'), ref container, entered, lines, depth);
            start = end + 1;
        }
    }

    private void Add(SourceText source, int start, string line, ref string? container, HashSet<string> entered, List<ImageLine> lines, int depth)
    {
        if (Name().Match(line) is { Success: true } name) container = name.Groups["name"].Value;
        if (Image().Match(line) is { Success: true } image)
        {
            var value = image.Groups["value"];
            lines.Add(new(source.Span(start + value.Index, value.Length), value.Value, container));
            return;
        }

        if (depth >= Deepest) return;
        foreach (Match include in Include().Matches(line))
        {
            // Once is enough: what is taken in again shows the same lines.
            if (_defined.TryGetValue(include.Groups["name"].Value, out var body) && entered.Add(include.Groups["name"].Value)) Add(body, entered, lines, depth + 1);
        }
    }

    /// <summary>The bodies of named templates; each ends where the next begins, which takes in too little rather than too much.</summary>
    private static Dictionary<string, Body> Defined(IReadOnlyList<SourceText> templates)
    {
        Dictionary<string, Body> defined = new(StringComparer.Ordinal);
        foreach (var template in templates)
        {
            var matches = Define().Matches(template.Text);
            for (var i = 0; i < matches.Count; i++)
            {
                var start = matches[i].Index + matches[i].Length;
                defined.TryAdd(matches[i].Groups["name"].Value, new(template, start, i + 1 < matches.Count ? matches[i + 1].Index : template.Text.Length));
            }
        }

        return defined;
    }

    private readonly record struct Body(SourceText Source, int Start, int End);

    [GeneratedRegex("""\{\{-?\s*define\s+"(?<name>[^"]+)"\s*-?\}\}""", RegexOptions.CultureInvariant)]
    private static partial Regex Define();

    [GeneratedRegex("""\{\{-?[^{}]*?\b(?:include|template)\s+"(?<name>[^"]+)""", RegexOptions.CultureInvariant)]
    private static partial Regex Include();

    [GeneratedRegex("""^\s*(?:-\s+)?["']?image["']?:\s+(?<value>\S.*?)\s*$""", RegexOptions.CultureInvariant)]
    private static partial Regex Image();

    [GeneratedRegex("""^\s*-\s+name:\s+["']?(?<name>\S+?)["']?\s*$""", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}

/// <summary>A line <c>image: …</c> of a template.</summary>
/// <param name="At">The place of its value.</param>
/// <param name="Value">Its value, as written.</param>
/// <param name="Container">The name of the container that it is a part of, as written; null where none stands before it.</param>
internal sealed record ImageLine(SourceSpan At, string Value, string? Container)
{
    /// <summary>Whether the value is put together when the template is rendered.</summary>
    internal bool IsComposed => Value.Contains("{{", StringComparison.Ordinal);

    /// <summary>The value without its quotes.</summary>
    internal string Bare => Value.Trim('"', '\'');
}

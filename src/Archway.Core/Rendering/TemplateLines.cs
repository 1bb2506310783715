using System.Text.RegularExpressions;
using Archway.Reading;

namespace Archway.Rendering;

/// <summary>The lines of a chart's templates that make an image, those of the named templates included that a template takes in.</summary>
/// <param name="templates">Every template of the chart and its subcharts.</param>
internal sealed partial class TemplateLines(IReadOnlyList<SourceText> templates)
{
    private const int LongestLine = 2048;
    private const int Deepest = 5;
    private const int MostLines = 1_000;
    private const int LongestItem = 500;
    private readonly Dictionary<string, Body> _defined = Defined(templates);

    /// <summary>The lines that make images when that template is rendered, in the order of the output.</summary>
    internal List<ImageLine> Of(SourceText template)
    {
        List<ImageLine> lines = [];
        Add(new(template, 0, template.Text.Length), [], lines, 0);
        // A named template may stand in the file that takes it in.
        return [.. lines.DistinctBy(line => line.At)];
    }

    private void Add(Body body, HashSet<string> entered, List<ImageLine> lines, int depth)
    {
        var written = LinesOf(body);
        for (var i = 0; i < written.Count && lines.Count < MostLines; i++)
        {
            var (start, line) = written[i];
            if (Image().Match(line) is { Success: true } image)
            {
                var (at, value) = Bare(image.Groups["value"]);
                lines.Add(new(body.Source.Span(start + at, value.Length), value, ContainerOf(written, i, image.Groups["key"].Index)));
                continue;
            }

            var count = lines.Count;
            lines.AddRange(BracedImages.In(line)
                .Select(found => new ImageLine(body.Source.Span(start + found.At, found.Value.Length), found.Value, found.Container)));
            if (lines.Count > count || depth >= Deepest) continue;
            foreach (Match include in Include().Matches(line))
            {
                var name = include.Groups["name"].Value;
                // Once is enough: what is taken in again shows the same lines.
                if (_defined.TryGetValue(name, out var inner) && entered.Add(name)) Add(inner, entered, lines, depth + 1);
            }
        }
    }

    private static (int At, string Value) Bare(Group value) =>
        value.Value is [('"' or '\'') and var quote, .., var last] && quote == last ? (value.Index + 1, value.Value[1..^1]) : (value.Index, value.Value);

    /// <summary>The name of the list's item that a line is a part of: its own <c>name</c>, before or behind the image.</summary>
    private static string? ContainerOf(List<(int Start, string Text)> lines, int image, int column)
    {
        string? NameAt(int i) =>
            Name().Match(lines[i].Text) is { Success: true } name && name.Groups["key"].Index == column ? name.Groups["name"].Value : null;
        bool IsHead(int i) =>
            column >= 2 && lines[i].Text is var line && line.Length > column && line[column - 2] == '-' && line.AsSpan(0, column - 2).IsWhiteSpace();
        bool IsOutside(int i)
        {
            var text = lines[i].Text.AsSpan().TrimStart();
            return text.Length > 0 && text[0] is not ('{' or '#') && lines[i].Text.Length - text.Length < column - 2;
        }

        for (var i = image; i >= 0 && i > image - LongestItem && !IsOutside(i); i--)
        {
            if (i < image && NameAt(i) is { } name) return name;
            if (IsHead(i)) break;
        }

        for (var i = image + 1; i < lines.Count && i < image + LongestItem && !IsOutside(i) && !IsHead(i); i++)
            if (NameAt(i) is { } name) return name;
        return null;
    }

    private static List<(int Start, string Text)> LinesOf(Body body)
    {
        List<(int, string)> lines = [];
        for (var start = body.Start; start < body.End;)
        {
            var end = body.Source.Text.IndexOf('\n', start, body.End - start) is >= 0 and var found ? found : body.End;
            // A longer one is nobody's list of containers.
            lines.Add((start, end - start > LongestLine ? "" : body.Source.Text[start..end].TrimEnd('\r')));
            start = end + 1;
        }

        return lines;
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

    [GeneratedRegex("""^\s*(?:-\s+)?(?<key>["']?image["']?):\s+(?<value>[^\s#].*?)\s*(?:\s#.*)?$""", RegexOptions.CultureInvariant)]
    private static partial Regex Image();

    [GeneratedRegex("""^\s*(?:-\s+)?(?<key>name):\s+["']?(?<name>\S.*?)["']?\s*$""", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}

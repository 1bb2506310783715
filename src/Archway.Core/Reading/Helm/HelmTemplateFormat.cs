using System.Text.RegularExpressions;
using Archway.Oci;

namespace Archway.Reading.Helm;

/// <summary>Templates of Helm charts: the images written out in them, each on its own line.</summary>
internal sealed partial class HelmTemplateFormat : IFileFormat
{
    private const int LongestLine = 1024;

    public bool Wants(string path) =>
        FolderOfChart(path) is not null && Path.GetExtension(path) is ".yaml" or ".yml" or ".tpl";

    public bool Recognises(SourceText source, SourceTree tree) =>
        tree.FindText(FolderOfChart(source.Path) is { Length: > 0 } folder ? folder + "/Chart.yaml" : "Chart.yaml") is not null;

    public IEnumerable<SourceItem> Read(SourceText source, SourceTree tree, CancellationToken cancellationToken)
    {
        ReadingContext context = new(source, tree);
        var isComment = false;
        var start = 0;
        foreach (var line in source.Text.AsSpan().EnumerateLines())
        {
            if (line.Contains("{{/*", StringComparison.Ordinal) || line.Contains("{{- /*", StringComparison.Ordinal)) isComment = true;
            if (!isComment && line.Length <= LongestLine && line.Contains("image", StringComparison.Ordinal)) ReadLine(start, line.ToString(), context);
            if (line.Contains("*/", StringComparison.Ordinal)) isComment = false;
            start = NextLine(source.Text, start + line.Length);
        }
        return [new SourceItem.Document(new HelmTemplate(source) { Occurrences = [.. context.Occurrences] })];
    }

    private static void ReadLine(int start, string line, ReadingContext context)
    {
        if (Image().Match(line) is not { Success: true } match) return;
        var value = match.Groups["value"];
        // What a template composes is known once it is rendered; and a member may be said to have no value.
        if (value.Value.Contains("{{", StringComparison.Ordinal) || value.Value is "null" or "~") return;
        var at = context.Source.Span(start + value.Index, value.Length);
        context.Add(ReadingContext.Occurrence(at, value.Value, Parsed.Value(value.Value), OccurrenceKind.HelmTemplateLiteral));
    }

    private static int NextLine(string text, int end) =>
        end < text.Length ? end + (text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? 2 : 1) : end;

    /// <summary>The folder of the chart whose <c>templates</c> a path lies in, by its name alone; null when it lies in none.</summary>
    private static string? FolderOfChart(string path)
    {
        if (path.StartsWith("templates/", StringComparison.Ordinal)) return "";
        var templates = path.LastIndexOf("/templates/", StringComparison.Ordinal);
        return templates < 0 ? null : path[..templates];
    }

    [GeneratedRegex(
        """^\s*(?:- +)?(?:"image"|'image'|image):\s+(?:"(?<value>[^"]+)"|'(?<value>[^']+)'|(?<value>[^\s"'#|>&*!\[{}][^\s#]*))\s*(?:\#.*)?$""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Image();
}

using System.Collections.Frozen;
using Archway.Reading;

namespace Archway.Rendering;

/// <summary>Where in a chart's templates an image was made.</summary>
/// <remarks>
/// helm names the template. Its line is told only where one line fits: the one with the image written out, the only one that can have put it
/// together, the one of the same container, or the one in the same order when the template shows as many images as it has lines for them.
/// Else the head of the template stands for it; for a packed subchart, the line that names it.
/// </remarks>
internal sealed class TemplatePlaces : IImagePlaces
{
    private const int LongestTemplate = 1024 * 1024;
    private readonly string _file;
    private readonly string _folder;
    private readonly SourceTree _tree;
    private readonly IReadOnlyDictionary<string, string> _origins;
    private readonly FrozenDictionary<string, ChartFile.Dependency> _parts;
    private readonly ILookup<string, RenderedImage> _byTemplate;
    private readonly Dictionary<string, (SourceText Text, List<ImageLine> Lines)?> _read = new(StringComparer.Ordinal);
    private readonly Lazy<TemplateLines> _lines;

    internal TemplatePlaces(string file, SourceTree tree, IReadOnlyDictionary<string, string> origins, IReadOnlyList<RenderedImage> images)
    {
        (_file, _tree, _origins) = (file, tree, origins);
        _folder = file.LastIndexOf('/') is >= 0 and var slash ? file[..(slash + 1)] : "";
        _parts = (ChartFile.Find(_folder.TrimEnd('/'), tree)?.Dependencies ?? []).DistinctBy(one => one.Alias).ToFrozenDictionary(one => one.Alias);
        _byTemplate = images.Where(image => image.IsOfImageLine).ToLookup(image => image.Template ?? "", StringComparer.Ordinal);
        _lines = new(() => new([
            .. origins.Values.Where(path => path.Contains("templates/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
                .Select(tree.FindText).OfType<SourceText>().Where(text => text.Text.Length <= LongestTemplate)]));
    }

    public (SourceSpan At, string? Written) Find(RenderedImage image)
    {
        if (image.Template is not { } template || OriginOf(template) is not { } origin || Read(origin) is not var (text, lines))
            return (PartOf(image.Template)?.At ?? new(_file, 1, 1, 0), null);
        var written = image.Found.Written;
        var literal = lines.Where(line => line.Value == written).ToArray();
        if (literal is [var only]) return (only.At, only.Value);
        if (!image.IsOfImageLine || literal.Length > 0) return Once(text, written) ?? Behind(text, image.Before) ?? Head(text);

        ImageLine[] fitting = [.. lines.Where(line => line.IsComposed && line.Fits(written))];
        if (fitting is [var one]) return (one.At, one.Value);
        // Of several lines of one container, as in both branches of an if, the first leads a reader there.
        var named = fitting.Where(line => line.Container is not null && line.Container == image.Found.Container).ToArray();
        if (named.Length == 0) named = [.. fitting.Where(line => line.IsOf(image.Found.Container))];
        if (named is [var first, ..] && named.All(line => line.Container == first.Container)) return (first.At, first.Value);
        var shown = _byTemplate[template].ToArray();
        var index = Array.IndexOf(shown, image);
        return shown.Length == lines.Count && index >= 0 && lines[index].Fits(written) ? (lines[index].At, lines[index].Value) : Head(text);
    }

    /// <summary>The original of a template: under the name that its chart has here, or under its own where helm renamed it.</summary>
    private string? OriginOf(string template)
    {
        if (_origins.TryGetValue(_folder + template, out var origin)) return origin;
        if (PartOf(template) is not { } part) return null;
        var within = template[("charts/".Length + part.Alias.Length + 1)..];
        return _origins.GetValueOrDefault($"{_folder}charts/{part.Name}/{within}");
    }

    /// <summary>The dependency that a template belongs to; its chart may be packed, and then no template of it can be seen.</summary>
    private ChartFile.Dependency? PartOf(string? template) =>
        template?.Split('/') is ["charts", var alias, _, ..] && _parts.TryGetValue(alias, out var part) ? part : null;

    private (SourceText Text, List<ImageLine> Lines)? Read(string origin)
    {
        if (!_read.TryGetValue(origin, out var read))
            _read[origin] = read = _tree.FindText(origin) is { Text.Length: <= LongestTemplate } text ? (text, _lines.Value.Of(text)) : null;
        return read;
    }

    // An image in an argument stands where its text does, if that is written out once.
    private static (SourceSpan At, string? Written)? Once(SourceText text, string written)
    {
        var at = text.Text.IndexOf(written, StringComparison.Ordinal);
        return at >= 0 && text.Text.LastIndexOf(written, StringComparison.Ordinal) == at ? (text.Span(at, written.Length), written) : null;
    }

    // A flag or a variable's name is written out even where the value is not: --sidecar-image={{ .Values.sidecar }}.
    private static (SourceSpan At, string? Written)? Behind(SourceText text, string before)
    {
        var isVariable = before.StartsWith("- name: ", StringComparison.Ordinal);
        if (!isVariable && !before.Contains("--", StringComparison.Ordinal)) return null;
        if (Once(text, isVariable ? before + "\n" : before) is not var (label, found)) return null;
        var start = text.Text.IndexOf(found!, StringComparison.Ordinal) + found!.Length;
        var end = text.Text.IndexOf('\n', start) is >= 0 and var next ? next : text.Text.Length;
        var line = text.Text[start..end].TrimEnd();
        var value = line.TrimStart();
        if (isVariable) value = value.StartsWith("value:", StringComparison.Ordinal) ? value["value:".Length..].TrimStart() : "";
        return value.Length == 0 ? (label with { Length = before.Length }, before) : (text.Span(start + line.Length - value.Length, value.Length), value);
    }

    private static (SourceSpan At, string? Written) Head(SourceText text) => (new(text.Path, 1, 1, 0), null);
}

using Archway.Reading.Data;
using Archway.Reading.Helm;
using Archway.Reading.Kubernetes;

namespace Archway.Reading.Helmfile;

/// <summary>Helmfiles, and values that Helmfile makes from templates: YAML once the templates' actions are taken out.</summary>
/// <remarks><see href="https://helmfile.readthedocs.io/en/latest/#configuration"/></remarks>
internal sealed class HelmfileFormat : IFileFormat
{
    private const int LargestText = 4 * 1024 * 1024;
    private const string Template = ".gotmpl";

    public bool Wants(string path) => Path.GetExtension(StemOf(path)) is ".yaml" or ".yml" && (StemOf(path) != path || IsHelmfile(path));

    public bool Recognises(SourceText source, SourceTree tree) => true;

    public IEnumerable<SourceItem> Read(SourceText source, SourceTree tree, CancellationToken cancellationToken)
    {
        if (source.Text.Length > LargestText)
        {
            yield return SourceItem.Unparsed.TooLong(source, LargestText, "Helmfile's files");
            yield break;
        }

        YamlStream stream = new(source.Text, 0, source.Text.Length, TemplatedText.Flatten(source.Text));
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SourceItem? item;
            try
            {
                item = stream.ReadDocument() is { } root ? new SourceItem.Document(Document(root, new(source, tree))) : null;
            }
            catch (DataException e)
            {
                DataProblem problem = new(source.Span(Math.Min(e.Offset, source.Text.Length), 0), e.Message);
                // What a template makes may be YAML all the same; it is told only where images stand in it.
                item = source.Text.Contains("image", StringComparison.OrdinalIgnoreCase)
                    ? new SourceItem.Unparsed(source.Path, problem.At.Line, problem.Message)
                    : null;
            }
            if (item is not null) yield return item;
            if (item is not SourceItem.Document) yield break;
        }
    }

    private static bool IsHelmfile(string path) =>
        Path.GetFileNameWithoutExtension(StemOf(path)) == "helmfile" || Path.GetFileName(Path.GetDirectoryName(path)) == "helmfile.d";

    private static string StemOf(string path) => path.EndsWith(Template, StringComparison.Ordinal) ? path[..^Template.Length] : path;

    private static DataDocument Document(DataNode root, ReadingContext context)
    {
        if (IsHelmfile(context.Source.Path)) ReadReleases(root, context);
        else new ValuesWalk(context, ChartFolder.Around(context.Source, context.Tree)).Walk(root);
        return new(context.Source, root)
        {
            Occurrences = [.. context.Occurrences.Select(found => AsWritten(found, context.Source)).OrderBy(found => (found.At.Line, found.At.Column))],
        };
    }

    private static void ReadReleases(DataNode root, ReadingContext context)
    {
        foreach (var release in (root["releases"]?.Items ?? []).Concat((root["templates"]?.Members ?? []).Select(template => template.Value)))
        {
            ValuesWalk values = new(context, chart: null, release["name"]?.Text);
            foreach (var mapping in (release["values"]?.Items ?? []).OfType<DataMapping>()) values.Walk(mapping);
            foreach (var path in (release["values"]?.Items ?? []).OfType<DataScalar>()) ReadFile(path.Value, release["name"]?.Text, context);
            foreach (var list in new[] { release["set"], release["setString"] }) values.Walk(SetValues.Together(SetValues.In(list)));
            foreach (var patch in release["strategicMergePatches"]?.Items ?? []) new ResourceWalk(context, OccurrenceKind.KustomizePatch).Walk(patch);
        }
    }

    /// <summary>Reads a file of values whose own name does not say what it is; any other is read where it is met.</summary>
    private static void ReadFile(string written, string? release, ReadingContext context)
    {
        var path = SourceTree.Normalise($"{context.Source.Folder}/{written}".TrimStart('/'));
        if (path is null || path.EndsWith(Template, StringComparison.Ordinal)) return;
        if (context.Tree.FindText(path) is not { Text.Length: <= LargestText } file || HelmValuesFormat.IsNamedValues(file)) return;
        ReadingContext inner = new(file, context.Tree);
        foreach (var root in YamlReader.ReadDocuments(file, []))
            if (root is DataMapping && !Resource.Is(root)) new ValuesWalk(inner, chart: null, release).Walk(root);
        foreach (var found in inner.Occurrences) context.AddOneOfSeveral(found);
    }

    /// <summary>The occurrence with the template's own text in place of the gaps.</summary>
    private static ImageOccurrence AsWritten(ImageOccurrence found, SourceText source)
    {
        var isGap = found.Reason?.Contains(TemplatedText.Gap, StringComparison.Ordinal) == true;
        return found with
        {
            Written = found.Written.Contains(TemplatedText.Gap, StringComparison.Ordinal) ? source.TextAt(found.At) : found.Written,
            Reason = isGap ? "a part of it is filled in by a template" : found.Reason,
        };
    }
}

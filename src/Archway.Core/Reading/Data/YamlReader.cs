namespace Archway.Reading.Data;

/// <summary>Reads YAML documents one at a time, each value with its place in the text.</summary>
/// <remarks>
/// Stands on the parser's events, which carry offsets; a document that cannot be read is a problem of its own and does not hide those after it.
/// <see href="https://yaml.org/spec/1.2.2/"/>
/// </remarks>
public static class YamlReader
{
    /// <summary>The documents of a file, in order.</summary>
    /// <param name="source">The file.</param>
    /// <param name="problems">Where the documents that cannot be read are told.</param>
    public static IEnumerable<DataNode> ReadDocuments(SourceText source, ICollection<DataProblem> problems) =>
        ReadDocuments(source, 0, source.Text.Length, problems);

    /// <summary>Reads a document of nobody, so that the first of somebody finds the parser ready.</summary>
    public static void MakeReady() => _ = ReadDocuments(new SourceText("", "a: [b]\n"), []).Count();

    /// <summary>The documents in a part of a file, as in the text of a block scalar; offsets still refer to the whole file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="start">Where the part begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="problems">Where the documents that cannot be read are told.</param>
    /// <param name="repeated">Where each value is told that an alias or a merge key repeats.</param>
    internal static IEnumerable<DataNode> ReadDocuments(SourceText source, int start, int end, ICollection<DataProblem> problems, ICollection<DataNode>? repeated = null)
    {
        while (start < end && problems.Count < DataLimits.Problems)
        {
            YamlStream stream = new(source.Text, start, end) { Repeated = repeated };
            List<DataProblem> found = [];
            while (Next(stream, source, found) is { } root)
            {
                start = stream.Position;
                yield return root;
            }
            if (!stream.IsBroken) yield break;

            var next = NextDocument(source.Text, stream.Position, end);
            if (!stream.IsRefused || ReadLoosely(source, start, next, repeated) is not { } roots)
                foreach (var problem in found) problems.Add(problem);
            else
                foreach (var root in roots) yield return root;
            start = next;
        }
    }

    /// <summary>The documents in a part that the parser refuses, when it takes them in another form; null when it does not.</summary>
    private static List<DataNode>? ReadLoosely(SourceText source, int start, int end, ICollection<DataNode>? repeated)
    {
        if (LooseYaml.Rewrite(source.Text.AsSpan(start, end - start)) is not { } loose) return null;
        YamlStream stream = new(source.Text, start, end, loose) { Repeated = repeated };
        List<DataNode> roots = [];
        while (Next(stream, source, []) is { } root) roots.Add(root);
        return stream.IsBroken ? null : roots;
    }

    private static DataNode? Next(YamlStream stream, SourceText source, List<DataProblem> problems)
    {
        try
        {
            return stream.ReadDocument();
        }
        catch (DataException problem)
        {
            problems.Add(new(source.Span(Math.Min(problem.Offset, source.Text.Length), 0), problem.Message));
            return null;
        }
    }

    /// <summary>Where the next document begins: a line that starts with <c>---</c> ends whatever stands before it.</summary>
    private static int NextDocument(string text, int after, int end)
    {
        var mark = after < end ? text.IndexOf("\n---", after, end - after, StringComparison.Ordinal) : -1;
        return mark < 0 ? end : mark + 1;
    }
}

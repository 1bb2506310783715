namespace Archway.Reading.Data;

/// <summary>YAML or JSON within a scalar, as a kustomization's patch: read where it stands, so that its values keep their places in the file.</summary>
internal static class EmbeddedYaml
{
    /// <summary>The documents in a scalar's text; none where the text is no YAML, or is written with escapes.</summary>
    internal static IEnumerable<DataNode> Read(SourceText source, DataScalar scalar)
    {
        var (start, end) = (scalar.Start, scalar.Start + scalar.Length);
        if (start >= end) return [];
        switch (source.Text[start])
        {
            case '|' or '>':
                start = source.Text.IndexOf('\n', start, end - start) + 1;
                return start == 0 ? [] : Read(source, start, end, []);
            case '"' or '\'' when source.Text.AsSpan(start + 1, end - start - 2).SequenceEqual(scalar.Value):
                return YamlReader.ReadDocuments(source, start + 1, end - 1, []);
            case var _ when scalar.IsPlain && scalar.Value[0] is '{' or '[':
                return YamlReader.ReadDocuments(source, start, end, []);
            default:
                return [];
        }
    }

    /// <summary>The documents in lines of a file that are indented as a whole, as a block scalar's are.</summary>
    internal static IEnumerable<DataNode> Read(SourceText source, int start, int end, ICollection<DataProblem> problems) =>
        Parts(source.Text, start, end).SelectMany(part => YamlReader.ReadDocuments(source, part.Start, part.End, problems));

    /// <summary>The documents of a block scalar: within it the line <c>---</c> that parts them is indented, which the parser does not expect.</summary>
    private static IEnumerable<(int Start, int End)> Parts(string text, int start, int end)
    {
        for (var line = start; line < end;)
        {
            var next = text.IndexOf('\n', line, end - line) is >= 0 and var found ? found + 1 : end;
            if (text.AsSpan(line, next - line).Trim() is "---")
            {
                yield return (start, line);
                start = next;
            }
            line = next;
        }
        yield return (start, end);
    }
}

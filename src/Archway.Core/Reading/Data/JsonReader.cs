using System.Text;
using System.Text.Json;

namespace Archway.Reading.Data;

/// <summary>Reads JSON into the tree that YAML is read into; comments and trailing commas are let pass, as in editors' own files.</summary>
public static class JsonReader
{
    /// <summary>The values of a file: one as a rule, several where they follow each other.</summary>
    /// <param name="source">The file.</param>
    /// <param name="problems">Where it is told when the text, or the rest of it, is not JSON.</param>
    public static IEnumerable<DataNode> ReadDocuments(SourceText source, ICollection<DataProblem> problems)
    {
        List<DataNode> roots = [];
        var utf8 = Encoding.UTF8.GetBytes(source.Text);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions
        {
            AllowTrailingCommas = true,
            AllowMultipleValues = true,
            CommentHandling = JsonCommentHandling.Skip,
            MaxDepth = DataLimits.Depth,
        });
        var builder = new JsonTree(utf8, source.Text.Length);
        try
        {
            while (reader.Read()) roots.Add(builder.Build(ref reader));
        }
        catch (JsonException)
        {
            // The message repeats what stands there, which may be anything, and all of it up to the end of the file.
            problems.Add(new(source.Span(builder.Offset((int)reader.TokenStartIndex), 0), reader.CurrentDepth >= DataLimits.Depth - 1
                ? $"it is nested more than {DataLimits.Depth} levels deep"
                : "this is not JSON"));
        }
        catch (DataException e)
        {
            problems.Add(new(source.Span(e.Offset, 0), e.Message));
        }
        return roots;
    }
}

using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Placing.Manifests;

/// <summary>The documents of a text of Kubernetes resources, in YAML or JSON.</summary>
public static class ManifestText
{
    /// <summary>The documents, in order.</summary>
    /// <param name="source">The text.</param>
    /// <param name="problems">Where what cannot be read is told.</param>
    public static IEnumerable<DataNode> Documents(SourceText source, ICollection<DataProblem> problems) =>
        IsJson(source.Text) ? JsonReader.ReadDocuments(source, problems) : YamlReader.ReadDocuments(source, problems);

    /// <summary>The documents, and each value of them that stands for more than one place.</summary>
    internal static IEnumerable<DataNode> Documents(SourceText source, ICollection<DataProblem> problems, ICollection<DataNode> repeated) =>
        IsJson(source.Text) ? JsonReader.ReadDocuments(source, problems) : YamlReader.ReadDocuments(source, 0, source.Text.Length, problems, repeated);

    // YAML in braces is no JSON: its names have no quotes.
    private static bool IsJson(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (start is ['[', ..]) start = start[1..].TrimStart();
        return start is ['{', .. var inside] && inside.TrimStart() is ['"' or '}', ..] && !text.Contains("\n---", StringComparison.Ordinal);
    }

    /// <summary>The resources of a document: itself, or what a list holds.</summary>
    internal static IEnumerable<DataNode> Resources(DataNode document)
    {
        Stack<DataNode> waiting = new([document]);
        while (waiting.TryPop(out var node))
        {
            var items = node is DataSequence ? node.Items
                : ScalarText.Of(node["kind"]) is { } kind && kind.EndsWith("List", StringComparison.Ordinal) && node["items"] is DataSequence list ? list.Nodes : [];
            if (items.IsEmpty && node is DataMapping) yield return node;
            for (var i = items.Length - 1; i >= 0; i--) waiting.Push(items[i]);
        }
    }
}

using Archway.Reading.Data;

namespace Archway.Core.Tests.Reading.Data;

/// <summary>Small texts as trees.</summary>
internal static class Documents
{
    internal static (List<DataNode> Roots, List<DataProblem> Problems) Yaml(string text)
    {
        List<DataProblem> problems = [];
        return ([.. YamlReader.ReadDocuments(new("file.yaml", text), problems)], problems);
    }

    internal static (List<DataNode> Roots, List<DataProblem> Problems) Json(string text)
    {
        List<DataProblem> problems = [];
        return ([.. JsonReader.ReadDocuments(new("file.json", text), problems)], problems);
    }

    /// <summary>Every scalar of a tree, keys too, aliases as often as they are used.</summary>
    internal static IEnumerable<DataScalar> Scalars(DataNode node) => node switch
    {
        DataScalar scalar => [scalar],
        DataSequence sequence => sequence.Nodes.SelectMany(Scalars),
        _ => node.Members.SelectMany(member => Scalars(member.Value).Prepend(member.Key)),
    };

    /// <summary>The text that a node takes in the file.</summary>
    internal static string In(this DataNode node, string text) => text.Substring(node.Start, node.Length);
}

using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Rendering;

/// <summary>What a <c>Chart.yaml</c> says that matters for rendering.</summary>
/// <remarks><see href="https://helm.sh/docs/topics/charts/#the-chartyaml-file"/></remarks>
/// <param name="IsLibrary">Whether it only serves other charts.</param>
/// <param name="Dependencies">The charts it is made of.</param>
internal sealed record ChartFile(bool IsLibrary, IReadOnlyList<ChartFile.Dependency> Dependencies)
{
    private static readonly string[] Locks = ["Chart.lock", "requirements.lock"];

    /// <summary>The chart in that folder; null when there is none.</summary>
    internal static ChartFile? Find(string folder, SourceTree tree)
    {
        if (Read(folder, "Chart.yaml", tree) is not ({ } text, DataMapping chart)) return null;
        // Charts of Helm 2's form have their dependencies in a file of their own.
        var (file, list) = chart["dependencies"] is { } own ? (text, own)
            : Read(folder, "requirements.yaml", tree) is ({ } requirements, { } root) ? (requirements, root["dependencies"])
            : (text, null);
        return new(chart["type"]?.Text == "library", [.. (list?.Items ?? []).Select(node => Read(node, new(file, tree))).OfType<Dependency>()]);
    }

    /// <summary>The repositories that the chart's lock, or that of Helm 2's form, takes its dependencies from.</summary>
    internal static IEnumerable<string> Locked(string folder, SourceTree tree) =>
        Locks.SelectMany(name => Read(folder, name, tree).Root?["dependencies"]?.Items ?? [])
            .Select(node => node["repository"]?.Text ?? "").Where(repository => repository.Length > 0);

    private static Dependency? Read(DataNode node, ReadingContext context) => node["name"] is DataScalar { Value: { Length: > 0 } name } scalar && IsName(name)
        ? new(name, node["alias"]?.Text is { } alias && IsName(alias) ? alias : name, node["repository"]?.Text ?? "", context.At(scalar))
        : null;

    // It becomes a part of a path.
    private static bool IsName(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && name.Trim('.').Length > 0;

    private static (SourceText? Text, DataNode? Root) Read(string folder, string name, SourceTree tree) =>
        tree.FindText(folder.Length == 0 ? name : $"{folder}/{name}") is { } text ? (text, YamlReader.ReadDocuments(text, []).FirstOrDefault()) : (null, null);

    /// <summary>A chart that another is made of.</summary>
    /// <param name="Name">The chart's name.</param>
    /// <param name="Alias">The name it has within the other; its own where none is given.</param>
    /// <param name="Repository">Where it is fetched from; empty where it lies under <c>charts</c>.</param>
    /// <param name="At">Where its name is written.</param>
    internal sealed record Dependency(string Name, string Alias, string Repository, SourceSpan At);
}

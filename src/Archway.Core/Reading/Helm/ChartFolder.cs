using System.Runtime.CompilerServices;
using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Reading.Helm;

/// <summary>A folder with a <c>Chart.yaml</c>, and what that says.</summary>
/// <remarks><see href="https://helm.sh/docs/topics/charts/#the-chartyaml-file"/></remarks>
internal sealed class ChartFolder
{
    // A file of values may hold very many documents, and its chart is looked for once.
    private static readonly ConditionalWeakTable<SourceText, StrongBox<ChartFolder?>> OfValues = [];
    private readonly Dictionary<string, Parsed<string>> _appVersions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _dependencies = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly DataNode _chart;
    private readonly SourceTree _tree;

    private ChartFolder(string path, DataNode chart, SourceTree tree)
    {
        (_path, _chart, _tree) = (path, chart, tree);
        foreach (var dependency in (chart["dependencies"] ?? Requirements())?.Items ?? [])
            if (dependency["name"]?.Text is { } name) _dependencies[dependency["alias"]?.Text ?? name] = name;
    }

    /// <summary>The tag that a template commonly takes where the values leave it empty.</summary>
    internal Parsed<string> AppVersion => _chart["appVersion"] is DataScalar { IsNull: false, Value: { Length: > 0 } version }
        ? Parsed.Value(version)
        : Parsed.Problem<string>($"it has no tag, and {(_path.Length == 0 ? "" : _path + "/")}Chart.yaml has no appVersion");

    /// <summary>The chart that a file of values belongs to: in its own folder, or in one above it; null when there is none in the tree.</summary>
    internal static ChartFolder? Around(SourceText values, SourceTree tree) => OfValues.GetValue(values, file => new(Search(file.Folder, tree))).Value;

    /// <summary>The chart in that very folder.</summary>
    internal static ChartFolder? At(string folder, SourceTree tree) =>
        tree.FindText(folder.Length == 0 ? "Chart.yaml" : folder + "/Chart.yaml") is { } text
        && YamlReader.ReadDocuments(text, []).FirstOrDefault() is DataMapping chart
            ? new(folder, chart, tree)
            : null;

    /// <summary>What an absent tag means under a top-level member of the values: that of the dependency whose values they are, or else this chart's.</summary>
    internal Parsed<string> AppVersionUnder(string member)
    {
        if (!_dependencies.TryGetValue(member, out var name)) return AppVersion;
        if (!_appVersions.TryGetValue(name, out var version))
        {
            version = At(_path.Length == 0 ? $"charts/{name}" : $"{_path}/charts/{name}", _tree)?.AppVersion
                ?? Parsed.Problem<string>($"it has no tag, and the chart {name} whose appVersion stands in for it is not in this tree");
            _appVersions[name] = version;
        }
        return version;
    }

    /// <summary>The dependencies of a chart of Helm 2's form, which stand in a file of their own.</summary>
    private DataNode? Requirements() =>
        _tree.FindText(_path.Length == 0 ? "requirements.yaml" : _path + "/requirements.yaml") is { } text
            ? YamlReader.ReadDocuments(text, []).FirstOrDefault()?["dependencies"]
            : null;

    private static ChartFolder? Search(string folder, SourceTree tree)
    {
        for (var path = folder; ; path = path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "")
        {
            if (At(path, tree) is { } chart) return chart;
            if (path.Length == 0) return null;
        }
    }
}

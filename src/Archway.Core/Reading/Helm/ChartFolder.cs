using System.Runtime.CompilerServices;
using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Reading.Helm;

/// <summary>A folder with a <c>Chart.yaml</c>, and what that says.</summary>
/// <remarks><see href="https://helm.sh/docs/topics/charts/#the-chartyaml-file"/></remarks>
internal sealed class ChartFolder
{
    private const int MostCharts = 100;

    // A file of values may hold very many documents, and its chart is looked for once.
    private static readonly ConditionalWeakTable<SourceText, StrongBox<ChartFolder?>> OfValues = [];
    private readonly Dictionary<string, Parsed<string>> _appVersions = new(StringComparer.Ordinal);
    private readonly List<(string Alias, string Name, string? Repository)> _dependencies = [];
    private readonly string _path;
    private readonly DataNode _chart;
    private readonly SourceTree _tree;
    private readonly Lazy<DataNode> _values;
    private readonly Lazy<IReadOnlyList<(string Alias, ChartFolder Chart)>> _brought;

    private ChartFolder(string path, DataNode chart, SourceTree tree)
    {
        (_path, _chart, _tree) = (path, chart, tree);
        foreach (var dependency in (chart["dependencies"] ?? Requirements())?.Items ?? [])
            if (dependency["name"]?.Text is { } name) _dependencies.Add((dependency["alias"]?.Text ?? name, name, dependency["repository"]?.Text));
        _values = new(ReadValues);
        _brought = new(() => [.. Brought().DistinctBy(one => one.Alias).Take(MostCharts)]);
    }

    /// <summary>The folder's path.</summary>
    internal string Path => _path;

    /// <summary>The values that stand beside the chart, without places.</summary>
    internal DataNode Values => _values.Value;

    /// <summary>The charts within the tree that this one brings along, by the names under which it has values for them.</summary>
    internal IReadOnlyList<(string Alias, ChartFolder Chart)> Charts => _brought.Value;

    /// <summary>The chart in whose own folder this one lies, and the names under which that has values for it; null when there is none.</summary>
    internal (ChartFolder Chart, string[] Aliases)? Parent()
    {
        if (_path.Split('/') is not [.. var above, "charts", _] || At(string.Join('/', above), _tree) is not { } parent) return null;
        var name = Name;
        string[] aliases = [.. parent._dependencies.Where(one => one.Name == name).Select(one => one.Alias)];
        return (parent, aliases is [] ? [name] : aliases);
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
        if (_dependencies.FindLast(one => one.Alias == member).Name is not { } name) return AppVersion;
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

    private string Name => _chart["name"]?.Text ?? _path[(_path.LastIndexOf('/') + 1)..];

    private string Within(string path) => _path.Length == 0 ? path : $"{_path}/{path}";

    private DataNode ReadValues() =>
        _tree.FindText(Within("values.yaml")) is { } text && YamlReader.ReadDocuments(text, []).FirstOrDefault() is DataMapping values
            ? LaidValues.WithoutPlace(values)
            : LaidValues.None;

    private IEnumerable<(string Alias, ChartFolder Chart)> Brought()
    {
        foreach (var (alias, name, repository) in _dependencies)
        {
            var folder = repository is ['f', 'i', 'l', 'e', ':', '/', '/', .. var local] ? SourceTree.Normalise(Within(local)) : null;
            if ((At(Within($"charts/{name}"), _tree) ?? (folder is null ? null : At(folder, _tree))) is { } chart) yield return (alias, chart);
        }

        // A chart that lies there is brought along whether it is declared or not.
        foreach (var folder in _tree.Folders(Within("charts")))
            if (At(Within($"charts/{folder}"), _tree) is { } chart && !_dependencies.Exists(one => one.Name == chart.Name)) yield return (chart.Name, chart);
    }

    private static ChartFolder? Search(string folder, SourceTree tree)
    {
        for (var path = folder; ; path = path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "")
        {
            if (At(path, tree) is { } chart) return chart;
            if (path.Length == 0) return null;
        }
    }
}

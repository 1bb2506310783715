using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Kustomize;

namespace Archway.Rendering;

/// <summary>A kustomization, and what else it names.</summary>
/// <remarks><see href="https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/"/></remarks>
internal sealed class KustomizationFile
{
    private static readonly string[] BaseLists = ["resources", "bases", "components", "generators", "transformers", "validators"];
    private static readonly string[] FileLists = ["crds", "configurations", "patchesStrategicMerge"];
    private static readonly string[] PathLists = ["patches", "patchesJson6902", "replacements"];
    private static readonly string[] GeneratorLists = ["configMapGenerator", "secretGenerator"];
    private readonly DataNode _root;

    private KustomizationFile(SourceText text, DataNode root) => (Text, Folder, _root) = (text, text.Folder, root);

    internal SourceText Text { get; }

    internal string Folder { get; }

    /// <summary>Whether it stands for itself, and is no part of others only.</summary>
    internal bool IsWhole => _root["kind"]?.Text is null or "Kustomization";

    /// <summary>Whether it has charts put in, for which kustomize starts helm.</summary>
    internal bool HasCharts => _root["helmCharts"] is not null || _root["helmChartInflationGenerator"] is not null;

    /// <summary>The entries that may be files, folders with a kustomization, or remote.</summary>
    internal IEnumerable<string> Bases => BaseLists.SelectMany(list => _root[list]?.Items ?? []).Select(item => item.Text).OfType<string>().Where(IsName);

    /// <summary>The entries that name files.</summary>
    internal IEnumerable<string> Files =>
        FileLists.SelectMany(list => _root[list]?.Items ?? []).Select(item => item.Text)
            .Concat(PathLists.SelectMany(list => _root[list]?.Items ?? []).Select(item => item["path"]?.Text))
            .Append(_root["openapi"]?["path"]?.Text)
            .Concat(GeneratorLists.SelectMany(list => _root[list]?.Items ?? []).SelectMany(OfGenerator))
            .OfType<string>().Where(IsName);

    /// <summary>The entries of <c>images</c>.</summary>
    internal IEnumerable<DataNode> Images => _root["images"]?.Items ?? [];

    /// <summary>The kustomization of a folder; null when it has none, or one of another tool, as Flux's resource of the same name.</summary>
    internal static KustomizationFile? Find(string folder, SourceTree tree)
    {
        var text = KustomizeFormat.FileNames.Select(name => tree.FindText(folder.Length == 0 ? name : $"{folder}/{name}"))
            .FirstOrDefault(found => found is not null);
        return text is not null && YamlReader.ReadDocuments(text, []).FirstOrDefault() is DataMapping root
            && root["apiVersion"]?.Text?.StartsWith("kustomize.config.k8s.io/", StringComparison.Ordinal) != false
                ? new(text, root)
                : null;
    }

    // key=path, or the path alone.
    private static IEnumerable<string?> OfGenerator(DataNode generator) =>
        (generator["files"]?.Items ?? []).Select(item => item.Text is { } text ? text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..] : null)
            .Concat((generator["envs"]?.Items ?? []).Select(item => item.Text))
            .Append(generator["env"]?.Text);

    // What has lines or members is no name but the thing itself.
    private static bool IsName(string text) =>
        text.Length is > 0 and < 1024 && text[0] != '{' && !text.Contains('\n', StringComparison.Ordinal) && !text.Contains(": ", StringComparison.Ordinal);
}

using System.Runtime.CompilerServices;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines.GitLab;

/// <summary>The GitLab CI files of a target, and which of them make one pipeline by <c>include: local</c>.</summary>
internal sealed class GitLabFiles
{
    private const string Main = ".gitlab-ci.yml";
    // GitLab takes no more into one pipeline.
    private const int MostFiles = 150;
    private const int LargestFile = 1024 * 1024;

    // Read once for all the files of a target.
    private static readonly ConditionalWeakTable<SourceTree, GitLabFiles> OfTrees = [];

    private readonly SourceTree _tree;
    private readonly Dictionary<string, DataNode?> _roots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DataNode?> _inputs = new(StringComparer.Ordinal);
    private List<string>? _main;

    private GitLabFiles(SourceTree tree) => _tree = tree;

    internal static GitLabFiles Of(SourceTree tree) => OfTrees.GetValue(tree, tree => new(tree));

    /// <summary>The configurations that make a pipeline with a file's: the main one's first where that includes the file, else the file's own.</summary>
    internal IEnumerable<DataNode> Around(SourceText source, DataNode root)
    {
        _main ??= Closure([Main]);
        return _main.Contains(source.Path) ? _main.Select(path => Root(path)!) : Closure(Included(root)).Select(path => Root(path)!).Prepend(root);
    }

    /// <summary>The inputs that a file's header declares: it stands in a document of its own above the pipeline's.</summary>
    internal DataNode? Inputs(SourceText source)
    {
        if (!_inputs.TryGetValue(source.Path, out var inputs))
            _inputs[source.Path] = inputs = YamlReader.ReadDocuments(source, []).FirstOrDefault()?["spec"]?["inputs"];
        return inputs;
    }

    /// <summary>Files and those that they include, the including before the included.</summary>
    private List<string> Closure(IEnumerable<string> paths)
    {
        List<string> all = [];
        Queue<string> next = new(paths);
        while (next.TryDequeue(out var file) && all.Count < MostFiles)
        {
            if (all.Contains(file) || Root(file) is not { } root) continue;
            all.Add(file);
            foreach (var included in Included(root)) next.Enqueue(included);
        }

        return all;
    }

    private static IEnumerable<string> Included(DataNode root) =>
        (root["include"] is DataSequence list ? list.Nodes : root["include"] is { } one ? [one] : [])
            .Select(entry => entry.Text ?? entry["local"]?.Text)
            .Where(path => path is not null && !path.Contains("://", StringComparison.Ordinal) && !path.Contains('$', StringComparison.Ordinal))
            .Select(path => SourceTree.Normalise(path!.TrimStart('/'))).OfType<string>().Take(MostFiles);

    /// <summary>The configuration at a path of the target: the last document of the file, since a header may stand above it.</summary>
    private DataNode? Root(string path)
    {
        if (!_roots.TryGetValue(path, out var root))
            _roots[path] = root = _tree.ReadText(path, LargestFile).Value is { } text ? YamlReader.ReadDocuments(text, []).LastOrDefault() : null;
        return root;
    }
}

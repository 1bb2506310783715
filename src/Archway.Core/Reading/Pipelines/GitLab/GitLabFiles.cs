using System.Runtime.CompilerServices;
using Archway.Reading.Data;

namespace Archway.Reading.Pipelines.GitLab;

/// <summary>The GitLab CI files of a target, and which of them make one pipeline by <c>include: local</c>.</summary>
internal sealed class GitLabFiles
{
    private const string Main = ".gitlab-ci.yml";
    // GitLab takes no more into one pipeline.
    private const int MostFiles = 150;
    private const int MostPipelines = 500;
    private const int LargestFile = 1024 * 1024;

    // Read once for all the files of a target.
    private static readonly ConditionalWeakTable<SourceTree, GitLabFiles> OfTrees = [];

    // One of its own: what is asked of it is nothing on which a file rests that no pipeline includes.
    private readonly SourceTree _tree;
    private readonly Dictionary<string, DataNode?> _roots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _hasMain = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<List<string>>> _pipelines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<DataNode>> _inputs = new(StringComparer.Ordinal);

    private GitLabFiles(SourceTree tree) => _tree = new(tree.Root);

    internal static GitLabFiles Of(SourceTree tree) => OfTrees.GetValue(tree, tree => new(tree));

    /// <summary>Whether the main configuration, or a pipeline that it starts, includes the file.</summary>
    internal bool Include(string path) => Pipelines(Repository(path)).Any(files => files.Contains(path));

    /// <summary>The configurations that make a pipeline with a file's, the outranking first: those that include it, or else those that it includes.</summary>
    internal IEnumerable<DataNode> Around(DataNode root, ReadingContext context)
    {
        var path = context.Source.Path;
        var repository = Repository(path);
        var files = Pipelines(repository).Find(files => files.Contains(path)) ?? Closure(repository, [path]);
        // What is said of this file rests on all of them, though they may have been read for another.
        foreach (var file in files) context.Tree.HasFile(file);
        return files.Contains(path) ? files.Select(file => file == path ? root : Root(file)!) : [root];
    }

    /// <summary>The inputs that those who include a file give it.</summary>
    internal IEnumerable<DataNode> InputsOf(string path) => _inputs.GetValueOrDefault(path) ?? [];

    /// <summary>The files of each pipeline of a repository: the main one's first, then those of the child pipelines that jobs start.</summary>
    private List<List<string>> Pipelines(string repository)
    {
        if (_pipelines.TryGetValue(repository, out var pipelines)) return pipelines;
        _pipelines[repository] = pipelines = [];
        Queue<IEnumerable<string>> next = new([[Under(repository, Main)]]);
        for (var i = 0; i < MostPipelines && next.TryDequeue(out var files); i++)
        {
            var pipeline = Closure(repository, files);
            if (pipeline.Count == 0 || pipelines.Exists(known => known.SequenceEqual(pipeline))) continue;
            pipelines.Add(pipeline);
            foreach (var (_, job) in pipeline.SelectMany(file => Root(file)!.Members))
                if (job["trigger"]?["include"] is { } child) next.Enqueue(Included(child, repository));
        }

        return pipelines;
    }

    /// <summary>Files and those that they include, the outranking first: the including before the included, and of these the last before the others.</summary>
    private List<string> Closure(string repository, IEnumerable<string> paths)
    {
        List<string> all = [];
        Stack<string> next = new(paths);
        while (next.TryPop(out var file) && all.Count < MostFiles)
        {
            if (all.Contains(file) || Root(file) is not { } root) continue;
            all.Add(file);
            foreach (var included in Included(root["include"], repository)) next.Push(included);
        }

        return all;
    }

    private IEnumerable<string> Included(DataNode? include, string repository)
    {
        foreach (var entry in (include is DataSequence list ? list.Nodes : include is { } one ? [one] : []).Take(MostFiles))
        {
            var written = entry.Text ?? entry["local"]?.Text;
            if (written is null || written.Contains("://", StringComparison.Ordinal) || written.Contains('$', StringComparison.Ordinal)) continue;
            if (SourceTree.Normalise(written.TrimStart('/')) is not { } path) continue;
            var files = path.Contains('*', StringComparison.Ordinal)
                ? GitLabWildcard.Files(_tree, repository, path).Take(MostFiles)
                : [Under(repository, path)];
            foreach (var file in files)
            {
                if (entry["inputs"] is DataMapping inputs) Inputs(file).Add(inputs);
                yield return file;
            }
        }
    }

    private HashSet<DataNode> Inputs(string file)
    {
        if (!_inputs.TryGetValue(file, out var inputs)) _inputs[file] = inputs = new(ReferenceEqualityComparer.Instance);
        return inputs;
    }

    /// <summary>The folder of the repository that a file belongs to: the outermost one with a main configuration, or the target itself.</summary>
    private string Repository(string path)
    {
        for (var end = 0; end >= 0; end = path.IndexOf('/', end + 1))
        {
            var folder = path[..end];
            if (!_hasMain.TryGetValue(folder, out var hasMain)) _hasMain[folder] = hasMain = _tree.HasFile(Under(folder, Main));
            if (hasMain) return folder;
        }

        return "";
    }

    /// <summary>The configuration at a path of the target: the last document of the file, since a header may stand above it.</summary>
    private DataNode? Root(string path)
    {
        if (!_roots.TryGetValue(path, out var root))
            _roots[path] = root = _tree.ReadText(path, LargestFile).Value is { } text ? YamlReader.ReadDocuments(text, []).LastOrDefault() : null;
        return root;
    }

    private static string Under(string folder, string path) => folder.Length == 0 ? path : $"{folder}/{path}";
}

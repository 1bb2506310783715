using System.Runtime.CompilerServices;
using Archway.Oci;
using Archway.Reading.Data;

namespace Archway.Reading.Compose;

/// <summary>One Compose file, and those that it extends.</summary>
/// <remarks><see href="https://github.com/compose-spec/compose-spec/blob/main/05-services.md"/></remarks>
internal sealed class ComposeFile
{
    private const int LongestChain = 20;
    private readonly DataNode _root;
    private readonly SourceTree _tree;
    private readonly ComposeVariables _variables;
    private readonly Dictionary<string, ComposeFile?> _opened;

    // A file may hold very many documents, and what lies beside it is read once for all of them.
    private static readonly ConditionalWeakTable<SourceText, Surroundings> Around = [];

    /// <summary>The file that is read for itself.</summary>
    internal ComposeFile(SourceText source, DataNode root, SourceTree tree)
        : this(source, root, tree, Around.GetValue(source, text => new(ComposeVariables.Beside(text, tree), new(StringComparer.Ordinal))))
    {
    }

    private ComposeFile(SourceText source, DataNode root, SourceTree tree, Surroundings around) =>
        (Source, _root, _tree, _variables, _opened) = (source, root, tree, around.Variables, around.Opened);

    internal SourceText Source { get; }

    /// <summary>The services, each with what it extends.</summary>
    internal IEnumerable<ComposeService> Services =>
        _root["services"]?.Members.Where(member => member.Value is DataMapping).Select(member => Service(member.Key.Value, member.Value, 0)) ?? [];

    /// <summary>The files that this one includes directly.</summary>
    internal IEnumerable<ComposeFile> Included =>
        from path in IncludedPaths
        let file = OpenAt(path)
        where file is not null
        // An included file brings the .env beside it; an extended one takes the variables of the file that extends it.
        select new ComposeFile(file.Source, file._root, _tree);

    /// <summary>The paths, included or extended, that lead to no file of the tree.</summary>
    internal IEnumerable<DataScalar> Unread => IncludedPaths
        .Concat(_root["services"]?.Members.Select(member => member.Value["extends"]?["file"]) ?? [])
        .OfType<DataScalar>().Where(path => OpenAt(path) is null);

    private IEnumerable<DataNode> IncludedPaths =>
        (_root["include"]?.Items ?? []).SelectMany(entry =>
            entry is DataScalar ? [entry] : entry["path"] is DataScalar path ? [path] : entry["path"]?.Items ?? []);

    /// <summary>A file's value with its variables filled in.</summary>
    internal Parsed<string> Fill(DataNode node) => Fill((node.Text ?? "").Trim());

    /// <summary>A text of this file with its variables filled in.</summary>
    internal Parsed<string> Fill(string text) => _variables.Fill(text);

    /// <summary>A path of this file from the root of the tree; null when it is an address, cannot be told, or leaves the tree.</summary>
    internal string? PathOf(DataNode? path, string folder)
    {
        if (path is null) return folder;
        return Fill(path).Value is { } text && !text.Contains("://", StringComparison.Ordinal) && !text.StartsWith("git@", StringComparison.Ordinal)
            ? Join(folder, text)
            : null;
    }

    /// <summary>A path within a folder; null when it leaves the tree.</summary>
    internal static string? Join(string folder, string path) =>
        SourceTree.Normalise(folder.Length == 0 || path.StartsWith('/') ? path : $"{folder}/{path}");

    private ComposeFile? OpenAt(DataNode path) => PathOf(path, Source.Folder) is { } found ? Open(found) : null;

    private ComposeFile? Open(string path)
    {
        if (!_opened.TryGetValue(path, out var file))
        {
            var text = _tree.FindText(path);
            var root = text is null ? null : YamlReader.ReadDocuments(text, []).FirstOrDefault();
            _opened[path] = file = root is null ? null : new(text!, root, _tree, new Surroundings(_variables, _opened));
        }
        return file;
    }

    private ComposeService Service(string name, DataNode service, int depth)
    {
        ComposeService own = new(name, Value(service["image"]), Value(service["build"]), Value(service["platform"]), ComposeGpus.Of(service));
        return depth < LongestChain && service["extends"] is { } extends ? own.Over(Extended(extends, depth + 1)) : own;
    }

    private ComposeService? Extended(DataNode extends, int depth)
    {
        var name = extends.Text ?? extends["service"]?.Text;
        var file = extends["file"] is not { } path ? this : OpenAt(path);
        return name is not null && file?.Find(name) is { } service ? file.Service(name, service, depth) : null;
    }

    private DataNode? Find(string name) => _root["services"]?[name];

    private ComposeValue? Value(DataNode? node) => node is null or DataScalar { IsNull: true } ? null : new(node, this);

    private sealed record Surroundings(ComposeVariables Variables, Dictionary<string, ComposeFile?> Opened);
}

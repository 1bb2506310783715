using Archway.Oci;
using Archway.Reading.Tree;

namespace Archway.Reading;

/// <summary>The files of one scanned target, and nothing outside it.</summary>
/// <remarks>Paths are relative to the root, with '/' between their parts. A path that leaves the root, or a link that does, finds nothing.</remarks>
public sealed class SourceTree
{
    /// <summary>The largest file that is read, in bytes; a larger one is reported as unparsed.</summary>
    public const long LargestFile = 32 * 1024 * 1024;

    private const int MostFolders = 1000;

    private readonly string _root;
    private readonly string _realRoot;
    private readonly HashSet<string> _asked = [];

    /// <summary>A tree over a folder, or over the one file named: then its folder is the root, and a walk meets only the file.</summary>
    /// <param name="target">The folder's or the file's path on disk.</param>
    public SourceTree(string target)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        if (File.Exists(path)) (path, OnlyFile) = (Path.GetDirectoryName(path)!, Path.GetFileName(path));
        _root = path;
        _realRoot = TreePaths.RealRoot(path);
    }

    private SourceTree() => _root = _realRoot = "";

    /// <summary>No files at all: what stands in none may lead to none.</summary>
    internal static SourceTree Nothing { get; } = new();

    /// <summary>The folder's path on disk.</summary>
    public string Root => _root;

    /// <summary>The name of the one file that the target is; null when it is a folder.</summary>
    public string? OnlyFile { get; }

    /// <summary>The files that reading asked for since <see cref="Forget"/>: what is said of a file may rest on any of them, and on their absence.</summary>
    internal IReadOnlySet<string> Asked => _asked;

    /// <summary>Begins to note anew which files are asked for.</summary>
    internal void Forget() => _asked.Clear();

    /// <summary>Notes files, asked for before, on which what is read next rests too.</summary>
    internal void RestOn(IEnumerable<string> files) => _asked.UnionWith(files);

    /// <summary>The text at <paramref name="path"/>, or null when there is no such regular file inside the root.</summary>
    public SourceText? FindText(string path) => ReadText(path).Value;

    /// <summary>Whether there is a file at <paramref name="path"/> inside the root.</summary>
    internal bool HasFile(string path) => Normalise(path) is { } name && Find(name) is { } real && File.Exists(OnDisk(real));

    /// <summary>The names of the folders within a folder, in ordinal order; none where it cannot be looked into.</summary>
    internal IReadOnlyList<string> Folders(string path)
    {
        if (Normalise(path) is not { } name || FollowLinks(name) is not { } real || !Directory.Exists(OnDisk(real))) return [];
        try
        {
            return [.. Directory.EnumerateDirectories(OnDisk(real)).Take(MostFolders).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The text at <paramref name="path"/>, or why there is none.</summary>
    internal Parsed<SourceText> ReadText(string path, long largest = LargestFile)
    {
        if (Normalise(path) is not { } name || Find(name) is not { } real) return Parsed.Problem<SourceText>($"{path} lies outside the scanned folder");
        try
        {
            FileInfo file = new(OnDisk(real));
            if (name == OnlyFile && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo linked) file = linked;
            if (!file.Exists) return Parsed.Problem<SourceText>($"{path} is no file");
            if (file.Length > largest) return Parsed.Problem<SourceText>($"it has {file.Length} bytes; files of at most {largest} are read");
            // Pipes and devices have no length, and opening one may wait for ever.
            var text = file.Length == 0 ? "" : TextBytes.Decode(File.ReadAllBytes(file.FullName));
            return text is null ? Parsed.Problem<SourceText>("it is not text: it holds a NUL character") : Parsed.Value(new SourceText(name, text));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Parsed.Problem<SourceText>($"it cannot be read: {exception.Message}");
        }
    }

    /// <summary>The path without <c>.</c> and <c>..</c>; null when it leaves the root.</summary>
    internal static string? Normalise(string path)
    {
        if (Path.IsPathRooted(path) || path.Contains('\0', StringComparison.Ordinal)) return null;
        List<string> parts = [];
        foreach (var part in path.Split('/'))
        {
            if (part is "" or ".") continue;
            if (part != "..") parts.Add(part);
            else if (parts.Count > 0) parts.RemoveAt(parts.Count - 1);
            else return null;
        }

        return string.Join('/', parts);
    }

    /// <summary>The path that a path leads to when its links are followed; null when they leave the root.</summary>
    internal string? FollowLinks(string path) => _root.Length == 0 ? null : TreePaths.Follow(_root, _realRoot, path);

    // The one file that a user names may be a link to anywhere, as the files of a ConfigMap are.
    private string? Find(string name)
    {
        var real = name == OnlyFile ? name : FollowLinks(name);
        // Shared by all that are read from no files.
        if (_root.Length == 0) return null;
        _asked.Add(name);
        if (real is not null) _asked.Add(real);
        return real;
    }

    internal string OnDisk(string path) => path.Length == 0 ? _realRoot : Path.Join(_realRoot, path);
}

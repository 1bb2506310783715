namespace Archway.Reading.Tree;

/// <summary>A walk over a tree's wanted files in the ordinal order of their paths.</summary>
/// <remarks>
/// Links are not followed, since what they lead to inside the tree is met under its own name; only a link under a wanted name to a file
/// under an unwanted one is read, once. Folders that git ignores are passed by unless git tracks files in them.
/// </remarks>
internal sealed class TreeWalk
{
    private const int DeepestFolder = 100;
    private const int MostEntries = 2_000_000;

    private readonly SourceTree _tree;
    private readonly ReadingOptions _options;
    private readonly Func<string, bool> _isWanted;
    private readonly Func<string, bool> _mayBeWanted;
    private readonly PathPattern[] _excluded;
    private readonly HashSet<string> _tracked;
    private readonly HashSet<string> _linked = [];
    private readonly bool _isRepository;
    private int _entries;

    internal TreeWalk(SourceTree tree, ReadingOptions options, Func<string, bool> isWanted, Func<string, bool> mayBeWanted)
    {
        (_tree, _options, _isWanted, _mayBeWanted) = (tree, options, isWanted, mayBeWanted);
        _excluded = [.. options.Exclude.Select(pattern => new PathPattern(pattern))];
        _isRepository = Directory.Exists(tree.OnDisk(".git"));
        _tracked = options.IncludeIgnored ? [] : TrackedFolders();
    }

    internal IEnumerable<WalkStep> Steps(CancellationToken cancellationToken)
    {
        if (_tree.OnlyFile is { } only) return [new WalkStep.File(only)];
        var rules = _options.IncludeIgnored ? IgnoreRules.None : WithFile(IgnoreRules.None, "", ".git/info/exclude");
        return Folder("", rules, isIgnored: false, depth: 0, cancellationToken);
    }

    /// <summary>Whether the walk does not come to a path because of a folder above it or of the path itself.</summary>
    internal bool PassesBy(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            var folder = path[..slash];
            if (ReasonToSkip(folder, folder[(folder.LastIndexOf('/') + 1)..], isIgnored: false) is not null) return true;
        }

        return IsExcluded(path);
    }

    private IEnumerable<WalkStep> Folder(string path, IgnoreRules above, bool isIgnored, int depth, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (depth > DeepestFolder)
        {
            yield return new WalkStep.Failed(path, $"it lies more than {DeepestFolder} folders deep");
            yield break;
        }

        if (Entries(path, out var entries) is { } problem)
        {
            yield return new WalkStep.Failed(path, problem);
            yield break;
        }

        var rules = _options.IncludeIgnored ? above : WithFile(above, path, Under(path, ".gitignore"));
        foreach (var entry in entries)
        {
            if (++_entries > MostEntries)
            {
                if (_entries == MostEntries + 1) yield return new WalkStep.Failed(path, $"the walk stopped after {MostEntries} files and folders");
                yield break;
            }

            var child = Under(path, entry.Name);
            if (entry.LinkTarget is not null)
            {
                if (Link(child) is { } step) yield return step;
            }
            else if (entry is DirectoryInfo)
            {
                var ignored = isIgnored || rules.IgnoreFolder(child);
                if (ReasonToSkip(child, entry.Name, ignored) is { } reason)
                    yield return new WalkStep.Skipped(child, reason);
                else
                    foreach (var step in Folder(child, rules, ignored, depth + 1, cancellationToken)) yield return step;
            }
            else if (_isWanted(child))
            {
                yield return IsExcluded(child) ? new WalkStep.Skipped(child, "excluded") : new WalkStep.File(child);
            }
            else if (_mayBeWanted(child) && !IsExcluded(child) && !_linked.Contains(child))
            {
                yield return new WalkStep.Unnamed(child);
            }
        }
    }

    private string? Entries(string path, out List<FileSystemInfo> entries)
    {
        entries = [];
        try
        {
            entries.AddRange(new DirectoryInfo(_tree.OnDisk(path)).EnumerateFileSystemInfos().Take(MostEntries));
            // A folder sorts as its files' paths do, with the '/' behind its name.
            entries.Sort((a, b) => string.CompareOrdinal(SortKey(a), SortKey(b)));
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"the folder cannot be read: {exception.Message}";
        }
    }

    private WalkStep? Link(string path)
    {
        if (!_isWanted(path) || IsExcluded(path)) return null;
        if (_tree.FollowLinks(path) is not { } real) return new WalkStep.Skipped(path, "a link that leaves the scanned folder");
        return File.Exists(_tree.OnDisk(real)) && !_isWanted(real) && _linked.Add(real) ? new WalkStep.File(path) : null;
    }

    private string? ReasonToSkip(string path, string name, bool isIgnored) =>
        IsExcluded(path) ? "excluded"
        : _options.IncludeIgnored ? null
        : name is ".git" or "node_modules" or ".terraform" ? name
        : isIgnored && !_tracked.Contains(path) ? "ignored by git"
        : null;

    private bool IsExcluded(string path) => _excluded.Any(glob => glob.Matches(path));

    private IgnoreRules WithFile(IgnoreRules rules, string folder, string path) =>
        File.Exists(_tree.OnDisk(path)) && _tree.FindText(path) is { } text ? rules.And(folder, text.Text, _isRepository) : rules;

    private HashSet<string> TrackedFolders()
    {
        FileInfo index = new(_tree.OnDisk(".git/index"));
        if (!index.Exists || index.Length is 0 or > SourceTree.LargestFile || _tree.FollowLinks(".git/index") is null) return [];
        try
        {
            return GitIndex.TrackedFolders(File.ReadAllBytes(index.FullName));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Under(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    private static string SortKey(FileSystemInfo entry) => entry is DirectoryInfo && entry.LinkTarget is null ? entry.Name + "/" : entry.Name;
}

using System.Globalization;
using Archway.Judging;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Configuring.Ignoring;

/// <summary>The lists that speak of a target's files: each <c>.archwayignore.yaml</c> of its folder and all below, from the root of the repository on.</summary>
/// <remarks>So a file's findings are let be alike whichever folder above it is scanned.</remarks>
internal sealed class IgnoreLists
{
    internal const string File = ".archwayignore.yaml";

    private const int MostLists = 1000;

    private readonly SourceTree _repository;
    private readonly string _target;
    private readonly bool _isOneFile;
    private readonly Dictionary<string, ListedIgnores?> _byFolder = new(StringComparer.Ordinal);
    private readonly HashSet<ListedIgnore> _used = new(ReferenceEqualityComparer.Instance);
    private readonly List<DataProblem> _problems = [];
    private int _lists;

    /// <summary>The lists above a target and of it; those below are found as its files are noted.</summary>
    internal IgnoreLists(SourceTree tree)
    {
        var folder = tree.OnDisk("");
        var root = RepositoryOf(folder) ?? folder;
        (_repository, _isOneFile) = (new(root), tree.OnlyFile is not null);
        _target = Path.GetRelativePath(root, folder) is var path && path == "." ? "" : path.Replace('\\', '/');
        Note(tree.OnlyFile ?? "");
    }

    /// <summary>What in the lists was not taken, and why, by paths relative to the target; what was told once is not told again.</summary>
    internal IReadOnlyList<DataProblem> TakeProblems()
    {
        DataProblem[] taken = [.. _problems];
        _problems.Clear();
        return taken;
    }

    /// <summary>Looks for the lists of a file's folders.</summary>
    /// <param name="file">The file's path relative to the target.</param>
    internal void Note(string file)
    {
        foreach (var folder in FoldersOf(file))
        {
            if (_byFolder.ContainsKey(folder)) continue;
            var list = Under(folder, File);
            var found = _lists <= MostLists && _repository.HasFile(list) ? ReadNext(list) : null;
            _byFolder.Add(folder, found);
            if (found is not null) _problems.AddRange(found.Problems.Select(problem => problem with { At = problem.At with { File = FromTarget(list) } }));
        }

        // What was asked for matters to nobody here.
        _repository.Forget();
    }

    /// <summary>The finding as the lists have it: let be, or told that what let it be holds no longer.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="file">Its file's path relative to the target.</param>
    /// <param name="today">The day.</param>
    internal Finding Judged(Finding finding, string file, DateOnly today)
    {
        var path = Under(_target, file);
        // The list that is nearest to the file speaks first.
        var speaking = FoldersOf(file).Reverse().SelectMany(folder => (_byFolder.GetValueOrDefault(folder)?.Entries ?? [])
            .Where(entry => entry.Speaks(finding, folder.Length == 0 ? path : path[(folder.Length + 1)..]))).ToArray();
        _used.UnionWith(speaking);
        if (speaking.FirstOrDefault(entry => entry.HoldsOn(today)) is { } holds) return finding with { Suppression = new(SuppressionKind.List, holds.Reason) };
        return speaking is [{ Expires: { } expired, Reason: var reason }, ..]
            ? finding with { Message = string.Create(CultureInfo.InvariantCulture, $"{finding.Message}; it was let be until {expired:yyyy-MM-dd}: {reason}") }
            : finding;
    }

    /// <summary>What is to be tidied in the lists, in a sentence each; to be asked for when all findings were judged.</summary>
    /// <param name="nameOf">How a list is named in the report, by its path relative to the target.</param>
    /// <param name="isWhole">Whether all of the target counted, so that an entry without findings has none.</param>
    /// <param name="today">The day.</param>
    internal IEnumerable<string> Remarks(Func<string, string> nameOf, bool isWhole, DateOnly today)
    {
        foreach (var (folder, list) in _byFolder.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            if (list is null) continue;
            var file = nameOf(FromTarget(Under(folder, File)));
            ListedIgnore[] past = [.. list.Entries.Where(entry => !entry.HoldsOn(today))];
            if (past.Length > 0) yield return $"{file}: past their last day: {Listed(past)}";
            // A list above the target speaks of what was not looked at, too.
            ListedIgnore[] idle = isWhole && IsWithin(folder) ? [.. list.Entries.Where(entry => entry.HoldsOn(today) && !_used.Contains(entry))] : [];
            if (idle.Length > 0) yield return $"{file}: nothing found here is let be by {Listed(idle)}";
        }
    }

    private ListedIgnores ReadNext(string list) => ++_lists <= MostLists
        ? ListedIgnores.Read(_repository, list)
        : new([], [new(new(list, 1, 1, 0), string.Create(CultureInfo.InvariantCulture, $"the first {MostLists} lists are taken, and neither this one nor more"))]);

    private static string Listed(ListedIgnore[] entries)
    {
        const int shown = 5;
        var told = string.Join(", ", entries.Take(shown).Select(entry => string.Create(CultureInfo.InvariantCulture, $"line {entry.Line} ({string.Join(", ", entry.Rules)})")));
        return entries.Length > shown ? string.Create(CultureInfo.InvariantCulture, $"{told} and {entries.Length - shown} more") : told;
    }

    private bool IsWithin(string folder) => !_isOneFile && (_target.Length == 0 || folder == _target || folder.StartsWith(_target + "/", StringComparison.Ordinal));

    private string FromTarget(string path) => Path.GetRelativePath("/" + _target, "/" + path).Replace('\\', '/');

    // From the repository's root down to the file's own.
    private IEnumerable<string> FoldersOf(string file)
    {
        yield return "";
        var path = Under(_target, file);
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1)) yield return path[..slash];
    }

    private static string Under(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    private static string? RepositoryOf(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
            if (Path.Exists(Path.Combine(at, ".git"))) return at;
        return null;
    }
}

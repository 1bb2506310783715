namespace Archway.Reading.Git;

/// <summary>The paths in which a work tree differs from a commit, those within its submodules included.</summary>
/// <remarks>
/// git would look into a submodule by a run of its own there, to which it hands none of our precautions. So each one is asked by itself, as one more
/// repository that nobody vouches for, and what cannot be compared counts whole.
/// </remarks>
internal sealed class Differences(SourceTree tree, ChangesSince since)
{
    private const int MostRepositories = 1000;
    private int _repositories;

    /// <summary>What differs, relative to the tree; a repository that counts whole is one path.</summary>
    internal HashSet<string> Paths { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds what differs in one repository and in those within.</summary>
    /// <param name="git">The program in the repository's folder.</param>
    /// <param name="prefix">What stands before its paths.</param>
    /// <param name="commit">What it is compared with.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    /// <returns>What git said where it could not compare; null where it could.</returns>
    internal async Task<string?> AddAsync(GitProgram git, string prefix, string commit, CancellationToken cancellationToken)
    {
        if (++_repositories > MostRepositories) throw new GitException($"it holds more than {MostRepositories} repositories");
        await git.SwitchOffFiltersAsync(cancellationToken);
        // This tells by times and sizes; what only looks changed is told apart below.
        var different = await git.RunAsync(
            [
                "diff-index", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty", "--relative",
                commit, "--",
            ],
            cancellationToken);
        var unknown = await git.RunAsync(["ls-files", "--others", "--exclude-standard", "-z"], cancellationToken);
        var tracked = await git.RunAsync(["ls-files", "--stage", "-z"], cancellationToken);
        if (new[] { different, unknown, tracked }.FirstOrDefault(answer => !answer.IsGood) is { } failed) return failed.Error;

        Paths.UnionWith(Changed(different.Output, prefix, cancellationToken));
        // A repository within this one that git does not know is one path, with a '/' behind it.
        Paths.UnionWith(Fields(unknown.Output).Select(path => prefix + path.TrimEnd('/')));
        foreach (var path in Submodules(tracked.Output).Select(path => prefix + path))
            // One that stands at another commit than it did counts whole already.
            if (!Paths.Contains(path) && !await AddSubmoduleAsync(path, cancellationToken)) Paths.Add(path);
        return null;
    }

    private async Task<bool> AddSubmoduleAsync(string path, CancellationToken cancellationToken)
    {
        var folder = tree.OnDisk(path);
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any()) return true;
        if (tree.FollowLinks(path) != path || GitProgram.Find(since.SearchPath, folder, since.Time) is not { } git) return false;
        // What claims its work tree elsewhere, or is none of its own, would be compared with the wrong files.
        var place = await git.RunAsync(["rev-parse", "--is-inside-work-tree", "--show-prefix"], cancellationToken);
        return place.IsGood && place.Output is "true\n\n" && await AddAsync(git, path + "/", "HEAD", cancellationToken) is null;
    }

    // :100644 100644 ID ID M NUL path NUL; https://git-scm.com/docs/diff-format#_raw_output_format
    private IEnumerable<string> Changed(string raw, string prefix, CancellationToken cancellationToken)
    {
        var fields = raw.Split('\0');
        for (var i = 0; i + 1 < fields.Length; i += 2)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string[] meta = fields[i].Split(' ');
            var path = prefix + fields[i + 1];
            // Without an id of its own, a file was only touched or copied as far as git knows.
            var isOnlyTouched = meta is [[':', .. var before], var after, var id, var now, "M"]
                && before == after && now.All(digit => digit == '0') && GitBlob.Matches(tree, path, id);
            if (!isOnlyTouched) yield return path;
        }
    }

    // 160000 ID 0 TAB path NUL; https://git-scm.com/docs/git-ls-files#_output
    private static IEnumerable<string> Submodules(string tracked) => Fields(tracked)
        .Where(field => field.StartsWith("160000 ", StringComparison.Ordinal))
        .Select(field => field[(field.IndexOf('\t', StringComparison.Ordinal) + 1)..]);

    private static string[] Fields(string output) => output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
}

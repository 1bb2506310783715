using Archway.Oci;

namespace Archway.Reading.Git;

/// <summary>The files of a tree that differ from a commit: committed since, not committed yet, and not even known to git; in submodules too.</summary>
internal sealed class ChangedFiles
{
    private readonly HashSet<string> _paths;

    private ChangedFiles(string commit, HashSet<string> paths) => (Commit, _paths) = (commit, paths);

    /// <summary>The commit compared with.</summary>
    internal string Commit { get; }

    /// <summary>How many files of the tree differ, those that are gone included.</summary>
    internal int Count => _paths.Count;

    /// <summary>Compares a tree with the last commit that a ref and HEAD have in common.</summary>
    /// <returns>The files, or what to tell the user.</returns>
    internal static async Task<Parsed<ChangedFiles>> FindAsync(SourceTree tree, ChangesSince since, CancellationToken cancellationToken)
    {
        if (since.Ref.Length == 0 || since.Ref[0] == '-' || since.Ref.Any(char.IsControl))
            return Parsed.Problem<ChangedFiles>($"'{since.Ref}' is no branch, tag or commit; write one like origin/main");
        if (GitProgram.Find(since.SearchPath, tree.OnDisk(""), since.Time) is not { } git)
            return Parsed.Problem<ChangedFiles>(
                "--changed-since asks git what changed, and git is not on the PATH; install it, or scan without --changed-since");
        try
        {
            return await FindAsync(tree, since, git, cancellationToken);
        }
        catch (GitException fault)
        {
            return Parsed.Problem<ChangedFiles>($"cannot tell what changed since {since.Ref}: {fault.Message}");
        }
    }

    /// <summary>Whether a file differs, or lies in a repository within this one that does.</summary>
    internal bool Holds(string path)
    {
        if (_paths.Contains(path)) return true;
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            if (_paths.Contains(path[..slash])) return true;
        return false;
    }

    private static async Task<Parsed<ChangedFiles>> FindAsync(SourceTree tree, ChangesSince since, GitProgram git, CancellationToken cancellationToken)
    {
        var name = since.Ref;
        var top = await git.RunAsync(["rev-parse", "--show-toplevel"], cancellationToken);
        if (top.Error.Contains("safe.directory", StringComparison.Ordinal))
            return Parsed.Problem<ChangedFiles>(
                $"git does not trust {tree.Root}, which belongs to somebody else; if you do: git config --global --add safe.directory {tree.Root}");
        if (!top.IsGood || !IsWithin(top.Output.TrimEnd('\r', '\n'), tree.OnDisk("")))
            return Parsed.Problem<ChangedFiles>(
                $"--changed-since compares with git's history, and {tree.Root} is in no git repository; scan a checkout, or scan without --changed-since");

        var commit = await git.RunAsync(["rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"], cancellationToken);
        if (!commit.IsGood) return Parsed.Problem<ChangedFiles>($"git knows no branch, tag or commit '{name}' in {tree.Root}{HowToFetch(name)}");
        var common = await git.RunAsync(["merge-base", "--end-of-options", commit.Output.Trim(), "HEAD"], cancellationToken);
        if (!common.IsGood) return Parsed.Problem<ChangedFiles>(await WhyNothingInCommonAsync(tree, name, git, cancellationToken));

        var start = common.Output.Trim();
        Differences differences = new(tree, since);
        return await differences.AddAsync(git, "", start, cancellationToken) is { } error
            ? Parsed.Problem<ChangedFiles>($"git could not compare {tree.Root} with {name}: {FirstLine(error)}")
            : Parsed.Value(new ChangedFiles(start, differences.Paths));
    }

    private static async Task<string> WhyNothingInCommonAsync(SourceTree tree, string name, GitProgram git, CancellationToken cancellationToken)
    {
        if (!(await git.RunAsync(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], cancellationToken)).IsGood)
            return $"{tree.Root} has no commit yet, so nothing can have changed since {name}; scan without --changed-since";
        var shallow = await git.RunAsync(["rev-parse", "--is-shallow-repository"], cancellationToken);
        return shallow.Output.Trim() == "true"
            ? $"{tree.Root} is a shallow clone, which does not reach back to a commit that {name} and HEAD have in common; "
                + "run git fetch --unshallow, or check out with fetch-depth: 0 (GitHub) or GIT_DEPTH: 0 (GitLab)"
            : $"{name} and HEAD have no commit in common in {tree.Root}";
    }

    private static string HowToFetch(string name) =>
        name.StartsWith("origin/", StringComparison.Ordinal)
            ? $"; run git fetch origin {name[7..]}, or check out with fetch-depth: 0 (GitHub) or GIT_DEPTH: 0 (GitLab)"
            : "; git branch -a and git tag list them, git fetch brings what is missing";

    private static bool IsWithin(string top, string folder) =>
        Path.GetRelativePath(top, folder) is var way && !Path.IsPathRooted(way) && way != ".."
        && !way.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string FirstLine(string error) => error.Split('\n')[0].TrimEnd('\r');
}

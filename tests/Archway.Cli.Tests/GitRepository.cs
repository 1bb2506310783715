using System.Diagnostics;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>A git repository of a test's own, kept by the git of this machine.</summary>
internal sealed class GitRepository : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>An empty repository whose branch is main.</summary>
    internal GitRepository()
    {
        Assert.SkipUnless(SearchPath.Split(System.IO.Path.PathSeparator).Any(folder => File.Exists(System.IO.Path.Combine(folder, "git"))),
            "git is not installed");
        Git("init", "--quiet", "--initial-branch=main");
    }

    internal static string SearchPath => Environment.GetEnvironmentVariable("PATH") ?? "";

    internal string Path => _folder.Path;

    internal GitRepository With(string name, string text)
    {
        _folder.With(name, text);
        return this;
    }

    internal GitRepository Without(string name)
    {
        File.Delete(System.IO.Path.Combine(Path, name));
        return this;
    }

    /// <summary>Commits all that is there.</summary>
    internal GitRepository Commit(string message = "a change")
    {
        Git("add", "--all");
        Git("-c", "user.name=Tester", "-c", "user.email=tester@example.test", "commit", "--quiet", "--allow-empty", "--message", message);
        return this;
    }

    /// <summary>Runs git here, and tells what it wrote.</summary>
    internal string Git(params string[] arguments)
    {
        ProcessStartInfo start = new("git", arguments) { WorkingDirectory = Path, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using var git = Process.Start(start)!;
        var output = git.StandardOutput.ReadToEnd();
        var error = git.StandardError.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, error);
        return output.Trim();
    }

    public void Dispose() => _folder.Dispose();
}

using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>What cannot be compared, and is told with what to do.</summary>
public sealed class ChangedSinceRefusalTests : ChangedSinceScene
{
    [Theory]
    [InlineData("origin/main", "run git fetch origin main, or check out with fetch-depth: 0")]
    [InlineData("v1.0", "git knows no branch, tag or commit 'v1.0'")]
    [InlineData("--output=/tmp/x", "'--output=/tmp/x' is no branch, tag or commit")]
    [InlineData("HEAD:Dockerfile", "git knows no branch, tag or commit 'HEAD:Dockerfile'")]
    [InlineData("", "'' is no branch, tag or commit")]
    public async Task A_ref_that_is_none_is_told_with_what_to_do(string name, string message)
    {
        _repository.With("Dockerfile", "FROM debian:12\n").Commit();

        var ran = await ScanAsync(name);

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shallow_clone_that_does_not_reach_back_is_told_with_what_to_do()
    {
        _repository.With("Dockerfile", "FROM debian:12\n").Commit().Git("branch", "feature");
        _repository.With("Dockerfile", "FROM debian:13\n").Commit().Git("checkout", "--quiet", "feature");
        _repository.With("new/Dockerfile", "FROM debian:13\n").Commit();
        using TempFolder folder = new();
        _repository.Git("clone", "--quiet", "--depth", "1", "--no-single-branch", "file://" + _repository.Path, folder.Path);

        var ran = await RunAsync(folder.Path, "origin/main");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("is a shallow clone", ran.Error, StringComparison.Ordinal);
        Assert.Contains("fetch-depth: 0", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Branches_without_a_common_commit_and_a_repository_without_any_are_told()
    {
        var empty = await ScanAsync("main");
        _repository.With("Dockerfile", "FROM debian:12\n").Commit().Git("checkout", "--quiet", "--orphan", "other");
        _repository.Commit("another beginning");

        Assert.Contains("git knows no branch, tag or commit 'main'", empty.Error, StringComparison.Ordinal);
        Assert.Contains("main and HEAD have no commit in common", (await ScanAsync("main")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_outside_git_is_told()
    {
        using TempFolder folder = new();
        folder.With("Dockerfile", "FROM debian:12\n");

        var ran = await RunAsync(folder.Path, "main");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("is in no git repository", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_without_git_is_told()
    {
        _repository.With("Dockerfile", "FROM debian:12\n").Commit();
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("scan", _repository.Path, "--changed-since", "HEAD");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("git is not on the PATH", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-")]
    [InlineData("image:nginx")]
    public async Task What_is_no_file_has_no_changes(string target)
    {
        var ran = await RunAsync(target, "HEAD");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains($"'{target}' is no file or folder, and only those have changes and owners", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_work_tree_that_the_repository_claims_elsewhere_is_not_taken_for_the_target()
    {
        using TempFolder elsewhere = new();
        _repository.With("Dockerfile", "FROM debian:12\n").Commit().Git("config", "core.worktree", elsewhere.Path);

        Assert.Contains("is in no git repository", (await ScanAsync("HEAD")).Error, StringComparison.Ordinal);
    }
}

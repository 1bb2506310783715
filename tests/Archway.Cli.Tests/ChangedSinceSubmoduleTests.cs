using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>What changed in repositories within the repository.</summary>
public sealed class ChangedSinceSubmoduleTests : ChangedSinceScene
{
    [Fact]
    public async Task A_repository_within_the_repository_counts_whole_when_it_is_new_or_has_moved()
    {
        foreach (var name in (string[])["moved", "same", "new"])
        {
            _repository.With($"{name}/Dockerfile", "FROM debian:12\n");
            Within(name, "init", "--quiet");
            Within(name, "add", ".");
            Within(name, "commit", "--quiet", "--message", "a beginning");
            if (name != "new") _repository.Git("-c", "advice.addEmbeddedRepo=false", "add", name);
        }

        _repository.Git("-c", "user.name=Tester", "-c", "user.email=tester@example.test", "commit", "--quiet", "--message", "all");
        Within("moved", "commit", "--quiet", "--allow-empty", "--message", "a move");

        Assert.Equal(["moved/Dockerfile", "new/Dockerfile"], Files(await ScanAsync("HEAD", "--format", "json")));

        void Within(string name, params string[] arguments) =>
            _repository.Git(["-C", name, "-c", "user.name=Tester", "-c", "user.email=tester@example.test", .. arguments]);
    }

    [Fact]
    public async Task What_changed_within_a_submodule_counts_and_nothing_else_of_it()
    {
        using GitRepository deepest = new GitRepository().With("kept/Dockerfile", "FROM debian:12\n").With("deep/Dockerfile", "FROM debian:12\n").Commit();
        using GitRepository library = new GitRepository().With("kept/Dockerfile", "FROM debian:12\n").With("edited/Dockerfile", "FROM debian:12\n").Commit();
        Add(library, deepest, "inner");
        _repository.With("Dockerfile", "FROM debian:12\n").Commit();
        Add(_repository, library, "a library");
        Add(_repository, library, "not checked out");
        _repository.Git("submodule", "deinit", "--quiet", "not checked out");
        Assert.Empty(Files(await ScanAsync("HEAD", "--format", "json")));

        _repository.With("a library/edited/Dockerfile", "FROM debian:13\n").With("a library/new/Dockerfile", "FROM debian:13\n")
            .With("a library/inner/deep/Dockerfile", "FROM debian:13\n");
        _repository.Git("-C", "a library", "add", "new");

        Assert.Equal(["a library/edited/Dockerfile", "a library/inner/deep/Dockerfile", "a library/new/Dockerfile"],
            Files(await ScanAsync("HEAD", "--format", "json")));

        static void Add(GitRepository repository, GitRepository submodule, string path)
        {
            repository.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", submodule.Path, path);
            repository.Git("-C", path, "-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init", "--recursive");
            repository.Commit();
        }
    }

    [Theory]
    [InlineData("core.fsmonitor")]
    [InlineData("filter.evil.clean")]
    [InlineData("filter.evil.process")]
    [InlineData("diff.external")]
    public async Task No_program_that_a_submodule_names_is_run(string setting)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the program is a shell script");
        var mark = Path.Combine(_repository.Path, "ran");
        WithRepositoryWithin("within").With("evil.sh", $"#!/bin/sh\ntouch '{mark}'\ncat\n").With("within/.gitattributes", "* filter=evil diff=evil\n").Commit();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(_repository.Path, "evil.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _repository.Git("-C", "within", "config", setting, Path.Combine(_repository.Path, "evil.sh"));
        _repository.With("within/Dockerfile", "FROM debian:13\n");

        var ran = await ScanAsync("HEAD", "--format", "json");

        Assert.Equal(["within/Dockerfile"], Files(ran));
        Assert.False(File.Exists(mark), "the submodule's program was run");
    }

    [Fact]
    public async Task A_submodule_that_cannot_be_compared_counts_whole()
    {
        using TempFolder elsewhere = new();
        foreach (var name in (string[])["claimed elsewhere", "empty of commits", "of the parent", "sound"]) WithRepositoryWithin(name);
        _repository.Commit();
        _repository.Git("-C", "claimed elsewhere", "config", "core.worktree", elsewhere.Path);
        _repository.With("empty of commits/.git/HEAD", "ref: refs/heads/nothing\n");
        Directory.Delete(Path.Combine(_repository.Path, "of the parent/.git"), recursive: true);

        Assert.Equal(["claimed elsewhere/Dockerfile", "empty of commits/Dockerfile", "of the parent/Dockerfile"],
            Files(await ScanAsync("HEAD", "--format", "json")));
    }

    // A submodule as git keeps it, but for the file that says where it came from.
    private GitRepository WithRepositoryWithin(string name)
    {
        _repository.With($"{name}/Dockerfile", "FROM debian:12\n");
        _repository.Git("-C", name, "init", "--quiet");
        _repository.Git("-C", name, "add", ".");
        _repository.Git("-C", name, "-c", "user.name=Tester", "-c", "user.email=tester@example.test", "commit", "--quiet", "--message", "a beginning");
        _repository.Git("-c", "advice.addEmbeddedRepo=false", "add", name);
        return _repository;
    }
}

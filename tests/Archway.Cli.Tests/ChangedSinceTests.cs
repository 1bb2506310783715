using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary><c>archway scan --changed-since REF</c> on real repositories.</summary>
public sealed class ChangedSinceTests : ChangedSinceScene
{
    [Fact]
    public async Task Only_what_changed_since_the_branch_began_counts_and_nothing_else_is_asked()
    {
        await using var registry = await TestRegistry.StartAsync();
        var (old, fresh, untracked) = (registry.Put("old", "1", Images.Index("linux/arm64")), registry.Put("new", "1", Images.Index("linux/arm64")),
            registry.Put("draft", "1", Images.Index("linux/arm64")));
        _repository.With("old/Dockerfile", $"FROM {old}\n").Commit().Git("branch", "feature");
        _repository.With("main-only/Dockerfile", "FROM main/only:1\n").Commit().Git("checkout", "--quiet", "feature");
        _repository.With("new/Dockerfile", $"FROM {fresh}\n").Commit().With("draft/Dockerfile", $"FROM {untracked}\n");

        using ArchwayProgram archway = new();
        var ran = await archway.With("PATH", GitRepository.SearchPath).RunAsync("scan", _repository.Path, "--changed-since", "main", "--format", "json");

        Assert.Equal(0, ran.ExitCode);
        Assert.Equal(["draft/Dockerfile", "new/Dockerfile"], Files(ran));
        Assert.DoesNotContain(registry.Log, request => request.Path.StartsWith("/v2/old", StringComparison.Ordinal));
        var compared = ran.Json().GetProperty("changedSince")[0];
        Assert.Equal(("main", 2, _repository.Git("merge-base", "main", "feature")),
            (compared.GetProperty("ref").GetString(), compared.GetProperty("files").GetInt32(), compared.GetProperty("commit").GetString()));
        Assert.Equal(3, ran.Json().GetProperty("looked").GetProperty("files").GetInt32());
    }

    [Fact]
    public async Task A_place_counts_when_a_file_changed_that_its_meaning_came_from()
    {
        _repository
            .With("compose.yaml", "services:\n  web: { image: \"nginx:${TAG}\" }\n").With(".env", "TAG=1.26\n")
            .With("other/compose.yaml", "services:\n  web: { image: \"nginx:${TAG}\" }\n").With("other/.env", "TAG=1.26\n")
            .With("extending/compose.yaml", "services:\n  web: { extends: { file: base.yaml, service: web } }\n")
            .With("extending/base.yaml", "services:\n  web: { image: redis:7 }\n")
            .With("overlay/kustomization.yaml", "resources: [../base]\nimages:\n- { name: nginx, newName: example/nginx }\n")
            .With("tagged/kustomization.yaml", "resources: [../base]\nimages:\n- { name: nginx, newTag: \"1.28\" }\n")
            .With("base/kustomization.yaml", "resources: [pod.yaml]\n").With("base/pod.yaml", Pod)
            .Commit();

        _repository.With(".env", "TAG=1.27\n").With("base/pod.yaml", Pod + "# changed\n");

        Assert.Equal(
            ["base/pod.yaml", "compose.yaml", "overlay/kustomization.yaml", "tagged/kustomization.yaml"],
            Files(await ScanAsync("HEAD", "--format", "json")));
    }

    [Fact]
    public async Task A_file_that_is_gone_changes_what_rested_on_it()
    {
        _repository.With("compose.yaml", "services:\n  web: { image: \"nginx:${TAG:-1.25}\" }\n").With(".env", "TAG=1.26\n")
            .With("gone/Dockerfile", "FROM gone:1\n").Commit();

        _repository.Without(".env").Without("gone/Dockerfile");

        Assert.Equal(["compose.yaml"], Files(await ScanAsync("HEAD", "--format", "json")));
    }

    [Fact]
    public async Task A_renamed_file_counts_under_its_new_name()
    {
        _repository.With("a/Dockerfile", "FROM debian:12\n").With("b/Dockerfile", "FROM debian:11\n").Commit().Git("mv", "a/Dockerfile", "a/Dockerfile.web");

        Assert.Equal(["a/Dockerfile.web"], Files(await ScanAsync("HEAD", "--format", "json")));
    }

    [Fact]
    public async Task What_is_built_in_a_file_that_did_not_change_is_known_all_the_same()
    {
        _repository.With("compose.yaml", "services:\n  api: { build: ., image: example/api:1 }\n").With("Dockerfile", "FROM debian:12\n").Commit();
        _repository.With("pod.yaml", Pod.Replace("nginx:1.27", "example/api:1", StringComparison.Ordinal));

        var image = Assert.Single((await ScanAsync("HEAD", "--format", "json")).Json().GetProperty("images").EnumerateArray());

        Assert.Equal("rebuild", image.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Findings_and_thresholds_count_only_what_changed()
    {
        _repository.With("old/Dockerfile", "FROM istio/pilot:1.14.6\n").With("half.yaml", "image: \"\n").Commit();
        Assert.Equal(0, (await ScanAsync("HEAD", "--fail-on", "note", "--fail-on", "unknown")).ExitCode);

        _repository.With("new/Dockerfile", "FROM istio/proxyv2:1.14.6\n");
        var ran = await ScanAsync("HEAD", "--fail-on", "blocker", "--format", "json");

        Assert.Equal(1, ran.ExitCode);
        Assert.Equal("new/Dockerfile", Assert.Single(ran.Json().GetProperty("findings").EnumerateArray()).GetProperty("file").GetString());
    }

    [Fact]
    public async Task When_nothing_that_names_images_changed_the_table_says_so()
    {
        _repository.With("Dockerfile", "FROM debian:12\n").Commit().With("README.md", "new");

        var ran = await ScanAsync("HEAD");

        Assert.Equal(0, ran.ExitCode);
        Assert.Equal($"""
            Looked at 1 file with 1 document: 0 references to 0 images; 0 unresolved, 0 unparsed, 1 skipped.
            Only what changed since HEAD counts: 1 file changed since commit {_repository.Git("rev-parse", "HEAD")[..12]}.
            linux/arm64: nothing that changed names an image

            """, ran.Output);
    }

    [Fact]
    public async Task A_subfolder_and_a_single_file_are_compared_within_their_repository()
    {
        _repository.With("a/Dockerfile", "FROM debian:12\n").With("b/Dockerfile", "FROM debian:12\n").Commit()
            .With("a/Dockerfile", "FROM debian:13\n").With("b/Dockerfile", "FROM debian:13\n");

        Assert.Equal(["Dockerfile"], Files(await RunAsync(Path.Combine(_repository.Path, "a"), "HEAD", "--format", "json")));
        Assert.Equal(["Dockerfile"], Files(await RunAsync(Path.Combine(_repository.Path, "b/Dockerfile"), "HEAD", "--format", "json")));
    }

    [Fact]
    public async Task Targets_in_different_repositories_are_compared_each_with_its_own()
    {
        using GitRepository other = new();
        _repository.With("Dockerfile", "FROM debian:12\n").Commit().With("new/Dockerfile", "FROM debian:13\n");
        other.With("Dockerfile", "FROM debian:12\n").Commit();
        using ArchwayProgram archway = new();
        archway.With("PATH", GitRepository.SearchPath);

        var ran = await archway.RunAsync("scan", _repository.Path, other.Path, "--changed-since", "HEAD", "--offline", "--format", "json");

        Assert.Equal([$"{_repository.Path}/new/Dockerfile"], Files(ran));
        Assert.Equal([1, 0], ran.Json().GetProperty("changedSince").EnumerateArray().Select(one => one.GetProperty("files").GetInt32()));
    }

    [Fact]
    public async Task A_copied_checkout_whose_files_only_look_new_has_not_changed()
    {
        _repository.With("Dockerfile", "FROM debian:12\n").With("sub/Dockerfile", "FROM debian:12\n").Commit();
        File.SetLastWriteTimeUtc(Path.Combine(_repository.Path, "Dockerfile"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Empty(Files(await ScanAsync("HEAD", "--format", "json")));
    }

    [Theory]
    [InlineData("core.fsmonitor")]
    [InlineData("core.sshCommand")]
    [InlineData("core.pager")]
    [InlineData("core.editor")]
    [InlineData("diff.external")]
    [InlineData("diff.evil.command")]
    [InlineData("diff.evil.textconv")]
    [InlineData("filter.evil.clean")]
    [InlineData("filter.evil.smudge")]
    [InlineData("filter.evil.process")]
    [InlineData("core.alternateRefsCommand")]
    public async Task No_program_that_the_repository_names_is_run(string setting)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the program is a shell script");
        var mark = Path.Combine(_repository.Path, "ran");
        _repository.With("Dockerfile", "FROM debian:12\n").Commit().With(".gitattributes", "* filter=evil diff=evil\n")
            .With("evil.sh", $"#!/bin/sh\ntouch '{mark}'\ncat\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(_repository.Path, "evil.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _repository.Git("config", setting, Path.Combine(_repository.Path, "evil.sh"));
        _repository.With("Dockerfile", "FROM debian:13\n");

        var ran = await ScanAsync("HEAD", "--format", "json");

        Assert.Equal(["Dockerfile"], Files(ran));
        Assert.False(File.Exists(mark), "the repository's program was run");
    }

    [Fact]
    public async Task A_partial_clone_fetches_nothing()
    {
        _repository.With("Dockerfile", "FROM debian:12\n").Commit().With("Dockerfile", "FROM debian:13\n").Commit();
        var mark = Path.Combine(_repository.Path, ".git/ran");
        foreach (var (name, value) in ((string, string)[])[("remote.evil.url", _repository.Path), ("remote.evil.promisor", "true"),
            ("remote.evil.uploadpack", $"touch '{mark}'; false"), ("extensions.partialClone", "evil"),
                ("core.repositoryFormatVersion", "1")]) _repository.Git("config", name, value);
        var tree = _repository.Git("rev-parse", "HEAD~1^{tree}");
        File.Delete(Path.Combine(_repository.Path, ".git/objects", tree[..2], tree[2..]));

        var ran = await ScanAsync("HEAD~1");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("git could not compare", ran.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(mark), "the repository's program was run");
    }
}

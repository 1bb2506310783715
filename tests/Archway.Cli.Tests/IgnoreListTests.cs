using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>Lists of what is let be, in any folder of a repository.</summary>
public sealed class IgnoreListTests : IDisposable
{
    private const string Pinned = "FROM --platform=linux/amd64 node:22\n";
    private const string D101 = "- rules: D101\n  reason: later\n";
    private readonly TempFolder _folder = new();
    private readonly ArchwayProgram _archway;

    public IgnoreListTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, ".git"));
        _archway = new() { WorkingFolder = _folder.Path };
    }

    public void Dispose()
    {
        _archway.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(".", "")]
    [InlineData("g", "")]
    [InlineData("g/sub", "")]
    [InlineData("g/sub/Dockerfile", "")]
    [InlineData("sub", "g")]
    [InlineData("sub/Dockerfile", "g")]
    [InlineData(".", "g/sub")]
    public async Task A_list_speaks_of_its_folder_and_all_below_whichever_of_them_is_scanned(string target, string workingFolder)
    {
        _folder.With("g/sub/Dockerfile", Pinned).With("g/.archwayignore.yaml", D101);
        using ArchwayProgram archway = new() { WorkingFolder = Path.Combine(_folder.Path, workingFolder) };

        var scanned = await archway.RunAsync("scan", target, "--offline", "--fail-on", "blocker");
        var shown = await archway.RunAsync("scan", target, "--offline", "--show-suppressed");
        await archway.RunAsync("fix", target, "--offline", "--write");

        Assert.Equal((0, ""), (scanned.ExitCode, scanned.Error));
        Assert.Contains("Dockerfile:1  later", shown.Output, StringComparison.Ordinal);
        Assert.Equal(Pinned, File.ReadAllText(Path.Combine(_folder.Path, "g/sub/Dockerfile")));
    }

    [Fact]
    public async Task It_speaks_of_nothing_beside_its_folder()
    {
        _folder.With("g/Dockerfile", Pinned).With("h/Dockerfile", Pinned).With("g/.archwayignore.yaml", D101);

        var told = (await _archway.RunAsync("scan", ".", "--offline", "--format", "json")).Json();

        Assert.Equal("h/Dockerfile", Assert.Single(told.GetProperty("findings").EnumerateArray()).GetProperty("file").GetString());
        // It names no image itself.
        Assert.Equal(2, told.GetProperty("looked").GetProperty("files").GetInt32());
    }

    [Fact]
    public async Task Above_the_repository_no_list_is_looked_for()
    {
        _folder.With("repo/.git/HEAD", "ref: refs/heads/main\n").With("repo/Dockerfile", Pinned).With(".archwayignore.yaml", D101);

        Assert.Equal(1, (await _archway.RunAsync("scan", "repo", "--offline", "--fail-on", "blocker")).ExitCode);
    }

    [Fact]
    public async Task Of_several_lists_the_nearest_gives_the_reason()
    {
        _folder.With("g/Dockerfile", Pinned).With(".archwayignore.yaml", D101).With("g/.archwayignore.yaml", "- rules: D101\n  reason: nearer\n");

        var suppressed = (await _archway.RunAsync("scan", ".", "--offline", "--format", "json")).Json().GetProperty("suppressed");

        Assert.Equal("nearer", Assert.Single(suppressed.EnumerateArray()).GetProperty("suppression").GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("sub", true)]
    [InlineData("sub/", true)]
    [InlineData("/sub", true)]
    [InlineData("/sub/", true)]
    [InlineData("./sub", true)]
    [InlineData("./sub/Dockerfile", true)]
    [InlineData("sub/**", true)]
    [InlineData("deep/", true)]
    [InlineData("/sub/deep/Dockerfile", false)]
    [InlineData("/deep", false)]
    [InlineData("Dockerfile/", false)]
    [InlineData("other/sub", false)]
    [InlineData("!sub", false)]
    public async Task Paths_take_the_forms_of_gitignore(string pattern, bool isMeant)
    {
        var path = pattern is "deep/" or "/deep" ? "sub/deep/Dockerfile" : "sub/Dockerfile";
        _folder.With(path, Pinned).With(".archwayignore.yaml", $"- rules: D101\n  reason: later\n  paths: ['{pattern}']\n");

        Assert.Equal(isMeant ? 0 : 1, (await _archway.RunAsync("scan", ".", "--offline", "--fail-on", "blocker")).ExitCode);
    }

    [Theory]
    [InlineData("istio/pilot:1.14.6", true)]
    [InlineData("istio/pilot", true)]
    [InlineData("istio/*", true)]
    [InlineData("docker.io/istio/pilot:1.14.6", true)]
    [InlineData("index.docker.io/istio/pilot:1.14.6", true)]
    [InlineData("*pilot*", true)]
    [InlineData("istio/pilot:1.14.7", false)]
    [InlineData("pilot:1.14.6", false)]
    [InlineData("quay.io/istio/pilot:1.14.6", false)]
    public async Task Images_are_meant_as_sources_write_them(string pattern, bool isMeant)
    {
        _folder.With("compose.yaml", "services:\n  one: {image: 'istio/pilot:1.14.6'}\n").With(".archwayignore.yaml", $"- rules: I101\n  reason: later\n  images: '{pattern}'\n");

        Assert.Equal(isMeant ? 0 : 1, (await _archway.RunAsync("scan", ".", "--offline", "--fail-on", "blocker")).ExitCode);
    }

    [Fact]
    public async Task Entries_that_hold_no_longer_or_let_nothing_be_are_told_once()
    {
        _folder.With("g/Dockerfile", Pinned).With("g/.archwayignore.yaml", $"""
            - rules: D101
              reason: later
            - rules: [D101, D108]
              reason: was later
              expires: 2001-01-01
            - rules: D217
              reason: never
            """);

        var whole = await _archway.RunAsync("scan", ".", "--offline");
        var part = await _archway.RunAsync("scan", "g/Dockerfile", "--offline");
        var quiet = await _archway.RunAsync("scan", ".", "--offline", "--quiet");

        const string past = "past their last day: line 3 (D101, D108)\n";
        Assert.Equal($"archway: g/.archwayignore.yaml: {past}archway: g/.archwayignore.yaml: nothing found here is let be by line 6 (D217)\n", whole.Error);
        Assert.Equal($"archway: .archwayignore.yaml: {past}", part.Error);
        Assert.Equal("", quiet.Error);
    }

    [Fact]
    public async Task A_list_above_is_not_held_against_what_was_not_scanned()
    {
        _folder.With("g/Dockerfile", "FROM node:22\n").With("h/Dockerfile", Pinned).With(".archwayignore.yaml", D101);

        Assert.Equal("", (await _archway.RunAsync("scan", "g", "--offline")).Error);
    }

    [Fact]
    public async Task A_list_above_several_targets_is_told_of_once()
    {
        _folder.With("g/Dockerfile", "FROM node:22\n").With("h/Dockerfile", Pinned)
            .With(".archwayignore.yaml", D101 + "- rules: D999\n  reason: later\n- rules: D217\n  reason: was later\n  expires: 2001-01-01\n");

        var ran = await _archway.RunAsync("scan", "g", "h", "--offline", "--format", "json");

        Assert.Equal("archway: .archwayignore.yaml: past their last day: line 5 (D217)\n", ran.Error);
        Assert.Equal(".archwayignore.yaml", Assert.Single(ran.Json().GetProperty("unparsed").EnumerateArray()).GetProperty("file").GetString());
        Assert.Equal(1, ran.Json().GetProperty("looked").GetProperty("unparsed").GetInt32());
        Assert.Equal("h/Dockerfile", Assert.Single(ran.Json().GetProperty("suppressed").EnumerateArray()).GetProperty("file").GetString());
    }

    [Fact]
    public async Task A_target_behind_a_link_is_of_the_repository_that_it_lies_in()
    {
        _folder.With("g/sub/Dockerfile", Pinned).With("g/.archwayignore.yaml", D101);
        using TempFolder elsewhere = new();
        Directory.CreateSymbolicLink(Path.Combine(elsewhere.Path, "link"), Path.Combine(_folder.Path, "g/sub"));

        Assert.Equal(0, (await _archway.RunAsync("scan", Path.Combine(elsewhere.Path, "link"), "--offline", "--fail-on", "blocker")).ExitCode);
    }

    [Fact]
    public async Task What_is_wrong_in_a_list_above_or_below_is_told_with_its_place()
    {
        _folder.With("g/sub/Dockerfile", "FROM node:22\n").With(".archwayignore.yaml", "- rules: D999\n  reason: later\n").With("g/sub/.archwayignore.yaml", "- rules: D101\n");

        var unparsed = (await _archway.RunAsync("scan", "g", "--offline", "--format", "json")).Json().GetProperty("unparsed").EnumerateArray();

        Assert.Equal(["../.archwayignore.yaml", "sub/.archwayignore.yaml"], unparsed.Select(one => one.GetProperty("file").GetString()));
    }
}

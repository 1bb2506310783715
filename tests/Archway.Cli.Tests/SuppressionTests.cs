using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>What does not count, since somebody says so.</summary>
public sealed class SuppressionTests : IDisposable
{
    private const string Pinned = "FROM --platform=linux/amd64 node:22\n";
    private readonly TempFolder _folder = new();
    private readonly ArchwayProgram _archway;

    public SuppressionTests() => _archway = new() { WorkingFolder = _folder.Path };

    public void Dispose()
    {
        _archway.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("# archway: ignore D101 the vendor has no arm64 build\n" + Pinned)]
    [InlineData("# archway: ignore D108, D101 the vendor has no arm64 build\n" + Pinned)]
    [InlineData("# archway:ignore D101 the vendor has no arm64 build\n" + Pinned)]
    [InlineData("#archway:  ignore D101 the vendor has no arm64 build\n" + Pinned)]
    [InlineData("# archway: ignore D101,D108 the vendor has no arm64 build\n\n# another word\n# archway: ignore D106 something else\n" + Pinned)]
    public async Task A_comment_with_a_reason_takes_a_finding_away(string dockerfile)
    {
        _folder.With("Dockerfile", dockerfile.Replace("# another word\n", "", StringComparison.Ordinal).Replace("D106 something", "D101 something", StringComparison.Ordinal));

        var ran = await ScanAsync("--fail-on", "blocker");

        Assert.Equal(0, ran.ExitCode);
        Assert.Empty(ran.Json().GetProperty("findings").EnumerateArray());
        var suppressed = Assert.Single(ran.Json().GetProperty("suppressed").EnumerateArray());
        Assert.Equal("D101", suppressed.GetProperty("rule").GetString());
        Assert.Equal("comment", suppressed.GetProperty("suppression").GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("# archway: ignore D101\n" + Pinned, "takes the rules and a reason")]
    [InlineData("# archway:ignore D101\n" + Pinned, "takes the rules and a reason")]
    [InlineData("# archway:ignored D101 because\n" + Pinned, null)]
    [InlineData("# archway: ignore D999 because\n" + Pinned, "there is no rule 'D999' to ignore")]
    [InlineData("# archway: ignore D108 of another rule\n" + Pinned, null)]
    [InlineData("LABEL note=\"# archway: ignore D101 no comment either\"\n" + Pinned, null)]
    [InlineData("LABEL note=\"archway: ignore D101 no comment\"\n" + Pinned, null)]
    public async Task Any_other_takes_nothing_away(string dockerfile, string? problem)
    {
        _folder.With("Dockerfile", dockerfile);

        var ran = await ScanAsync("--fail-on", "blocker");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("D101", ran.Json().GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("rule").GetString()));
        if (problem is not null) Assert.Contains(problem, ran.Json().GetProperty("unparsed")[0].GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_does_not_trust_the_tree_passes_over_its_comments()
    {
        _folder.With("Dockerfile", "# archway: ignore D101 trust me\n" + Pinned);

        Assert.Equal(1, (await ScanAsync("--fail-on", "blocker", "--no-tree-config")).ExitCode);
    }

    [Theory]
    [InlineData("- rules: [D101]\n  reason: later\n", 0)]
    [InlineData("- rules: D101\n  reason: later\n  paths: [legacy/]\n", 1)]
    [InlineData("- rules: D101\n  reason: later\n  paths: ['Docker*']\n  expires: 2999-12-31\n", 0)]
    [InlineData("- rules: D101\n  reason: later\n  expires: 2001-01-01\n", 1)]
    [InlineData("- rules: D108\n  reason: later\n", 1)]
    [InlineData("- rules: D101\n", 1)]
    [InlineData("- rules: D101\n  reason: later\n  path: legacy/\n", 1)]
    [InlineData("rules: D101\n", 1)]
    [InlineData("", 1)]
    public async Task A_list_lets_findings_be_until_a_day(string list, int exitCode)
    {
        _folder.With("Dockerfile", Pinned).With(".archwayignore.yaml", list);

        Assert.Equal(exitCode, (await ScanAsync("--fail-on", "blocker")).ExitCode);
    }

    [Fact]
    public async Task What_holds_no_longer_is_told()
    {
        _folder.With("Dockerfile", Pinned).With(".archwayignore.yaml", "- rules: D101\n  reason: TICKET-7\n  expires: 2001-01-01\n");

        var finding = (await ScanAsync()).Json().GetProperty("findings")[0];

        Assert.EndsWith("; it was let be until 2001-01-01: TICKET-7", finding.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_let_be_is_not_fixed()
    {
        _folder.With("Dockerfile", "# archway: ignore D101 the vendor has no arm64 build\n" + Pinned + Pinned);

        await _archway.RunAsync("fix", ".", "--offline", "--write");

        Assert.Equal("# archway: ignore D101 the vendor has no arm64 build\n" + Pinned + "FROM node:22\n", File.ReadAllText(Path.Combine(_folder.Path, "Dockerfile")));
    }

    [Fact]
    public async Task With_a_baseline_only_what_is_new_counts()
    {
        _folder.With("a/Dockerfile", Pinned);
        _folder.With("before.json", (await ScanAsync()).Output);
        var same = await ScanAsync("--baseline", "before.json", "--fail-on", "blocker");
        // Lines that come above change nothing.
        _folder.With("a/Dockerfile", "# a comment\n" + Pinned).With("b/Dockerfile", Pinned);

        var more = await ScanAsync("--baseline", "before.json", "--fail-on", "blocker");

        Assert.Equal((0, 1), (same.ExitCode, more.ExitCode));
        Assert.Equal(["b/Dockerfile"], more.Json().GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("file").GetString()));
        Assert.Equal("baseline", more.Json().GetProperty("suppressed")[0].GetProperty("suppression").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_person_is_told_how_much_does_not_count_and_shown_it_when_asked()
    {
        _folder.With("Dockerfile", "# archway: ignore D101 the vendor has no arm64 build\n" + Pinned);

        var quiet = await _archway.RunAsync("scan", ".", "--offline");
        var shown = await _archway.RunAsync("scan", ".", "--offline", "--show-suppressed");

        Assert.Contains("1 finding does not count; --show-suppressed lists them", quiet.Output, StringComparison.Ordinal);
        Assert.Contains("Dockerfile:2  the vendor has no arm64 build", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_baseline_that_is_none_is_told()
    {
        _folder.With("Dockerfile", Pinned);

        var ran = await _archway.RunAsync("scan", ".", "--offline", "--baseline", "Dockerfile");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("cannot read Dockerfile as a saved scan", ran.Error, StringComparison.Ordinal);
    }

    private Task<Ran> ScanAsync(params string[] options) => _archway.RunAsync(["scan", ".", "--offline", "--format", "json", .. options]);
}

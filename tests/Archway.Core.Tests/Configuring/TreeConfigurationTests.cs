using Archway.Configuring;
using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Configuring;

/// <summary>What a scanned tree may say of itself, and what it may not.</summary>
public sealed class TreeConfigurationTests
{
    [Fact]
    public void Rules_paths_and_builds_are_taken()
    {
        var tree = Read("""
            rules:
              D109: off
              K108: note
            paths:
              exclude: [vendor/, "**/testdata/"]
            builds:
              - {image: 'acme/*', dockerfile: ./build/Dockerfile}
              - image: acme/b
            """)!;

        Assert.Equal(["D109 off", "K108 note"], tree.Rules.Select(setting => $"{setting.Rule} {setting.Word}"));
        Assert.Equal(["vendor/", "**/testdata/"], tree.Exclude);
        Assert.Equal(["archway.yaml:7 acme/* ← build/Dockerfile", "archway.yaml:8 acme/b ← ?"],
            tree.Builds.Select(build => $"{build.At.File}:{build.At.Line} {build.Name} ← {build.Dockerfile ?? "?"}"));
        Assert.Empty(tree.Problems);
    }

    [Theory]
    [InlineData("plain-http: [x.example]", "1: 'plain-http' is not taken from a scanned tree, which sets only builds, paths and rules; say it with a flag or in your own configuration")]
    [InlineData("\n\ncredentials: {}", "3: 'credentials' is not taken")]
    [InlineData("rule: {}", "1: there is no setting 'rule'; did you mean rules?")]
    [InlineData("pahts: {}", "1: there is no setting 'pahts'; did you mean paths?")]
    [InlineData("rules:\n  D10: off", "2: there is no rule 'D10'; did you mean D101?")]
    [InlineData("rules: {d109: off}", "1: there is no rule 'd109'; did you mean D109?")]
    [InlineData("rules: {X999: off}", "1: there is no rule 'X999'")]
    [InlineData("rules: {D109: warnign}", "1: D109 takes blocker, warning, note or off, not 'warnign'; did you mean warning?")]
    [InlineData("rules: {D109: false}", "1: D109 takes blocker, warning, note or off, not 'false'")]
    [InlineData("rules: {D109: [off]}", "1: D109 takes blocker")]
    [InlineData("rules: [D109]", "1: rules takes a rule's id and its severity each, like D109: off")]
    [InlineData("paths: [vendor/]", "1: paths takes exclude: and a list of patterns")]
    [InlineData("paths: {include: [x]}", "1: there is no setting 'paths: include', only exclude")]
    [InlineData("paths: {exclude: vendor/}", "1: exclude takes a list of patterns as .gitignore has them")]
    [InlineData("paths: {exclude: ['', /, [a], '!x']}", "1: a pattern has 1 to 255 characters", 4)]
    [InlineData("builds: {image: a}", "1: builds takes a list of images")]
    [InlineData("builds:\n- dockerfile: x\n", "2: a build needs its image")]
    [InlineData("builds:\n- {image: a, file: x}\n", "2: a build has an image and a dockerfile, no 'file'")]
    [InlineData("- rules", "1: a configuration is a mapping of builds, paths and rules")]
    [InlineData("rules: {}\n---\nrules: {D109: off}\n", "3: only the first document is taken")]
    [InlineData("rules: {D109: off", "1: this is not YAML")]
    public void What_is_not_taken_is_told_with_its_line(string text, string problem, int problems = 1)
    {
        var tree = Read(text)!;

        Assert.StartsWith(problem, $"{tree.Problems[0].At.Line}: {tree.Problems[0].Message}", StringComparison.Ordinal);
        Assert.Equal(problems, tree.Problems.Length);
        Assert.Empty(tree.Rules);
        Assert.Empty(tree.Exclude);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    [InlineData("rules: {}\npaths: {exclude: []}\nbuilds: []\n")]
    public void A_file_that_says_nothing_is_no_trouble(string text) => Assert.Empty(Read(text)!.Problems);

    [Fact]
    public void The_file_stands_at_the_root_of_a_folder_and_nowhere_else()
    {
        using var folder = new Folder().With("x/archway.yaml", "rules: {D109: off}").With("Dockerfile", "FROM scratch")
            .WithLink("archway.yml", "../../outside.yaml");

        Assert.Null(TreeConfiguration.Find(new SourceTree(folder.Path)));
        Assert.Null(TreeConfiguration.Find(new SourceTree(folder.On("Dockerfile"))));
        Assert.Equal("archway.yaml", TreeConfiguration.Find(new SourceTree(folder.On("x")))!.File);
    }

    [Fact]
    public void Of_two_files_one_is_taken_and_that_is_told()
    {
        using var folder = new Folder().With("archway.yaml", "rules: {D109: off}").With("archway.yml", "rules: {D108: off}");

        var tree = TreeConfiguration.Find(new SourceTree(folder.Path))!;

        Assert.Equal("D109", Assert.Single(tree.Rules).Rule);
        Assert.Equal("archway.yml: archway.yaml stands beside it, and is taken instead", $"{tree.Problems[0].At.File}: {tree.Problems[0].Message}");
    }

    [Fact]
    public void A_file_made_to_cost_much_costs_little()
    {
        Assert.Contains("more than 262144 characters", Assert.Single(Read("rules: {D109: off}\n#" + new string('x', 300_000))!.Problems).Message,
            StringComparison.Ordinal);
        Assert.Equal(100, Read(string.Concat(Enumerable.Range(0, 9000).Select(i => $"setting{i}: x\n")))!.Problems.Length);
        Assert.Equal(500, Read("paths: {exclude: [" + string.Concat(Enumerable.Repeat("x, ", 5000)) + "]}")!.Exclude.Length);
        Assert.Single(Read("a: " + string.Concat(Enumerable.Repeat("[", 5000)))!.Problems);
    }

    [Theory]
    [InlineData("offlien", "offline")]
    [InlineData("ofline", "offline")]
    [InlineData("OFFLINE", "offline")]
    [InlineData("platfroms", "platform")]
    [InlineData("rulse", "rules")]
    [InlineData("credentials", null)]
    [InlineData("", null)]
    public void A_word_is_taken_for_the_known_one_that_is_near(string word, string? meant) =>
        Assert.Equal(meant, Spelling.Nearest(word, ["offline", "platform", "rules", "quiet"]));

    private static TreeConfiguration? Read(string text)
    {
        using var folder = new Folder().With("archway.yaml", text);
        return TreeConfiguration.Find(new SourceTree(folder.Path));
    }
}

using System.Text.Json;
using Archway.Judging;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Rules;

/// <summary>Every case of every rule about sources, through the program.</summary>
public sealed class RuleCaseTests
{
    public static TheoryData<string> Rules => [.. RuleCase.Rules];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Each_case_is_found_and_fixed_as_written(string rule)
    {
        var cases = RuleCase.Of(rule);
        List<RuleCase> now = [];
        foreach (var one in cases) now.Add(await RunAsync(one));

        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ARCHWAY_ACCEPT"))) RuleCase.Write(rule, now);
        else
        {
            foreach (var (one, came) in cases.Zip(now))
            {
                Assert.Equal($"{one.Title}\n{one.Expected("findings")}", $"{came.Title}\n{came.Expected("findings")}");
                Assert.Equal($"{one.Title}\n{one.Expected("diff")}", $"{came.Title}\n{came.Expected("diff")}");
            }
        }

        Assert.All(now, one => Assert.Equal((one.Title, one.IsBad), (one.Title, one.Expected("findings").Length > 0)));
        Assert.True(now.Count(one => one.IsBad) >= 3 && now.Count(one => !one.IsBad) >= 3, $"{rule} has fewer than three bad or three good cases");
    }

    // What a pipeline builds for Arm at all, it builds by emulation until it is given a machine for that.
    private static readonly (string Fixed, string Left)[] Follows = [("B101", "B103"), ("B102", "B103")];

    /// <summary>What becomes of an image, registries tell: these have their cases in StatusTests, PinTests and NearImageFixTests, and in those of readers; a live cluster has them in Clusters and Aws.</summary>
    [Fact]
    public void Every_rule_about_a_kind_of_sources_has_cases() => Assert.Equal(
        ["B109", "C106", "D107", "D108", "D109", "E103", "G103", "G104", "G106", "G107", "G108", "K106", "K108", "K115", "K116"],
        Findings.Rules.Where(rule => rule[0] != 'I').Except(RuleCase.Rules));

    [Theory]
    [MemberData(nameof(Rules))]
    public void Each_rule_is_known(string rule) => Assert.Contains(rule, Findings.Rules);

    // What one rule's fix leaves is no other finding, and a second run finds nothing more to do.
    private static async Task<RuleCase> RunAsync(RuleCase one)
    {
        using TempFolder folder = new();
        foreach (var file in one.Files) folder.With(file.Language, file.Text);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var findings = await FindAsync(archway, one.Rule);
        var diff = (await archway.RunAsync("fix", ".", "--offline", "--unsafe", "--quiet", "--rule", one.Rule)).Output;
        var before = await CountAsync(archway);
        Assert.Equal(0, (await archway.RunAsync("fix", ".", "--offline", "--unsafe", "--quiet", "--write", "--rule", one.Rule)).ExitCode);
        var after = await CountAsync(archway);

        Assert.DoesNotContain(after, found => found.Value > before.GetValueOrDefault(found.Key) && !Follows.Contains((one.Rule, found.Key)));
        Assert.Equal("", (await archway.RunAsync("fix", ".", "--offline", "--unsafe", "--quiet", "--rule", one.Rule)).Output);
        return one.With(findings, diff);
    }

    private static async Task<string> FindAsync(ArchwayProgram archway, string rule) =>
        string.Concat((await FindingsAsync(archway)).Where(found => Text(found, "rule") == rule).Select(found =>
            $"{Text(found, "file")}:{found.GetProperty("line")}:{found.GetProperty("column")} {Text(found, "severity")}"
            + (found.TryGetProperty("fix", out var fix) ? $", {Text(fix, "safety")}: {Text(fix, "title")}" : "") + $"\n  {Text(found, "message")}\n"));

    private static async Task<Dictionary<string, int>> CountAsync(ArchwayProgram archway) =>
        (await FindingsAsync(archway)).CountBy(found => Text(found, "rule")).ToDictionary();

    private static async Task<IEnumerable<JsonElement>> FindingsAsync(ArchwayProgram archway) =>
        (await archway.RunAsync("scan", ".", "--offline", "--format", "json", "--quiet")).Json().GetProperty("findings").EnumerateArray();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}

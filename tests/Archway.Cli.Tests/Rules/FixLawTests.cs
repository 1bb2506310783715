using System.Text.Json;
using System.Text.RegularExpressions;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Rules;

/// <summary>What holds of all fixes together, on files put together at random from the cases of every rule.</summary>
public sealed partial class FixLawTests
{
    private const int Files = 120;

    private static readonly string[] Dockerfiles = Blocks(name => name.EndsWith("Dockerfile", StringComparison.Ordinal));
    private static readonly string[] Manifests = Blocks(name => name.EndsWith(".yaml", StringComparison.Ordinal) && !name.Contains("compose", StringComparison.Ordinal));
    private static readonly string[] Workflows = Blocks(name => name.Contains("workflows/", StringComparison.Ordinal));

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Files)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task All_safe_fixes_leave_none_of_their_findings_add_none_and_change_no_line_that_they_do_not_name(int seed)
    {
        // The seed is the file's number, so that what fails once fails again.
        Random random = new(seed);
        using TempFolder folder = new();
        folder.With("Dockerfile", string.Join("\n", random.GetItems(Dockerfiles, random.Next(1, 4))));
        folder.With("deploy.yaml", string.Join("\n---\n", random.GetItems(Manifests, random.Next(1, 4))));
        folder.With(".github/workflows/a.yml", random.GetItems(Workflows, 1)[0].ReplaceLineEndings(seed % 2 == 0 ? "\r\n" : "\n"));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var before = await FindingsAsync(archway);
        foreach (var rule in before.Where(IsSafe).GroupBy(Rule))
        {
            var diff = (await archway.RunAsync("fix", ".", "--offline", "--quiet", "--rule", rule.Key)).Output;
            Assert.Subset(rule.SelectMany(LinesOf).ToHashSet(), TakenAway(diff).ToHashSet());
        }

        Assert.Equal(0, (await archway.RunAsync("fix", ".", "--offline", "--quiet", "--write")).ExitCode);
        var after = await FindingsAsync(archway);

        Assert.DoesNotContain(after, IsSafe);
        var (had, has) = (before.CountBy(Rule).ToDictionary(), after.CountBy(Rule).ToDictionary());
        Assert.All(has, rule => Assert.InRange(rule.Value, 0, had.GetValueOrDefault(rule.Key) - before.Count(one => Rule(one) == rule.Key && IsSafe(one))));
        Assert.Equal("", (await archway.RunAsync("fix", ".", "--offline", "--quiet")).Output);
    }

    private static string[] Blocks(Func<string, bool> isWanted) =>
        [.. RuleCase.Rules.SelectMany(RuleCase.Of).SelectMany(one => one.Files).Where(file => isWanted(file.Language)).Select(file => file.Text)];

    private static async Task<JsonElement[]> FindingsAsync(ArchwayProgram archway) =>
        [.. (await archway.RunAsync("scan", ".", "--offline", "--format", "json", "--quiet")).Json().GetProperty("findings").EnumerateArray()];

    private static string Rule(JsonElement finding) => finding.GetProperty("rule").GetString()!;

    private static bool IsSafe(JsonElement finding) => finding.TryGetProperty("fix", out var fix) && fix.GetProperty("safety").GetString() == "safe";

    private static IEnumerable<string> LinesOf(JsonElement finding) => finding.GetProperty("fix").GetProperty("edits").EnumerateArray().SelectMany(edit =>
        Enumerable.Range(edit.GetProperty("line").GetInt32(), edit.GetProperty("endLine").GetInt32() - edit.GetProperty("line").GetInt32() + 1)
            .Select(line => $"{finding.GetProperty("file").GetString()}:{line}"));

    /// <summary>The lines of the original that a diff takes away.</summary>
    private static IEnumerable<string> TakenAway(string diff)
    {
        var (file, line) = ("", 0);
        foreach (var text in diff.Split('\n'))
        {
            if (text.StartsWith("--- a/", StringComparison.Ordinal)) file = text[6..];
            else if (Hunk().Match(text) is { Success: true } hunk) line = int.Parse(hunk.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
            else if (text.StartsWith('-')) yield return $"{file}:{line++}";
            else if (text.StartsWith(' ')) line++;
        }
    }

    [GeneratedRegex(@"^@@ -(\d+),")]
    private static partial Regex Hunk();
}

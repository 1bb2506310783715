using System.Text.Json;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>The forms a report comes in, each for who reads it.</summary>
public sealed class ReportTests
{
    private const string Matrix = """
        on: push
        jobs:
          test:
            strategy:
              matrix:
                pilot: [1.13.0, 1.14.0, 1.14.0, '${{ vars.PILOT }}']
                os: [a, b]
            runs-on: ubuntu-latest
            container: istio/pilot:${{ matrix.pilot }}
            steps: [{run: make}]

        """;

    private const string ForEach = """
        resource "docker_container" "pilot" {
          for_each = toset(["1.13.0", "1.14.0"])
          image    = "istio/pilot:${each.value}"
        }

        """;

    [Theory]
    [InlineData("sarif")]
    [InlineData("markdown")]
    [InlineData("csv")]
    [InlineData("junit")]
    [InlineData("github")]
    [InlineData("gitlab")]
    public async Task The_example_fleet_reads_well_in(string format)
    {
        using ArchwayProgram archway = new() { WorkingFolder = Repository.Root };

        var ran = await archway.RunAsync("scan", "examples/shop", "--offline", "--format", format);

        Golden.Equal($"Report.{format}", ran.Output);
    }

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    [InlineData("sarif")]
    [InlineData("markdown")]
    [InlineData("html")]
    [InlineData("csv")]
    [InlineData("junit")]
    [InlineData("github")]
    [InlineData("gitlab")]
    public async Task A_saved_scan_converts_to_what_the_scan_itself_would_have_written(string format)
    {
        using TempFolder folder = new();
        using ArchwayProgram archway = new() { WorkingFolder = Repository.Root };
        var saved = Path.Combine(folder.Path, "scan.json");

        var scanned = await archway.RunAsync("scan", "examples/shop", "--offline", "--format", format, "-o", $"json={saved}");
        var converted = await archway.RunAsync("convert", saved, "--format", format);

        Assert.Equal(scanned.Output, converted.Output);
        Assert.Equal(0, converted.ExitCode);
    }

    [Fact]
    public async Task Several_reports_are_written_in_one_run_and_nothing_else_is_left_in_their_folder()
    {
        using TempFolder folder = new();
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path, Input = "traefik:v2.11.8\n" };

        var ran = await archway.RunAsync("scan", "-", "--offline", "-o", "sarif=a.sarif", "-o", "junit=a.xml", "-o", "csv=a.csv");

        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("READY", ran.Output, StringComparison.Ordinal);
        Assert.Equal(["a.csv", "a.sarif", "a.xml"], Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("sarif", "not FORMAT=FILE")]
    [InlineData("poem=x", "the formats are table, json, sarif")]
    [InlineData("csv=no/such/folder/x.csv", "cannot write the csv report to")]
    public async Task A_report_that_cannot_be_written_answers_2(string file, string message)
    {
        using TempFolder folder = new();
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path, Input = "traefik:v2.11.8\n" };

        var ran = await archway.RunAsync("scan", "-", "--offline", "-o", file);

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_SARIF_result_names_a_rule_with_its_page_and_a_place_relative_to_the_root()
    {
        using ArchwayProgram archway = new() { WorkingFolder = Repository.Root };

        var run = (await archway.RunAsync("scan", "examples/shop", "--offline", "--format", "sarif")).Json().GetProperty("runs")[0];

        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToArray();
        Assert.All(rules, rule => Assert.NotEmpty(rule.GetProperty("help").GetProperty("markdown").GetString()!));
        foreach (var result in run.GetProperty("results").EnumerateArray())
        {
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            var uri = result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()!;
            Assert.True(File.Exists(Path.Combine(Repository.Root, "examples/shop", Uri.UnescapeDataString(uri))), uri);
        }
    }

    [Fact]
    public async Task A_fingerprint_stays_when_lines_come_above_and_differs_between_findings()
    {
        var before = await FingerprintsAsync("FROM istio/pilot:1.14.0\nFROM istio/pilot:1.14.0\n");
        var after = await FingerprintsAsync("# a remark\n\nFROM istio/pilot:1.14.0\nFROM istio/pilot:1.14.0\n");

        Assert.Equal(before, after);
        Assert.Equal(2, before.Distinct().Count());
    }

    [Fact]
    public async Task A_fingerprint_stays_when_a_stage_comes_above()
    {
        var before = await FingerprintsAsync("FROM istio/pilot:1.14.0\n");
        var after = await FingerprintsAsync("FROM istio/proxyv2:1.14.0\nFROM istio/pilot:1.14.0\n");

        Assert.Contains(Assert.Single(before), after);
    }

    [Fact]
    public async Task A_fingerprint_stays_when_a_matrix_a_platform_and_another_place_come_beside_it()
    {
        using TempFolder folder = new TempFolder().With(".github/workflows/ci.yml", Matrix).With("main.tf", ForEach);
        var before = await FingerprintsAsync(folder);

        folder.With(".github/workflows/ci.yml", Matrix.Replace("[1.13.0,", "[1.12.0, 1.13.0,", StringComparison.Ordinal)
                .Replace("  test:\n", "  earlier: { container: 'istio/pilot:1.13.0', runs-on: ubuntu-latest, steps: [{run: make}] }\n  test:\n",
                    StringComparison.Ordinal))
            .With("main.tf", ForEach.Replace("[\"1.13.0\"", "[\"1.12.0\", \"1.13.0\"", StringComparison.Ordinal));
        var after = await FingerprintsAsync(folder, "--platform", "linux/s390x", "--platform", "linux/arm64");

        Assert.Equal(5, before.Length);
        Assert.Empty(before.Except(after));
        Assert.Equal(after.Length, after.Distinct().Count());
    }

    [Fact]
    public async Task Each_image_that_one_place_names_is_a_finding_of_its_own_in_every_report()
    {
        using TempFolder folder = new TempFolder().With(".github/workflows/ci.yml", Matrix).With("main.tf", ForEach);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        async Task<string> ReportAsync(string format) => (await archway.RunAsync("scan", "--offline", "--format", format)).Output;

        var findings = JsonDocument.Parse(await ReportAsync("json")).RootElement.GetProperty("findings").GetArrayLength();
        var gitlab = await FingerprintsAsync(folder);
        var sarif = JsonDocument.Parse(await ReportAsync("sarif")).RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
            .Select(result => result.GetProperty("partialFingerprints").GetProperty("archway/v1").GetString()!).ToArray();
        folder.With(".github/workflows/ci.yml", "# a remark\n\n" + Matrix).With("main.tf", "\n" + ForEach);

        // Two images and an unresolved one in the matrix, two images in the resource.
        Assert.Equal(5, findings);
        Assert.Equal(5, gitlab.Distinct().Count());
        Assert.Equal(gitlab, sarif);
        Assert.Equal(gitlab, await FingerprintsAsync(folder));
        Assert.Equal(5, (await ReportAsync("github")).Split('\n').Count(line => line.Contains(",endColumn=", StringComparison.Ordinal)));
        Assert.Equal(1 + 5, (await ReportAsync("csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(2 + 1, (await ReportAsync("junit")).Split("<testcase ").Length - 1);
    }

    private static async Task<string[]> FingerprintsAsync(string dockerfile)
    {
        using TempFolder folder = new TempFolder().With("Dockerfile", dockerfile);
        return await FingerprintsAsync(folder);
    }

    private static async Task<string[]> FingerprintsAsync(TempFolder folder, params string[] more)
    {
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        var findings = (await archway.RunAsync(["scan", "--offline", "--format", "gitlab", .. more])).Json();
        return [.. findings.EnumerateArray().Select(finding => finding.GetProperty("fingerprint").GetString()!)];
    }
}

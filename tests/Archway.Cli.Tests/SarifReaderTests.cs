using System.Text.Json;
using Archway.Cli.Reports;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>SARIF as its validator and code scanning services read it.</summary>
public sealed class SarifReaderTests
{
    [Theory]
    [MemberData(nameof(ReadScans.Names), MemberType = typeof(ReadScans))]
    public async Task Microsofts_validator_finds_no_error_in_SARIF_by_the_standards_rules_and_by_GitHubs(string scan)
    {
        using TempFolder folder = new TempFolder().With("report.sarif", await ReadScans.ReportAsync(scan, "sarif"));
        var (report, verdict) = (Path.Combine(folder.Path, "report.sarif"), Path.Combine(folder.Path, "verdict.sarif"));

        await Installed.RunSarifToolAsync("validate", report, "--output", verdict, "--log", "ForceOverwrite", "--rule-kind", "Sarif;Ghas");

        using var log = JsonDocument.Parse(File.ReadAllText(verdict));
        var run = log.RootElement.GetProperty("runs")[0];
        Assert.True(run.GetProperty("tool").GetProperty("driver").TryGetProperty("name", out _));
        Assert.DoesNotContain(run.GetProperty("results").EnumerateArray(),
            result => result.TryGetProperty("level", out var level) && level.GetString() == "error");
    }

    [Fact]
    public async Task The_validator_of_SARIF_finds_what_is_wrong()
    {
        using TempFolder folder = new TempFolder()
            .With("report.sarif", """{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":[]}]}""");
        var (report, verdict) = (Path.Combine(folder.Path, "report.sarif"), Path.Combine(folder.Path, "verdict.sarif"));

        await Installed.RunSarifToolAsync("validate", report, "--output", verdict, "--log", "ForceOverwrite", "--rule-kind", "Sarif;Ghas");

        Assert.Contains("\"level\": \"error\"", File.ReadAllText(verdict), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_target_elsewhere_SARIF_names_the_whole_path_and_no_root()
    {
        using TempFolder folder = new TempFolder().With("a/Dockerfile", "FROM istio/pilot:1.14.0\n").With("b/Dockerfile", "FROM istio/pilot:1.14.0\n");
        using ArchwayProgram archway = new();

        var run = (await archway.RunAsync("scan", $"{folder.Path}/a", $"{folder.Path}/b", "--offline", "--format", "sarif")).Json().GetProperty("runs")[0];

        foreach (var result in run.GetProperty("results").EnumerateArray())
        {
            var artifact = result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation");
            Assert.True(File.Exists(new Uri(artifact.GetProperty("uri").GetString()!).LocalPath));
            Assert.False(artifact.TryGetProperty("uriBaseId", out _));
        }
    }

    [Fact]
    public async Task A_region_of_SARIF_is_the_text_that_names_the_image_in_UTF16_units()
    {
        const string Manifest = "# \ud83d\ude00\nkind: Pod\napiVersion: v1\n"
            + "spec: {nodeName: one, containers: [{name: \"\ud83d\ude00\ud83d\ude00\u00e9\", image: istio/pilot:1.14.0}, {name: b, image: \"istio/proxyv2:1.14.0\"}]}\n";
        using TempFolder folder = new TempFolder().With("\ud83d\ude00 pod.yaml", Manifest);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var run = (await archway.RunAsync("scan", "--offline", "--format", "sarif")).Json().GetProperty("runs")[0];

        Assert.Equal("utf16CodeUnits", run.GetProperty("columnKind").GetString());
        var places = run.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("locations")[0].GetProperty("physicalLocation")).ToArray();
        Assert.All(places,
            place => Assert.Equal("\ud83d\ude00 pod.yaml", Uri.UnescapeDataString(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!)));
        Assert.Equal(["istio/pilot:1.14.0", "istio/proxyv2:1.14.0"], places.Select(place => TextAt(Manifest, place.GetProperty("region")).Trim('"')));
    }

    [Fact]
    public void With_an_address_of_the_project_SARIF_links_to_the_tool_and_to_each_rules_page()
    {
        using StringWriter output = new();

        SarifReport.Write(SavedScan.Large(3), new("https://git.example/acme/archway/"), output);

        var driver = JsonDocument.Parse(output.ToString()).RootElement.GetProperty("runs")[0].GetProperty("tool").GetProperty("driver");
        Assert.Equal("https://git.example/acme/archway/", driver.GetProperty("informationUri").GetString());
        foreach (var rule in driver.GetProperty("rules").EnumerateArray())
        {
            var page = rule.GetProperty("helpUri").GetString()!;
            Assert.StartsWith("https://git.example/acme/archway/blob/HEAD/docs/rules/", page, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(Repository.Root, page[page.IndexOf("docs/", StringComparison.Ordinal)..])), page);
        }
    }

    [Fact]
    public void A_build_without_an_address_links_nowhere_and_carries_the_pages()
    {
        using StringWriter output = new();

        SarifReport.Write(SavedScan.Large(3), repository: null, output);

        var driver = JsonDocument.Parse(output.ToString()).RootElement.GetProperty("runs")[0].GetProperty("tool").GetProperty("driver");
        Assert.False(driver.TryGetProperty("informationUri", out _));
        foreach (var rule in driver.GetProperty("rules").EnumerateArray())
        {
            Assert.False(rule.TryGetProperty("helpUri", out _));
            Assert.NotEmpty(rule.GetProperty("fullDescription").GetProperty("text").GetString()!);
            Assert.DoesNotContain("```", rule.GetProperty("help").GetProperty("text").GetString(), StringComparison.Ordinal);
            Assert.Contains("**What to do.**", rule.GetProperty("help").GetProperty("markdown").GetString(), StringComparison.Ordinal);
        }
    }

    private static string TextAt(string text, JsonElement region) =>
        text.Split('\n')[region.GetProperty("startLine").GetInt32() - 1]
            [(region.GetProperty("startColumn").GetInt32() - 1)..(region.GetProperty("endColumn").GetInt32() - 1)];
}

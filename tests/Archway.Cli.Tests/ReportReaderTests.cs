using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Archway.Cli.Reports;
using Archway.Judging;
using Archway.Testing;
using CsvHelper;
using CsvHelper.Configuration;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>Each report read by a program that no one here wrote: that of its schema, or one that people read such reports with.</summary>
public sealed partial class ReportReaderTests
{
    private const int LongestComment = 65_536;

    // A file of hostile names: what each format would take for its own syntax, in the image, the path and the workload.
    private const string Hostile = """
        kind: Pod
        apiVersion: v1
        metadata: {name: "=cmd|' /C calc'!A0"}
        spec:
          containers:
            - name: "a,\"b\"\n::error::gotcha %0A @everyone <script>alert(1)</script> `x` | [l](http://e)"
              image: "-oh\u001b[31m|`<b>&%,::no:1"
            - name: sound
              image: traefik:v2.11.8

        """;

    public static TheoryData<string> Scans => ["hostile words", "a hostile file", "large", "empty", "the shop"];

    [Theory]
    [MemberData(nameof(Scans))]
    public async Task Microsofts_validator_finds_no_error_in_SARIF_by_the_standards_rules_and_by_GitHubs(string scan)
    {
        using TempFolder folder = new TempFolder().With("report.sarif", await ReportAsync(scan, "sarif"));
        var (report, verdict) = (Path.Combine(folder.Path, "report.sarif"), Path.Combine(folder.Path, "verdict.sarif"));

        await Installed.RunSarifToolAsync("validate", report, "--output", verdict, "--log", "ForceOverwrite", "--rule-kind", "Sarif;Ghas");

        using var log = JsonDocument.Parse(File.ReadAllText(verdict));
        var run = log.RootElement.GetProperty("runs")[0];
        Assert.True(run.GetProperty("tool").GetProperty("driver").TryGetProperty("name", out _));
        Assert.DoesNotContain(run.GetProperty("results").EnumerateArray(), result => result.TryGetProperty("level", out var level) && level.GetString() == "error");
    }

    [Fact]
    public async Task The_validator_of_SARIF_finds_what_is_wrong()
    {
        using TempFolder folder = new TempFolder().With("report.sarif", """{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":[]}]}""");
        var (report, verdict) = (Path.Combine(folder.Path, "report.sarif"), Path.Combine(folder.Path, "verdict.sarif"));

        await Installed.RunSarifToolAsync("validate", report, "--output", verdict, "--log", "ForceOverwrite", "--rule-kind", "Sarif;Ghas");

        Assert.Contains("\"level\": \"error\"", File.ReadAllText(verdict), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Scans))]
    public async Task JUnit_is_what_the_strictest_of_its_readers_takes(string scan)
    {
        using TempFolder folder = new TempFolder().With("report.xml", await ReportAsync(scan, "junit"));

        await Installed.RunAsync("xmllint", "libxml2-utils", "--noout", "--schema", Path.Combine(Repository.Root, "tests/Archway.Cli.Tests/Schemas/junit.xsd"), Path.Combine(folder.Path, "report.xml"));
    }

    [Theory]
    [MemberData(nameof(Scans))]
    public async Task A_reader_of_JUnit_counts_the_tests_that_it_says_it_has(string scan)
    {
        var text = await ReportAsync(scan, "junit");
        using TempFolder folder = new TempFolder().With("report.xml", text);

        var counted = await Installed.RunPythonAsync("junitparser", "junitparser", """
            import sys
            from junitparser import Error, Failure, JUnitXml
            cases = [case for suite in JUnitXml.fromfile(sys.argv[1]) for case in suite]
            kinds = [result.__class__ for case in cases for result in case.result]
            print(len(cases), kinds.count(Failure), kinds.count(Error))
            """, Path.Combine(folder.Path, "report.xml"));

        var suite = XDocument.Parse(text).Root!.Element("testsuite")!;
        Assert.Equal($"{suite.Attribute("tests")!.Value} {suite.Attribute("failures")!.Value} {suite.Attribute("errors")!.Value}", counted.Trim());
    }

    [Theory]
    [MemberData(nameof(Scans))]
    public async Task Code_Quality_is_what_GitLab_describes_and_no_two_findings_have_one_fingerprint(string scan)
    {
        var text = await ReportAsync(scan, "gitlab");
        using TempFolder folder = new TempFolder().With("report.json", text);

        Schema.Validate(Path.Combine(Repository.Root, "tests/Archway.Cli.Tests/Schemas/code-quality.schema.json"), Path.Combine(folder.Path, "report.json"));

        using var report = JsonDocument.Parse(text);
        var fingerprints = report.RootElement.EnumerateArray().Select(finding => finding.GetProperty("fingerprint").GetString()).ToArray();
        Assert.Equal(fingerprints.Length, fingerprints.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Scans))]
    public async Task Two_readers_of_CSV_find_the_same_fields_and_no_formula(string scan)
    {
        var text = await ReportAsync(scan, "csv");
        using TempFolder folder = new TempFolder().With("report.csv", text);

        var python = await Installed.RunPythonAsync("python3", "python3", """
            import csv, json, sys
            with open(sys.argv[1], newline='', encoding='utf-8') as file: print(json.dumps(list(csv.reader(file, strict=True))))
            """, Path.Combine(folder.Path, "report.csv"));

        var rows = JsonDocument.Parse(python).RootElement.EnumerateArray().Select(row => row.EnumerateArray().Select(field => field.GetString()!).ToArray()).ToArray();
        Assert.Equal(Csv(text), rows);
        Assert.All(rows, row => Assert.Equal(11, row.Length));
        Assert.All(rows.SelectMany(row => row), field => Assert.DoesNotMatch("^[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]", field));
        Assert.DoesNotMatch("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]", text);
    }

    [Fact]
    public async Task A_field_of_CSV_is_what_was_written_behind_the_mark_that_makes_it_text()
    {
        var written = Csv(await ReportAsync("hostile words", "csv")).Skip(1).Select(row => row[3]).ToHashSet();

        foreach (var word in SavedScan.HostileWords.Where(word => !word.Any(char.IsControl) && word.EnumerateRunes().All(rune => Rune.IsLetterOrDigit(rune) || rune.IsAscii)))
            Assert.Contains(word is ['=' or '+' or '-' or '@', ..] ? "'" + word : word, written);
        Assert.Contains("a,\"b\"\nc", written);
    }

    [Theory]
    [MemberData(nameof(Scans))]
    public async Task GitHub_reads_every_line_as_it_was_meant_and_shows_all_the_annotations(string scan)
    {
        var commands = (await ReportAsync(scan, "github")).TrimEnd('\n').Split('\n').Select(WorkflowCommand.Read).ToArray();

        foreach (var kind in commands.OfType<WorkflowCommand>().CountBy(command => command.Name)) Assert.InRange(kind.Value, 1, 10);
        Assert.Equal("archway", commands[^1]!.Properties["title"]);
        var left = commands.Count(command => command is null);
        Assert.Equal(left > 0, commands[^1]!.Message.Contains($"{left} findings more than GitHub annotates", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_annotation_names_the_file_and_the_message_as_they_are()
    {
        var scan = SavedScan.Hostile();

        var commands = (await SavedScan.ConvertAsync(scan, "github")).Split('\n').Select(WorkflowCommand.Read).OfType<WorkflowCommand>().Where(command => command.Name == "error").ToArray();

        var blockers = scan.Findings.Where(finding => finding.Severity == Severity.Blocker).Take(10).ToArray();
        Assert.Equal(blockers.Select(finding => (finding.File, finding.Message)), commands.Select(command => (command.Properties["file"], command.Message)));
    }

    [Theory]
    [MemberData(nameof(Scans))]
    public async Task Markdown_fits_a_comment_and_renders_as_tables_of_text(string scan)
    {
        var text = await ReportAsync(scan, "markdown");
        using TempFolder folder = new TempFolder().With("report.md", text);
        Assert.InRange(text.Length, 1, LongestComment);

        var tree = XDocument.Parse((await Installed.RunAsync("cmark-gfm", "cmark-gfm", "-t", "xml", "-e", "table", "-e", "autolink", "-e", "strikethrough", Path.Combine(folder.Path, "report.md")))
            .Replace("<!DOCTYPE document SYSTEM \"CommonMark.dtd\">", "", StringComparison.Ordinal).Replace("\ufffe", "", StringComparison.Ordinal));

        var names = tree.Descendants().Select(element => element.Name.LocalName).ToHashSet();
        Assert.Empty(names.Intersect(["link", "image", "emph", "strikethrough", "list", "block_quote", "code_block", "thematic_break"]));
        foreach (var table in tree.Descendants().Where(element => element.Name.LocalName == "table"))
            Assert.Single(table.Elements().Select(row => row.Elements().Count()).Distinct());
        foreach (var html in tree.Descendants().Where(element => element.Name.LocalName is "html_block" or "html_inline"))
            Assert.Matches(@"\A(?:<br>|<details><summary>[^<]*</summary>\n|</details>\n)\z", html.Value);
        // What GitHub makes links and calls of, in running text; it lets code alone.
        foreach (var paragraph in tree.Descendants().Where(element => element.Name.LocalName is "table_cell" or "paragraph" or "heading"))
            Assert.DoesNotMatch(Calls(), string.Concat(paragraph.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)));
    }

    [Fact]
    public async Task What_a_comment_has_no_room_for_is_counted()
    {
        var text = await ReportAsync("large", "markdown");

        var rows = text.Split('\n').Count(line => line.StartsWith("| `", StringComparison.Ordinal));
        var left = More().Matches(text).Sum(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        // Each image once, and each image's unresolved place and unparsed file.
        Assert.Equal(3 * 3000, rows + left);
    }

    [Fact]
    public async Task A_region_of_SARIF_is_the_text_that_names_the_image_in_UTF16_units()
    {
        const string Manifest = "# \ud83d\ude00\nkind: Pod\napiVersion: v1\nspec: {containers: [{name: \"\ud83d\ude00\ud83d\ude00\u00e9\", image: istio/pilot:1.14.0}, {name: b, image: \"istio/proxyv2:1.14.0\"}]}\n";
        using TempFolder folder = new TempFolder().With("\ud83d\ude00 pod.yaml", Manifest);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var run = (await archway.RunAsync("scan", "--offline", "--format", "sarif")).Json().GetProperty("runs")[0];

        Assert.Equal("utf16CodeUnits", run.GetProperty("columnKind").GetString());
        var places = run.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("locations")[0].GetProperty("physicalLocation")).ToArray();
        Assert.All(places, place => Assert.Equal("\ud83d\ude00 pod.yaml", Uri.UnescapeDataString(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!)));
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

    private static async Task<string> ReportAsync(string scan, string format)
    {
        if (scan is "hostile words") return await SavedScan.ConvertAsync(SavedScan.Hostile(), format);
        if (scan is "large") return await SavedScan.ConvertAsync(SavedScan.Large(3000), format);
        if (scan is "empty") return await SavedScan.ConvertAsync(SavedScan.Empty(), format);
        using TempFolder folder = new TempFolder().With("=1+1, 'x' %25.yaml", Hostile);
        using ArchwayProgram archway = new() { WorkingFolder = scan is "the shop" ? Path.Combine(Repository.Root, "examples/shop") : folder.Path };
        return (await archway.RunAsync("scan", "--offline", "--format", format)).Output;
    }

    private static string[][] Csv(string text)
    {
        // Without mercy: a quote within a field that is not quoted, or too few fields, is an exception.
        using CsvParser parser = new(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n", Mode = CsvMode.RFC4180 });
        List<string[]> rows = [];
        while (parser.Read()) rows.Add(parser.Record!);
        return [.. rows];
    }

    private static string TextAt(string text, JsonElement region) =>
        text.Split('\n')[region.GetProperty("startLine").GetInt32() - 1][(region.GetProperty("startColumn").GetInt32() - 1)..(region.GetProperty("endColumn").GetInt32() - 1)];

    [GeneratedRegex(@"@[A-Za-z0-9]|#[0-9]|gh-[0-9]|[a-z]://|www\.", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Calls();

    [GeneratedRegex(@"^… and ([0-9]+) more", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex More();
}

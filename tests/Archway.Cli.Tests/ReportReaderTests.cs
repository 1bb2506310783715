using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Archway.Cli.Terminal;
using Archway.Judging;
using Archway.Testing;
using CsvHelper;
using CsvHelper.Configuration;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>Each report read by a program that no one here wrote: that of its schema, or one that people read such reports with.</summary>
public sealed class ReportReaderTests
{
    [Theory]
    [MemberData(nameof(ReadScans.Names), MemberType = typeof(ReadScans))]
    public async Task JUnit_is_what_the_strictest_of_its_readers_takes(string scan)
    {
        using TempFolder folder = new TempFolder().With("report.xml", await ReadScans.ReportAsync(scan, "junit"));

        await Installed.RunAsync("xmllint", "libxml2-utils", "--noout", "--schema", Path.Combine(Repository.Root, "tests/Archway.Cli.Tests/Schemas/junit.xsd"),
            Path.Combine(folder.Path, "report.xml"));
    }

    [Theory]
    [MemberData(nameof(ReadScans.Names), MemberType = typeof(ReadScans))]
    public async Task A_reader_of_JUnit_counts_the_tests_that_it_says_it_has(string scan)
    {
        var text = await ReadScans.ReportAsync(scan, "junit");
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
    [MemberData(nameof(ReadScans.Names), MemberType = typeof(ReadScans))]
    public async Task Code_Quality_is_what_GitLab_describes_and_no_two_findings_have_one_fingerprint(string scan)
    {
        var text = await ReadScans.ReportAsync(scan, "gitlab");
        using TempFolder folder = new TempFolder().With("report.json", text);

        Schema.Validate(Path.Combine(Repository.Root, "tests/Archway.Cli.Tests/Schemas/code-quality.schema.json"), Path.Combine(folder.Path, "report.json"));

        using var report = JsonDocument.Parse(text);
        var fingerprints = report.RootElement.EnumerateArray().Select(finding => finding.GetProperty("fingerprint").GetString()).ToArray();
        Assert.Equal(fingerprints.Length, fingerprints.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(ReadScans.Names), MemberType = typeof(ReadScans))]
    public async Task Two_readers_of_CSV_find_the_same_fields_and_no_formula(string scan)
    {
        var text = await ReadScans.ReportAsync(scan, "csv");
        using TempFolder folder = new TempFolder().With("report.csv", text);

        var python = await Installed.RunPythonAsync("python3", "python3", """
            import csv, json, sys
            with open(sys.argv[1], newline='', encoding='utf-8') as file: print(json.dumps(list(csv.reader(file, strict=True))))
            """, Path.Combine(folder.Path, "report.csv"));

        var rows = JsonDocument.Parse(python).RootElement.EnumerateArray().Select(row => row.EnumerateArray().Select(field => field.GetString()!).ToArray())
            .ToArray();
        Assert.Equal(Csv(text), rows);
        Assert.All(rows, row => Assert.Equal(14, row.Length));
        Assert.All(rows.SelectMany(row => row), field => Assert.DoesNotMatch("^[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]", field));
        Assert.DoesNotMatch("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]", text);
    }

    [Fact]
    public async Task A_field_of_CSV_is_what_was_written_behind_the_mark_that_makes_it_text()
    {
        var written = Csv(await ReadScans.ReportAsync("hostile words", "csv")).Skip(1).Select(row => row[3]).ToHashSet();

        foreach (var word in SavedScan.HostileWords.Where(word =>
            !word.Any(char.IsControl) && word.EnumerateRunes().All(rune => Rune.IsLetterOrDigit(rune) || rune.IsAscii)))
            Assert.Contains(word is ['=' or '+' or '-' or '@', ..] ? "'" + word : SafeText.Clean(word), written);
        Assert.Contains("a,\"b\"\nc", written);
    }

    [Theory]
    [MemberData(nameof(ReadScans.Names), MemberType = typeof(ReadScans))]
    public async Task GitHub_reads_every_line_as_it_was_meant_and_shows_all_the_annotations(string scan)
    {
        var commands = (await ReadScans.ReportAsync(scan, "github")).TrimEnd('\n').Split('\n').Select(WorkflowCommand.Read).ToArray();

        foreach (var kind in commands.OfType<WorkflowCommand>().CountBy(command => command.Name)) Assert.InRange(kind.Value, 1, 10);
        Assert.Equal("archway", commands[^1]!.Properties["title"]);
        var left = commands.Count(command => command is null);
        Assert.Equal(left > 0, commands[^1]!.Message.Contains($"{left} finding{(left == 1 ? "" : "s")} more than GitHub annotates", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_annotation_names_the_file_and_the_message_as_they_are()
    {
        var scan = SavedScan.Hostile();

        var commands = (await SavedScan.ConvertAsync(scan, "github")).Split('\n').Select(WorkflowCommand.Read).OfType<WorkflowCommand>()
            .Where(command => command.Name == "error").ToArray();

        var blockers = scan.Findings.Where(finding => finding.Severity == Severity.Blocker).Take(10).ToArray();
        Assert.Equal(blockers.Select(finding => (Shown(finding.File), Shown(finding.Message))),
            commands.Select(command => (command.Properties["file"], command.Message)));
        static string Shown(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(SafeText.Clean));
    }

    private static string[][] Csv(string text)
    {
        // Without mercy: a quote within a field that is not quoted, or too few fields, is an exception.
        using CsvParser parser = new(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n", Mode = CsvMode.RFC4180 });
        List<string[]> rows = [];
        while (parser.Read()) rows.Add(parser.Record!);
        return [.. rows];
    }
}

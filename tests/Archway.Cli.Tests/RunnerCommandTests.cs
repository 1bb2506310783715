using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>A CI runner reads every line that is written, and none of them is a command of whoever wrote the scanned files.</summary>
public sealed partial class RunnerCommandTests
{
    private static readonly string[] Breaks = ["\n", "\r\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029"];

    // Marks whole and in parts, and what a runner would pass by before them.
    private static readonly Gen<string> Hostile =
        from pieces in Gen.Elements([
            "::error::x", "::add-mask::x", "::set-output name=a::b", "::stop-commands::x", "::", ":", "##[error]x", "##[set-env name=PATH]x", "##[", "##", "#",
            "##vso[task.setvariable variable=PATH]x", "##teamcity[buildStatus text='x']", "###[x]", "[", "]", "a", " ", "\t", "\u00a0", "\u3000", .. Breaks,
        ]).ArrayOf()
        select string.Concat(pieces);

    public static TheoryData<string> Formats => ["table", "json", "sarif", "markdown", "csv", "junit", "github", "gitlab"];

    [Fact]
    public async Task A_report_that_is_written_piece_by_piece_holds_none_at_any_seam()
    {
        const int Places = 1500;
        var names = Enumerable.Range(0, Places).Select(i => $"{new string('é', i % 97)}##[error]:: ::x{i}").ToArray();
        using TempFolder folder = new TempFolder()
            .With("compose.yaml", "services:\n" + string.Concat(names.Select((name, i) => $"  s{i}: {{image: '{name}'}}\n")));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("scan", "--offline", "--format", "json");

        Assert.InRange(ran.Output.Length, 500_000, int.MaxValue);
        Assert.DoesNotContain("##[", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(" ::x", ran.Output, StringComparison.Ordinal);
        Assert.Equal(names, ran.Json().GetProperty("occurrences").EnumerateArray().Select(place => place.GetProperty("written").GetString()));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void No_report_gives_a_runner_a_command(string format) =>
        Check(async words => Assert.DoesNotContain(Lines(await SavedScan.ConvertAsync(SavedScan.With(words), format)), line => IsCommand(line, format)));

    [Fact]
    public void What_is_made_harmless_in_JSON_is_read_back_as_it_was() => Check(async words =>
    {
        var scan = SavedScan.With(words);

        var json = JsonSerializer.Deserialize(await SavedScan.ConvertAsync(scan, "json"), ReportJson.Default.ScanDocument)!;
        var sarif = JsonDocument.Parse(await SavedScan.ConvertAsync(scan, "sarif")).RootElement.GetProperty("runs")[0].GetProperty("results");
        var gitlab = JsonDocument.Parse(await SavedScan.ConvertAsync(scan, "gitlab")).RootElement;

        Assert.Equal(words, json.Images.Select(image => image.Image));
        Assert.Equal(words, json.Unparsed.Select(file => file.Problem));
        Assert.Equal(scan.Findings.Select(finding => finding.Message),
            sarif.EnumerateArray().Select(result => result.GetProperty("message").GetProperty("text").GetString()));
        Assert.Equal(scan.Findings.Select(finding => (finding.Message, finding.File)), gitlab.EnumerateArray()
            .Select(finding => (finding.GetProperty("description").GetString()!, finding.GetProperty("location").GetProperty("path").GetString()!)));
    });

    [Fact]
    public void What_is_made_harmless_in_XML_is_read_back_as_it_was() => Check(async words =>
    {
        var cases = XDocument.Parse(await SavedScan.ConvertAsync(SavedScan.With(words), "junit")).Descendants("testcase")
            .Where(one => one.Attribute("classname")!.Value == "linux/arm64");

        // Control characters have no place in XML, and are written out.
        Assert.Equal(words.Select(SafeText.WriteOut), cases.Select(one => one.Attribute("name")!.Value));
    });

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Neither_do_the_names_and_texts_of_a_tree(string format)
    {
        using TempFolder folder = new();
        folder.With("::warning title=dir::x/Dockerfile", "FROM ##vso[task.complete result=Failed]x\n")
            .With("##teamcity[buildStatus text='x']/images.txt", "::error::x\n  ::add-mask::x\nistio/pilot:1.13.0\n")
            .With("::notice::x.yaml", "image: \"\n")
            .With("pod.yaml", """
                { apiVersion: v1, kind: Pod, metadata: { name: "\n ::error::name" }, spec: { containers: [
                  { name: "::error::a\n::error::b", image: "\n::set-output name=a::b ##[error]x" }, { name: "##[warning]x", image: "istio/pilot:1.13.0" } ] } }
                """);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        using ArchwayProgram narrow = new() { WorkingFolder = folder.Path, Width = 24 };

        var ran = await archway.RunAsync("scan", "--offline", "--format", format);
        var wrapped = await narrow.RunAsync("scan", "--offline", "--format", format);
        var failed = await archway.RunAsync("scan", "##vso[task.complete result=Failed]x", "::error::x");

        Assert.DoesNotContain(Lines(ran.Output + ran.Error), line => IsCommand(line, format));
        Assert.DoesNotContain(Lines(wrapped.Output + wrapped.Error), line => IsCommand(line, format));
        Assert.NotEmpty(failed.Error);
        Assert.DoesNotContain(Lines(failed.Error), line => IsCommand(line, "table"));
    }

    private static void Check(Func<string[], Task> holds) => Prop
        .ForAll(Hostile.ArrayOf(12).Select(words => words.Distinct().ToArray()).ToArbitrary(), words => holds(words).GetAwaiter().GetResult())
        .Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static string[] Lines(string text) => text.Split(Breaks, StringSplitOptions.None);

    // Stricter than the runners: they know the commands by name. In GitHub's own format the lines that begin with a command are meant.
    private static bool IsCommand(string line, string format) =>
        BracketCommand().IsMatch(line)
        || line.TrimStart().StartsWith("::", StringComparison.Ordinal) && (format != "github" || WorkflowCommand.Read(line) is null);

    [GeneratedRegex(@"##\w*\[")]
    private static partial Regex BracketCommand();
}

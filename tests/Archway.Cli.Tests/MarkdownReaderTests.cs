using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>Markdown as the renderer that GitHub uses reads it.</summary>
public sealed partial class MarkdownReaderTests
{
    private const int LongestComment = 65_536;

    [Theory]
    [MemberData(nameof(ReadScans.Names), MemberType = typeof(ReadScans))]
    public async Task Markdown_fits_a_comment_and_renders_as_tables_of_text(string scan)
    {
        var text = await ReadScans.ReportAsync(scan, "markdown");
        using TempFolder folder = new TempFolder().With("report.md", text);
        Assert.InRange(text.Length, 1, LongestComment);

        var tree = XDocument.Parse((await Installed.RunAsync("cmark-gfm", "cmark-gfm", "-t", "xml", "-e", "table", "-e", "autolink", "-e", "strikethrough",
            Path.Combine(folder.Path, "report.md")))
            .Replace("<!DOCTYPE document SYSTEM \"CommonMark.dtd\">", "", StringComparison.Ordinal).Replace("\ufffe", "", StringComparison.Ordinal));

        var names = tree.Descendants().Select(element => element.Name.LocalName).ToHashSet();
        Assert.Empty(names.Intersect(["link", "image", "emph", "strikethrough", "list", "block_quote", "code_block", "thematic_break"]));
        foreach (var table in tree.Descendants().Where(element => element.Name.LocalName == "table"))
            Assert.Single(table.Elements().Select(row => row.Elements().Count()).Distinct());
        foreach (var html in tree.Descendants().Where(element => element.Name.LocalName is "html_block" or "html_inline"))
            Assert.Matches(@"\A(?:<br>|<details><summary>[^<]*</summary>\n|</details>\n)\z", html.Value);
        // What GitHub makes links and calls of, in running text; it lets code alone.
        foreach (var paragraph in tree.Descendants().Where(element => element.Name.LocalName is "table_cell" or "paragraph" or "heading"))
            Assert.DoesNotMatch(Calls(),
                string.Concat(paragraph.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)));
    }

    [Fact]
    public async Task What_a_comment_has_no_room_for_is_counted()
    {
        var text = await ReadScans.ReportAsync("large", "markdown");

        var rows = text.Split('\n').Count(line => line.StartsWith("| `", StringComparison.Ordinal));
        var left = More().Matches(text).Sum(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        // Each image once, and each image's unresolved place and unparsed file.
        Assert.InRange(rows, 100, 2000);
        Assert.Equal(3 * 1000, rows + left);
    }

    [Fact]
    public async Task Of_several_platforms_a_comment_names_those_that_an_image_does_not_run_on()
    {
        using ArchwayProgram archway = new() { Input = "istio/pilot:1.14.0\namd64/debian:12\n" };

        var text = (await archway.RunAsync("scan", "-", "--offline", "--format", "markdown", "-p", "linux/amd64", "-p", "linux/arm64")).Output;

        Assert.Equal(2, text.Split("linux/arm64 blocked: ").Length - 1);
        Assert.DoesNotContain("linux/amd64 ready", text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"@[A-Za-z0-9]|#[0-9]|gh-[0-9]|[a-z]://|www\.", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Calls();

    [GeneratedRegex(@"^… and ([0-9]+) more", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex More();
}

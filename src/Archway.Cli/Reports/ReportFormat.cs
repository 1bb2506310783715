using Archway.Cli.Reports.Html;
using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;

namespace Archway.Cli.Reports;

/// <summary>A form that a scan's document can be written in.</summary>
/// <param name="Name">The word it is asked for by.</param>
/// <param name="Write">Writes the document; where a person may be reading, the screen says how.</param>
internal sealed record ReportFormat(string Name, Action<ScanDocument, TextWriter> Write)
{
    internal static IReadOnlyList<ReportFormat> All { get; } =
    [
        new("table", (scan, output) => TableReport.Write(scan, new Screen(output, width: null, colours: false))),
        new("json", JsonReport.Write),
        new("sarif", SarifReport.Write),
        new("markdown", MarkdownReport.Write),
        new("html", HtmlReport.Write),
        new("csv", CsvReport.Write),
        new("junit", JUnitReport.Write),
        new("github", GitHubReport.Write),
        new("gitlab", GitLabReport.Write),
    ];

    internal static string[] Names { get; } = [.. All.Select(format => format.Name)];

    internal static ReportFormat Get(string name) => All.Single(format => format.Name == name);

    /// <summary>Writes to standard output, as wide and colourful as that is.</summary>
    internal void WriteTo(Surroundings surroundings, ScanDocument scan)
    {
        if (Name == "table") TableReport.Write(scan, new Screen(surroundings));
        else Write(scan, surroundings.Output);
    }
}

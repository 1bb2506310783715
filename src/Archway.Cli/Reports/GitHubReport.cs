using System.Globalization;
using Archway.Cli.Reports.Json;
using Archway.Judging;

namespace Archway.Cli.Reports;

/// <summary>Annotations on the lines of a pull request: GitHub's workflow commands.</summary>
/// <remarks><see href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands"/></remarks>
internal static class GitHubReport
{
    internal static void Write(ScanDocument scan, TextWriter output)
    {
        foreach (var finding in scan.Findings)
        {
            var command = finding.Severity switch { Severity.Blocker => "error", Severity.Warning => "warning", _ => "notice" };
            var end = finding.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $",endColumn={finding.Column + finding.Length}") : "";
            output.Write(string.Create(CultureInfo.InvariantCulture,
                $"::{command} file={Property(finding.File)},line={finding.Line},col={finding.Column}{end},title={Property(finding.Rule)}::{Data(finding.Message)}\n"));
        }

        foreach (var file in scan.Unparsed)
            output.Write(string.Create(CultureInfo.InvariantCulture, $"::warning file={Property(file.File)},line={file.Line},title=unparsed::{Data(file.Problem)}\n"));
        foreach (var (file, changed) in Words.Configured(scan)) output.Write($"::notice file={Property(file)},title=configuration::{Data(changed)}\n");
        output.Write($"::notice title=archway::{Data(string.Join(' ', [Words.Looked(scan.Looked), .. Words.Compared(scan)]))}\n");
    }

    private static string Data(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}

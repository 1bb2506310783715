using System.Globalization;
using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Judging;

namespace Archway.Cli.Reports;

/// <summary>Annotations on the lines of a pull request: GitHub's workflow commands.</summary>
/// <remarks>
/// <see href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands"/>; of each step GitHub shows ten errors, ten
/// warnings and ten notices. What is beyond stands in the log, folded, and the last line says how many there are.
/// </remarks>
internal static class GitHubReport
{
    private const int MostShown = 10;

    internal static void Write(ScanDocument scan, TextWriter output)
    {
        var errors = Of(scan, Severity.Blocker, "error");
        Annotation[] warnings =
        [
            .. Of(scan, Severity.Warning, "warning"),
            .. scan.Unparsed.Select(file => new Annotation("warning", file.File, file.Line, null, null, "unparsed", file.Problem)),
            .. (scan.NotRendered ?? []).Select(source => new Annotation("warning", source.File, 1, null, null, "not rendered", source.Problem)),
        ];
        Annotation[] notices =
        [
            .. Words.Configured(scan).Select(own => new Annotation("notice", own.File, 1, null, null, "configuration", own.Changed)),
            .. Of(scan, Severity.Note, "notice"),
        ];
        // The last line is a notice too.
        Annotation[] shown = [.. errors.Take(MostShown), .. warnings.Take(MostShown), .. notices.Take(MostShown - 1)];
        Annotation[] left = [.. errors.Skip(MostShown), .. warnings.Skip(MostShown), .. notices.Skip(MostShown - 1)];
        foreach (var annotation in shown) output.Write(annotation.AsCommand());
        if (left.Length > 0)
        {
            output.Write($"::group::{Words.Count(left.Length, "finding")} more than GitHub annotates\n");
            foreach (var annotation in left) output.Write(annotation.AsText());
            output.Write("::endgroup::\n");
        }

        var more = left.Length == 0 ? "" : $" In the log of this step: {Words.Count(left.Length, "finding")} more than GitHub annotates.";
        var told = string.Join(' ', [Words.Looked(scan.Looked), .. Words.Compared(scan), .. Words.TakenAtTheirWord(scan)]);
        output.Write($"::notice title=archway::{Data(told + more)}\n");
    }

    private static Annotation[] Of(ScanDocument scan, Severity severity, string command) =>
    [
        .. scan.Findings.Where(finding => finding.Severity == severity).Select(finding =>
            new Annotation(command, finding.File, finding.Line, finding.Column, EndOf(finding), finding.Rule, finding.Message)),
    ];

    private static int? EndOf(FindingJson finding) => finding.Length > 0 ? finding.Column + finding.Length : null;

    // A line break is the message's own; other control characters would reach whoever reads the log.
    private static string Data(string text) => string.Join("%0A", text.ReplaceLineEndings("\n").Split('\n').Select(SafeText.Clean)
        .Select(line => line.Replace("%", "%25", StringComparison.Ordinal)));

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    private sealed record Annotation(string Command, string File, int Line, int? Column, int? EndColumn, string Title, string Message)
    {
        internal string AsCommand()
        {
            var columns = (Column is { } start ? $",col={Number(start)}" : "") + (EndColumn is { } end ? $",endColumn={Number(end)}" : "");
            return $"::{Command} file={Property(File)},line={Number(Line)}{columns},title={Property(Title)}::{Data(Message)}\n";
        }

        internal string AsText() => $"- {SafeText.Clean($"{File}:{Line} {Title} {Command}: {Message}")}\n";

        private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}

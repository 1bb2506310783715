using System.Collections.Immutable;
using Archway.Cli.Reports.Json;
using Archway.Judging;

namespace Archway.Cli.Reports;

/// <summary>GitLab's Code Quality report.</summary>
/// <remarks><see href="https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format"/></remarks>
internal static class GitLabReport
{
    internal static void Write(ScanDocument scan, TextWriter output)
    {
        ImmutableArray<CodeQualityJson> findings =
        [
            .. Fingerprints.Of(scan).Select(named => new CodeQualityJson(
                named.Finding.Message, named.Finding.Rule, named.Fingerprint, SeverityOf(named.Finding.Severity),
                new(named.Finding.File, new(named.Finding.Line)))),
        ];
        JsonText.Write(findings, FormatJson.Readable.ImmutableArrayCodeQualityJson, output);
    }

    private static string SeverityOf(Severity severity) => severity switch { Severity.Blocker => "blocker", Severity.Warning => "major", _ => "info" };
}

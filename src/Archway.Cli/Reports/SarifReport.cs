using System.Collections.Immutable;
using System.Text.Json;
using Archway.Cli.Reports.Json;
using Archway.Judging;

namespace Archway.Cli.Reports;

/// <summary>SARIF 2.1.0, which code scanning services read.</summary>
/// <remarks><see href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html"/>; a column counts UTF-16 code units.</remarks>
internal static class SarifReport
{
    private const string SchemaAddress = "https://json.schemastore.org/sarif-2.1.0.json";
    private const string Root = "%SRCROOT%";

    internal static void Write(ScanDocument scan, TextWriter output)
    {
        ImmutableArray<string> rules = [.. scan.Findings.Select(finding => finding.Rule).Distinct().Order(StringComparer.Ordinal)];
        SarifRun run = new(
            new(new("archway", scan.Tool.Version, [.. rules.Select(id => RuleOf(id, scan))])),
            "utf16CodeUnits",
            [.. Fingerprints.Of(scan).Select(named => ResultOf(named.Finding, rules.IndexOf(named.Finding.Rule), named.Fingerprint))],
            [new(true, [
                .. scan.Unparsed.Select(file => new SarifNotification("warning", new(file.Problem), [LocationOf(file.File, new(file.Line, null, null))])),
                .. (scan.NotRendered ?? []).Select(source =>
                    new SarifNotification("warning", new($"not rendered: {source.Problem}"), [LocationOf(source.File, new(1, null, null))])),
            ])]);
        output.WriteLine(JsonSerializer.Serialize(new SarifLog(SchemaAddress, "2.1.0", [run]), FormatJson.Readable.SarifLog));
    }

    private static SarifRule RuleOf(string id, ScanDocument scan)
    {
        var page = RulePage.Find(id) ?? new(id, id, "");
        return new(id, new(page.Title), new(page.Text, page.Text), new(LevelOf(scan.Findings.Where(finding => finding.Rule == id).Max(finding => finding.Severity))));
    }

    private static SarifResult ResultOf(FindingJson finding, int rule, string fingerprint) => new(
        finding.Rule, rule, LevelOf(finding.Severity), new(finding.Message),
        [LocationOf(finding.File, new(finding.Line, finding.Column, finding.Length > 0 ? finding.Column + finding.Length : null))],
        new(StringComparer.Ordinal) { ["archway/v1"] = fingerprint });

    private static SarifLocation LocationOf(string file, SarifRegion region) =>
        new(new(new(string.Join('/', file.Split('/').Select(Uri.EscapeDataString)), Root), region));

    private static string LevelOf(Severity severity) => severity switch { Severity.Blocker => "error", Severity.Warning => "warning", _ => "note" };
}

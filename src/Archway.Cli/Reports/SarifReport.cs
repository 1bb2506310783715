using System.Collections.Immutable;
using System.Globalization;
using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;
using Archway.Judging;

namespace Archway.Cli.Reports;

/// <summary>SARIF 2.1.0, which code scanning services read.</summary>
/// <remarks><see href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html"/>; a column counts UTF-16 code units.</remarks>
internal static class SarifReport
{
    private const string SchemaAddress = "https://json.schemastore.org/sarif-2.1.0.json";
    private const string Root = "%SRCROOT%";
    private const int MostFiles = 20;

    internal static void Write(ScanDocument scan, TextWriter output) => Write(scan, ProjectAddress.Repository, output);

    /// <summary>Writes with links to the rules' pages where the project has an address; their text is there in any case.</summary>
    internal static void Write(ScanDocument scan, Uri? repository, TextWriter output)
    {
        // A service dismisses by itself what is told with the reason why it does not count (3.35).
        scan = scan with { Findings = [.. scan.Findings, .. scan.Suppressed ?? []] };
        var contents = scan.Images.SelectMany(image => image.Targets.Where(target => target.Content is not null).Select(target => (image.Image, Target: target)))
            // A saved report may name an image twice, whoever wrote it.
            .DistinctBy(one => (one.Image, one.Target.Platform))
            .ToDictionary(one => (one.Image, one.Target.Platform), one => one.Target.Content!);
        ImmutableArray<string> rules = [.. scan.Findings.Select(finding => finding.Rule).Distinct().Order(StringComparer.Ordinal)];
        SarifRun run = new(
            new(new("archway", scan.Tool.Version, repository, [.. rules.Select(id => RuleOf(id, scan, repository))])),
            "utf16CodeUnits",
            [.. Fingerprints.Of(scan).Select(named => ResultOf(named.Finding, rules.IndexOf(named.Finding.Rule), named.Fingerprint, contents))],
            [new(true, [.. Notifications(scan)])]);
        JsonText.Write(new SarifLog(SchemaAddress, "2.1.0", [run]), FormatJson.Readable.SarifLog, output);
    }

    private static IEnumerable<SarifNotification> Notifications(ScanDocument scan) =>
    [
        .. scan.Unparsed.Select(file => Notification("warning", file.Problem, file.File, file.Line)),
        .. (scan.NotRendered ?? []).Select(source => Notification("warning", $"not rendered: {source.Problem}", source.File, 1)),
        .. Words.Configured(scan).Select(own => Notification("note", own.Changed, own.File, 1)),
    ];

    private static SarifNotification Notification(string level, string text, string file, int line) =>
        new(level, TextOf(text), [LocationOf(file, new(line, null, null))]);

    private static SarifRule RuleOf(string id, ScanDocument scan, Uri? repository)
    {
        var page = RulePage.Find(id) ?? new(id, id, id);
        return new(id, new(page.Title), new(page.Summary), ProjectAddress.PageOf(id, repository), new(page.PlainText, page.Text),
            new(LevelOf(scan.Findings.Where(finding => finding.Rule == id).Max(finding => finding.Severity))));
    }

    private static SarifResult ResultOf(
        FindingJson finding, int rule, string fingerprint, Dictionary<(string, string), ContentJson> contents) => new(
        finding.Rule, rule, LevelOf(finding.Severity),
        TextOf(finding.Message + (finding.Rule is "I103" or "I106" && contents.GetValueOrDefault((finding.Image ?? finding.File, finding.Platform ?? "")) is { } content
            ? FilesOf(content)
            : "")),
        [LocationOf(finding.File, new(finding.Line, finding.Column, finding.Length > 0 ? finding.Column + finding.Length : null))],
        new(StringComparer.Ordinal) { ["archway/v1"] = fingerprint },
        // What has to be looked at first is no fix that a service offers with a button (3.55).
        finding.Fix is { Safety: not FixSafety.ShowOnly } fix ? [FixOf(finding.File, fix)] : null,
        finding.Suppression is { } suppression ? [new(suppression.Kind == SuppressionKind.Comment ? "inSource" : "external", suppression.Reason)] : null);

    // A service shows nothing beside the message, so the files are named there, each with what brought it.
    private static string FilesOf(ContentJson content)
    {
        var files = content.Foreign.Take(MostFiles).Select(file =>
            $"\n{file.Path}{(file.Inside is null ? "" : $"!/{file.Inside}")}: {file.Found} and not {file.Wanted}, from layer {file.Layer + 1} of {content.Layers.Length}, "
            + $"{file.LayerDigest}{(file.CreatedBy is null ? "" : $", made by: {SafeText.WriteOut(file.CreatedBy)}")}");
        var more = content.Foreign.Length - MostFiles;
        return string.Concat(files) + (more > 0 ? string.Create(CultureInfo.InvariantCulture, $"\nand {more} more") : "");
    }

    private static SarifFix FixOf(string file, FixJson fix) => new(TextOf(fix.Title),
    [
        new(LocationOf(file, new(1, null, null)).PhysicalLocation.ArtifactLocation,
            [.. fix.Edits.Select(edit => new SarifReplacement(new(edit.Line, edit.Column, edit.EndColumn, edit.EndLine), new(edit.With)))]),
    ]);

    // A target outside of the folder that was scanned from is named by its full path, which no root stands before.
    private static SarifLocation LocationOf(string file, SarifRegion region)
    {
        var uri = string.Join('/', file.Split('/').Select(Uri.EscapeDataString));
        return new(new(file.StartsWith('/') ? new($"file://{uri}", null) : new(uri, Root), region));
    }

    // In a message [text](target) is a link (3.11.6); in what others wrote it is not.
    private static SarifText TextOf(string message) =>
        new(message.Contains("](", StringComparison.Ordinal) ? message.Replace("[", "\\[", StringComparison.Ordinal) : message);

    private static string LevelOf(Severity severity) => severity switch { Severity.Blocker => "error", Severity.Warning => "warning", _ => "note" };
}

using Archway.Cli.Commands;
using Archway.Cli.Terminal;
using Archway.Gpu.Checks;
using Archway.Gpu.Doctor;
using Archway.Judging;
using Spectre.Console;

namespace Archway.Cli.Reports.Gpu;

/// <summary>What <c>archway gpu doctor</c> says.</summary>
internal static class HostReportWriter
{
    /// <summary>Whether a finding is as severe as the user named, or a check could not be made.</summary>
    internal static bool IsReached(HostReport report, Thresholds thresholds) =>
        thresholds.Least is { } least && report.Findings.Any(finding => finding.Severity >= least)
        || thresholds.Doubt && (report.Unknown.Length > 0 || report.Stopped.Length > 0);

    internal static void Write(HostReport report, bool isElsewhere, string format, Surroundings surroundings)
    {
        if (format == "json") HostJson.Write(report, isElsewhere, surroundings.Output);
        else if (format == "markdown") HostMarkdown.Write(report, isElsewhere, surroundings.Output);
        else WriteTable(report, isElsewhere, new(surroundings));
    }

    private static void WriteTable(HostReport report, bool isElsewhere, Screen screen)
    {
        screen.Line(0, new Piece(HostWords.Headline(report, isElsewhere), report.RootCause is { } cause ? StyleOf(cause.Severity) : Styles.Strong));
        if (!report.HasGpu) return;
        screen.Blank();
        foreach (var (name, value) in HostWords.Host(report.Host)) Named(screen, name, value);
        foreach (var finding in report.Findings) Write(finding, screen);
        screen.Blank();
        foreach (var stopped in HostWords.Stopped(report)) screen.Line(0, new("not looked at: ", Styles.Faint), stopped);
        foreach (var unknown in HostWords.Unknown(report)) screen.Line(0, new("not known: ", Styles.Faint), unknown);
        foreach (var left in report.LeftOut) screen.Line(0, new("left out: ", Styles.Faint), left);
        screen.Line(0, HostWords.Looked(report));
    }

    private static void Write(GpuFinding finding, Screen screen)
    {
        screen.Blank();
        screen.Line(0, new(HostWords.Word(finding.Severity), StyleOf(finding.Severity)), new($" {finding.Check.Id} ", Styles.Strong), new($"({HostWords.Layer(finding.Check.Layer)}) "), finding.Symptom);
        if (finding.Severity != Severity.Note && finding.Check.Texts.FirstOrDefault() is { } text) Named(screen, "shows as", text);
        foreach (var evidence in finding.Evidence) Named(screen, "evidence", evidence.Excerpt.Length == 0 ? evidence.Place : $"{evidence.Place}: {evidence.Excerpt}");
        Named(screen, "cause", finding.Cause);
        foreach (var step in finding.Remedies) Named(screen, "fix", step.Step + (HostWords.Risk(step.Risk) is { } risk ? $"  [{risk}]" : ""));
    }

    private static void Named(Screen screen, string name, string value) => screen.Line(2, new($"{name,-10}", Styles.Faint), value);

    private static Style StyleOf(Severity severity) => Styles.Of(severity switch
    {
        Severity.Blocker => ImageStatus.Blocked,
        Severity.Warning => ImageStatus.Unknown,
        _ => ImageStatus.Update,
    });
}

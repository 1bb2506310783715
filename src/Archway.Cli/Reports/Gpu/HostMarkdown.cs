using Archway.Gpu.Checks;
using Archway.Gpu.Doctor;

namespace Archway.Cli.Reports.Gpu;

/// <summary>A report on a host for a ticket or a wiki.</summary>
internal static class HostMarkdown
{
    internal static void Write(HostReport report, bool isElsewhere, TextWriter output)
    {
        output.WriteLine($"**{MarkdownText.Plain(HostWords.Headline(report, isElsewhere))}**");
        if (!report.HasGpu) return;
        output.WriteLine();
        foreach (var (name, value) in HostWords.Host(report.Host)) output.WriteLine($"- {name}: {MarkdownText.Plain(value)}");
        foreach (var finding in report.Findings) Write(finding, output);
        output.WriteLine();
        foreach (var stopped in HostWords.Stopped(report)) output.WriteLine($"Not looked at: {MarkdownText.Plain(stopped)}.\n");
        foreach (var unknown in HostWords.Unknown(report)) output.WriteLine($"Not known: {MarkdownText.Plain(unknown)}.\n");
        foreach (var left in report.LeftOut) output.WriteLine($"Left out: {MarkdownText.Plain(left)}.\n");
        output.WriteLine(MarkdownText.Plain(HostWords.Looked(report)));
    }

    private static void Write(GpuFinding finding, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"### {finding.Check.Id} {HostWords.Word(finding.Severity)}: {MarkdownText.Plain(finding.Symptom)}");
        output.WriteLine();
        foreach (var evidence in finding.Evidence)
            output.WriteLine($"- {MarkdownText.Code(evidence.Place)}{(evidence.Excerpt.Length == 0 ? "" : $": {MarkdownText.Code(evidence.Excerpt)}")}");
        output.WriteLine();
        output.WriteLine(MarkdownText.Plain(finding.Cause));
        output.WriteLine();
        foreach (var step in finding.Remedies)
            output.WriteLine($"1. {MarkdownText.Code(step.Step)}{(HostWords.Risk(step.Risk) is { } risk ? $" ({risk})" : "")}");
    }
}

using Archway.Cli.Reports.Json;
using Archway.Judging;
using Archway.Scanning;

namespace Archway.Cli.Commands;

/// <summary>What a user wants to be told by the exit code.</summary>
/// <param name="Least">The least severity that counts; null when none does.</param>
/// <param name="Doubt">Whether not knowing counts.</param>
internal sealed record Thresholds(Severity? Least, bool Doubt)
{
    internal static string[] Words { get; } = ["blocker", "warning", "note", "unknown"];

    internal static Thresholds Of(string[] words)
    {
        var severities = words.Where(word => word != "unknown").Select(word => Enum.Parse<Severity>(word, ignoreCase: true)).ToArray();
        return new(severities.Length > 0 ? severities.Min() : null, words.Contains("unknown"));
    }

    internal bool AreReached(ScanResult scan, ScanDocument told) =>
        Doubt && scan.LeavesDoubt || Least is { } least && told.Findings.Any(finding => finding.Severity >= least);
}

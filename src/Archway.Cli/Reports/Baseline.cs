using Archway.Cli.Reports.Json;
using Archway.Judging;

namespace Archway.Cli.Reports;

/// <summary>A report from before: what it has too is known, and does not count.</summary>
internal static class Baseline
{
    private const string Reason = "it is in the baseline";

    /// <summary>The scan with what is new alone.</summary>
    /// <param name="scan">What was found.</param>
    /// <param name="before">The report from before; what somebody let be there is known as well.</param>
    internal static ScanDocument Apply(ScanDocument scan, ScanDocument before)
    {
        var known = Fingerprints.Of(before with { Findings = [.. before.Findings, .. before.Suppressed ?? []] }).Select(one => one.Fingerprint).ToHashSet(StringComparer.Ordinal);
        var named = Fingerprints.Of(scan).ToLookup(one => known.Contains(one.Fingerprint), one => one.Finding);
        SuppressionJson suppression = new(SuppressionKind.Baseline, Reason);
        return scan with
        {
            Findings = [.. named[false]],
            Suppressed = named[true].Any() ? [.. scan.Suppressed ?? [], .. named[true].Select(finding => finding with { Suppression = suppression })] : scan.Suppressed,
        };
    }
}

using System.Collections.Immutable;
using Archway.Gpu.Checks;
using Archway.Gpu.Images;
using Archway.Gpu.Images.Fitting;
using Archway.Reading;

namespace Archway.Judging.Clusters;

/// <summary>What the labels of nodes with GPUs say against the images that are to use them: G103 of their drivers, G104 of the GPUs themselves.</summary>
internal static class GpuNodeFindings
{
    internal const string OfDrivers = "G103";
    internal const string OfGpus = "G104";
    private const int NodesShown = 3;

    /// <summary>The findings at a place.</summary>
    /// <param name="place">The place, which asks for a GPU.</param>
    /// <param name="image">Its image.</param>
    /// <param name="nodes">The nodes with GPUs that take the workload.</param>
    /// <param name="needsAll">Whether one node that does keeps a finding away, as where it is not known which nodes take the workload.</param>
    internal static IEnumerable<Finding> At(ImageOccurrence place, ImageJudgement image, IReadOnlyList<GpuHost> nodes, bool needsAll)
    {
        if (nodes.Count == 0 || GpuImages.Find(image.Facts) is not { } found) yield break;
        var judged = nodes.Select(node => (Node: node, Findings: ImageFit.Judge(found, node))).ToArray();
        foreach (var (rule, checks) in ((string, string[])[])[(OfDrivers, ["GPU-J04", "GPU-J02"]), (OfGpus, ["GPU-J06", "GPU-J05"])])
        {
            var wrong = judged.Select(one => (one.Node, Finding: Worst(one.Findings, checks))).Where(one => one.Finding is not null).ToArray();
            if (wrong.Length == 0 || (needsAll && wrong.Length < nodes.Count)) continue;
            yield return Of(rule, place, [.. wrong.Select(one => (one.Node, one.Finding!))], nodes.Count);
        }
    }

    // A note tells of features that may be missing, which is nobody's fault here.
    private static GpuFinding? Worst(ImmutableArray<GpuFinding> findings, string[] checks) =>
        findings.Where(finding => finding.Severity > Severity.Note && checks.Contains(finding.Check.Id)).OrderByDescending(finding => finding.Severity)
            .ThenBy(finding => Array.IndexOf(checks, finding.Check.Id)).FirstOrDefault();

    private static Finding Of(string rule, ImageOccurrence place, ImmutableArray<(GpuHost Node, GpuFinding Finding)> wrong, int all)
    {
        var worst = wrong.MaxBy(one => one.Finding.Severity).Finding;
        var told = string.Join(", ", wrong.Take(NodesShown).Select(one => $"{one.Node.Name} ({Has(rule, one.Node)})"));
        return new()
        {
            Rule = rule,
            Severity = worst.Severity,
            At = place.At,
            Image = place.Image,
            Message = $"{place.Workload} is to have a GPU ({place.Gpu}) and {(rule == OfDrivers ? "needs another driver than" : "cannot use the GPU of")} {wrong.Length} of {all} "
                + $"{(all == 1 ? "node" : "nodes")} with GPUs that may take it: {told}{(wrong.Length > NodesShown ? $" and {wrong.Length - NodesShown} more" : "")}: "
                + $"{worst.Symptom.Replace(wrong.First(one => one.Finding == worst).Node.Name, "the node", StringComparison.Ordinal)}; {Remedy(worst)}",
        };
    }

    private static string Has(string rule, GpuHost node) => rule == OfDrivers
        ? $"driver {node.Driver?.ToString() ?? "unknown"}"
        : node.ComputeCapabilities.IsEmpty ? "a Tegra board" : $"compute capability {node.ComputeCapabilities[0]}";

    private static string Remedy(GpuFinding finding)
    {
        var step = finding.Remedies[0].Step.TrimEnd('.');
        return char.ToLowerInvariant(step[0]) + step[1..];
    }
}

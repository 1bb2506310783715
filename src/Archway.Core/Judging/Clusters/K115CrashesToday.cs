using Archway.Oci.Platforms;
using Archway.Reading;

namespace Archway.Judging.Clusters;

/// <summary>A live workload that the scheduler may put, or has put, on nodes of its cluster that do not run its images: it crashes there, today.</summary>
internal static class K115CrashesToday
{
    internal const string Id = "K115";
    private const int NodesShown = 3;

    /// <summary>The finding.</summary>
    /// <param name="place">The image that does not run, where it is named.</param>
    /// <param name="because">Why it does not run.</param>
    /// <param name="platform">What it does not run on.</param>
    /// <param name="nodes">The nodes of that platform which take the workload.</param>
    /// <param name="all">How many nodes take it.</param>
    /// <param name="isOfDaemon">Whether every node that takes it runs it.</param>
    internal static Finding Of(ImageOccurrence place, string because, Platform platform, IReadOnlyList<string> nodes, int all, bool isOfDaemon) => new()
    {
        Rule = Id,
        Severity = Severity.Blocker,
        At = place.At,
        Image = place.Image,
        Platform = platform,
        Message = $"{place.Workload} {(isOfDaemon ? "is put" : "may be put")} on {nodes.Count} of {all} {(all == 1 ? "node that takes it" : "nodes that take it")} where it crashes: "
            + $"{because}; {(nodes.Count == 1 ? "that is" : "those are")} {string.Join(", ", nodes.Take(NodesShown))}{(nodes.Count > NodesShown ? $" and {nodes.Count - NodesShown} more" : "")}; "
            + "keep it off them with a nodeSelector for kubernetes.io/arch, or replace the image",
    };
}

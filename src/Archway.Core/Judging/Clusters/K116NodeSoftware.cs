using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Reading;

namespace Archway.Judging.Clusters;

/// <summary>What nodes of a live cluster run beneath their containers, at a version that does not exist for the platform: nodes of that one need a newer.</summary>
internal static class K116NodeSoftware
{
    internal const string Id = "K116";
    private const int NodesShown = 3;

    /// <summary>The finding; null where the catalog knows of no such trouble.</summary>
    /// <param name="at">Where the nodes are told.</param>
    /// <param name="software">What they run.</param>
    /// <param name="platform">The platform that is moved to.</param>
    /// <param name="answer">What the catalog says of it there.</param>
    /// <param name="nodes">The nodes.</param>
    internal static Finding? Of(SourceSpan at, NodeSoftware software, Platform platform, CatalogAnswer answer, IReadOnlyList<string> nodes) =>
        answer.Verdict != CatalogVerdict.No ? null : new()
        {
            Rule = Id,
            // Distributions packaged what runs containers earlier than it was released.
            Severity = software.Delivery == Delivery.Os ? Severity.Warning : Severity.Note,
            At = at,
            Platform = platform,
            Message = $"{software.Name} {software.Version} of {(nodes.Count == 1 ? "a node" : $"{nodes.Count} nodes")} is not there for {platform}: {answer.Because}; "
                + $"take a newer one for nodes of {platform} ({string.Join(", ", nodes.Take(NodesShown))}{(nodes.Count > NodesShown ? $" and {nodes.Count - NodesShown} more" : "")})",
        };
}

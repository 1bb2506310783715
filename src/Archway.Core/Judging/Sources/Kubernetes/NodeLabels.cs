using Archway.Reading.Data;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>The labels that every node has, and those that they were before.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/labels-annotations-taints/"/></remarks>
internal static class NodeLabels
{
    internal const string Architecture = "kubernetes.io/arch";
    internal const string OldArchitecture = "beta.kubernetes.io/arch";
    internal const string System = "kubernetes.io/os";
    private const string OldSystem = "beta.kubernetes.io/os";

    /// <summary>Whether a label tells a node's architecture.</summary>
    internal static bool IsArchitecture(string? label) => label is Architecture or OldArchitecture;

    /// <summary>Whether a label tells which kind of machine of a cloud a node is.</summary>
    internal static bool IsInstanceType(string? label) => label is "node.kubernetes.io/instance-type" or "beta.kubernetes.io/instance-type";

    /// <summary>Whether a selector asks for nodes of another system than Linux, whose images are of other kinds altogether.</summary>
    internal static bool AsksForWindows(DataNode selector) => (selector[System] ?? selector[OldSystem])?.Text == "windows";

    /// <summary>What an older label is called now; null for any other.</summary>
    internal static string? NewNameOf(string label) => label switch
    {
        OldArchitecture => Architecture,
        OldSystem => System,
        "beta.kubernetes.io/instance-type" => "node.kubernetes.io/instance-type",
        "failure-domain.beta.kubernetes.io/zone" => "topology.kubernetes.io/zone",
        "failure-domain.beta.kubernetes.io/region" => "topology.kubernetes.io/region",
        _ => null,
    };
}

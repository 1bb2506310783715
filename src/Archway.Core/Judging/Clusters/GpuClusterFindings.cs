using System.Collections.Immutable;
using Archway.Reading;

namespace Archway.Judging.Clusters;

/// <summary>What a live cluster shows of its GPUs beside the images: G106 of a device plugin that no node takes, G107 of GPUs that are not handed out, G108 of a class that is not there.</summary>
internal static class GpuClusterFindings
{
    internal const string OfPlugin = "G106";
    internal const string OfCapacity = "G107";
    internal const string OfClass = "G108";
    private const int NodesShown = 3;

    /// <summary>Whether a place runs NVIDIA's device plugin.</summary>
    internal static bool IsPlugin(ImageOccurrence place) => place is { Kind: OccurrenceKind.KubernetesContainer, Workload: { } workload, Image: { } image }
        && workload.StartsWith("DaemonSet/", StringComparison.Ordinal) && image.Repository.EndsWith("/k8s-device-plugin", StringComparison.Ordinal)
        && image.Repository.Contains("nvidia", StringComparison.OrdinalIgnoreCase);

    /// <summary>The device plugin is there, and no node of the cluster takes it.</summary>
    /// <param name="place">The plugin's image.</param>
    /// <param name="nodes">How many nodes there are.</param>
    /// <param name="waiting">How many workloads ask for what it would hand out.</param>
    internal static Finding Unplaced(ImageOccurrence place, int nodes, int waiting) => new()
    {
        Rule = OfPlugin,
        Severity = waiting > 0 ? Severity.Blocker : Severity.Warning,
        At = place.At,
        Image = place.Image,
        Message = $"{place.Workload} hands out GPUs, and none of {nodes} {(nodes == 1 ? "node" : "nodes")} takes it"
            + $"{(waiting > 0 ? $", while {waiting} {(waiting == 1 ? "workload asks" : "workloads ask")} for GPUs" : "")}; where it waits for a label of Node Feature Discovery "
            + "(feature.node.kubernetes.io/pci-10de.present=true) install that, or set nvidia.com/gpu.present=true on the nodes with GPUs",
    };

    /// <summary>Pods name a class that the cluster does not have.</summary>
    /// <param name="place">An image of theirs.</param>
    /// <param name="name">The class.</param>
    internal static Finding WithoutClass(ImageOccurrence place, string name) => new()
    {
        Rule = OfClass,
        Severity = Severity.Blocker,
        At = place.At,
        Image = place.Image,
        Message = $"{place.Workload} names the RuntimeClass {name}, which the cluster does not have, so that its pods are refused; make it "
            + $"(apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata.name and handler: {name}), and the handler a runtime of each GPU node's engine",
    };

    /// <summary>Nodes that have more GPUs than they hand out.</summary>
    /// <param name="at">Where the nodes are told.</param>
    /// <param name="nodes">The nodes, with how many they have and hand out.</param>
    internal static Finding? Withheld(SourceSpan at, ImmutableArray<GpuCapacity> nodes) => nodes.IsEmpty ? null : new()
    {
        Rule = OfCapacity,
        Severity = Severity.Warning,
        At = at,
        Message = $"{(nodes.Length == 1 ? "a node hands" : $"{nodes.Length} nodes hand")} out fewer GPUs than "
            + $"{(nodes.Length == 1 ? "it has" : "they have")}, as when some are unhealthy: "
            + string.Join(", ", nodes.Take(NodesShown).Select(node => $"{node.Node} {node.Allocatable} of {node.Capacity}"))
            + $"{(nodes.Length > NodesShown ? $" and {nodes.Length - NodesShown} more" : "")}; the log of the device plugin there says which, and dmesg why (Xid)",
    };
}

/// <summary>How many GPUs a node has, and how many of them it hands out.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Capacity">How many it has.</param>
/// <param name="Allocatable">How many it hands out.</param>
internal sealed record GpuCapacity(string Node, long Capacity, long Allocatable);

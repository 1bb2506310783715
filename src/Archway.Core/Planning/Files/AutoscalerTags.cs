using System.Globalization;
using Archway.Placing.Scheduling;
using Archway.Planning.Machines;

namespace Archway.Planning.Files;

/// <summary>The tags of an Auto Scaling group that tell Cluster Autoscaler what its nodes will be. They are hints: they put nothing on a node.</summary>
/// <remarks><see href="https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md"/></remarks>
internal static class AutoscalerTags
{
    private const string Prefix = "k8s.io/cluster-autoscaler/";

    /// <summary>The tags by which the group is found.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> OfDiscovery(string cluster) => [new(Prefix + "enabled", "true"), new(Prefix + cluster, "owned")];

    /// <summary>The tags that say what nodes from it have, so that it is taken for the right pods while it has none.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> OfNodes(NodeGroup group)
    {
        yield return new($"{Prefix}node-template/label/{ArchitectureLabel.Name}", group.Architecture);
        foreach (var (name, value) in group.Labels) yield return new($"{Prefix}node-template/label/{name}", value);
        // A node that is not there yet shows no device plugin; without this it is taken for one without GPUs.
        if (group.Allocatable.Find(MachineType.GpuResource) is { } gpus) yield return new($"{Prefix}node-template/resources/{MachineType.GpuResource}", gpus.ToString(CultureInfo.InvariantCulture));
        // Without its effect a taint is passed over without a word.
        foreach (var taint in group.Taints) yield return new($"{Prefix}node-template/taint/{taint.Key}", $"{(taint.Value.Length == 0 ? "true" : taint.Value)}:{taint.Effect}");
    }
}

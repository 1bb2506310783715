using System.Collections.Immutable;
using System.Globalization;
using Archway.Gpu.Images;
using Archway.Gpu.Nodes;
using Archway.Judging;
using Archway.Judging.Clusters;
using Archway.Placing.Images;
using Archway.Placing.Scheduling;
using Archway.Placing.Simulating;
using Archway.Reading;
using Archway.Reading.Clusters;

namespace Archway.Scanning;

/// <summary>What nodes with GPUs have to do with what is to run on them: of a live cluster by where the scheduler puts pods, of manifests by all nodes that they show.</summary>
internal static class GpuFindings
{
    private const string Resource = "nvidia.com/gpu";

    /// <summary>The findings of a live cluster.</summary>
    internal static IEnumerable<Finding> Of(ClusterInventory cluster, IReadOnlyDictionary<string, ImageJudgement> judged, CancellationToken cancellationToken)
    {
        if (GpuClusterFindings.Withheld(new($"k8s:{cluster.Name}/nodes", 1, 1, 0), cluster.Withheld) is { } withheld) yield return withheld;
        foreach (var workload in cluster.Workloads)
            if (workload is { RuntimeClass: { } name, Places: [var place, ..] } && cluster.RuntimeClasses?.Contains(name) == false) yield return GpuClusterFindings.WithoutClass(place, name);
        LiveWorkload[] asking = [.. cluster.Workloads.Where(workload => workload.Places.Any(place => place.Gpu is not null))];
        LiveWorkload[] plugins = [.. cluster.Workloads.Where(workload => workload.Places.Any(GpuClusterFindings.IsPlugin))];
        if (cluster.Nodes.IsEmpty || (asking.Length == 0 && plugins.Length == 0)) yield break;

        var kinds = NodeKinds.Among(cluster.Nodes, [.. asking.Concat(plugins).Select(workload => workload.Pods.Class).Distinct()]);
        foreach (var plugin in plugins)
            if (Taking(plugin, kinds) is [])
                yield return GpuClusterFindings.Unplaced(plugin.Places.First(GpuClusterFindings.IsPlugin), cluster.Nodes.Length, asking.Length);

        GpuHost?[] hosts = [.. cluster.Nodes.Select(HostOf)];
        foreach (var workload in asking)
        {
            cancellationToken.ThrowIfCancellationRequested();
            GpuHost[] taking = [.. Taking(workload, kinds).Select(node => hosts[node]).OfType<GpuHost>()];
            foreach (var place in workload.Places.Where(place => place is { Gpu: not null, Image: not null }))
                if (judged.GetValueOrDefault(place.Image!.ToString()) is { } image)
                    foreach (var finding in GpuNodeFindings.At(place, image, taking, needsAll: false)) yield return finding;
        }
    }

    /// <summary>The findings of manifests beside which nodes are written: only what no node of the image's architectures can do.</summary>
    internal static IEnumerable<Finding> Of(TreeInventory tree, IReadOnlyDictionary<string, ImageJudgement> judged)
    {
        GpuHost[] hosts = [.. tree.Nodes.Select(HostOf).OfType<GpuHost>()];
        if (hosts.Length == 0) yield break;
        foreach (var place in tree.Places.Where(place => place is { Gpu: not null, Kind: OccurrenceKind.KubernetesContainer, Image: not null }))
        {
            if (judged.GetValueOrDefault(place.Image!.ToString()) is not { } image) continue;
            GpuHost[] fitting = [.. hosts.Where(host => image.Facts.Platforms.Any(entry => entry.IsDeclared && entry.Platform.Architecture == host.Architecture))];
            foreach (var finding in GpuNodeFindings.At(place, image, fitting, needsAll: true)) yield return finding;
        }
    }

    /// <summary>How many GPUs a live node has and hands out, where that is not the same; null elsewhere.</summary>
    internal static GpuCapacity? WithheldBy(LiveObject node, string name) =>
        Count(node, "capacity") is { } capacity && Count(node, "allocatable") is { } allocatable && allocatable < capacity ? new(name, capacity, allocatable) : null;

    private static long? Count(LiveObject node, string of) =>
        long.TryParse(node.Root["status"]?[of]?[Resource]?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static GpuHost? HostOf(Node node) => GpuNode.Find(node.Name, node.Platform?.Architecture, node.Labels);

    private static int[] Taking(LiveWorkload workload, NodeKinds kinds)
    {
        ClassFit fit = new(workload.Pods.Class, kinds, ImmutableDictionary<string, ImagePlatforms>.Empty);
        return fit.IsRejected ? [.. Enumerable.Range(0, kinds.Nodes.Length)] : [.. Enumerable.Range(0, kinds.Nodes.Length).Where(fit.Accepts)];
    }
}

using System.Collections.Immutable;
using Archway.Judging;
using Archway.Judging.Clusters;
using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Placing;
using Archway.Placing.Images;
using Archway.Placing.Simulating;

namespace Archway.Scanning;

/// <summary>What the nodes of a live cluster have to do with what runs on them.</summary>
internal static class ClusterFindings
{
    internal static IEnumerable<Finding> Of(
        ClusterInventory cluster, IReadOnlyDictionary<string, ImageJudgement> judged, Catalog catalog, ImmutableArray<Platform> platforms, CancellationToken cancellationToken) =>
        [.. OfNodes(cluster, catalog, platforms), .. OfWorkloads(cluster, judged, cancellationToken), .. GpuFindings.Of(cluster, judged, cancellationToken)];

    private static IEnumerable<Finding> OfNodes(ClusterInventory cluster, Catalog catalog, ImmutableArray<Platform> platforms) =>
        from platform in platforms
        from alike in Software(cluster, platform).GroupBy(one => one.Software)
        let answer = catalog.AskVersion(alike.Key.Id, alike.Key.Version, platform, alike.Key.Delivery)
        let finding = K116NodeSoftware.Of(new($"k8s:{cluster.Name}/nodes", 1, 1, 0), alike.Key, platform, answer, [.. alike.Select(one => one.Node)])
        where finding is not null
        select finding;

    // A node of the platform runs what it runs.
    private static IEnumerable<(string Node, NodeSoftware Software)> Software(ClusterInventory cluster, Platform platform) => cluster.Machines
        .Where(one => one.Platform is { } own && !own.CanRun(platform))
        .SelectMany(one => NodeSoftware.In(one.Os, one.Runtime).Select(software => (one.Name, software)));

    private static IEnumerable<Finding> OfWorkloads(ClusterInventory cluster, IReadOnlyDictionary<string, ImageJudgement> judged, CancellationToken cancellationToken)
    {
        var known = judged.ToDictionary(one => one.Key, one => new ImagePlatforms(one.Value), StringComparer.Ordinal);
        var kinds = NodeKinds.Among(cluster.Nodes, cluster.Workloads.Select(workload => workload.Pods.Class).Distinct());
        Dictionary<PodClass, ImmutableArray<Crash>> crashes = [];
        foreach (var workload in cluster.Workloads)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var own = workload.Pods.Class;
            if (!crashes.TryGetValue(own, out var found)) crashes[own] = found = [.. Crashes(own, kinds, known)];
            foreach (var crash in found)
                if (workload.Places.FirstOrDefault(place => place.Image?.ToString() == crash.Image) is { } place)
                    yield return K115CrashesToday.Of(place, crash.Because, crash.Platform, crash.Nodes, crash.All, workload.Pods.IsOfDaemon);
        }
    }

    // On which nodes the scheduler puts them, and which of these do not run one of their images.
    private static IEnumerable<Crash> Crashes(PodClass pods, NodeKinds kinds, Dictionary<string, ImagePlatforms> known)
    {
        ClassFit fit = new(pods, kinds, known);
        if (fit.IsRejected) return [];
        int[] taken = [.. Enumerable.Range(0, kinds.Nodes.Length).Where(fit.Accepts)];
        return from image in pods.Images
               where !image.IsVolume && image.Image is not null && known.ContainsKey(image.Name)
               from alike in taken.Where(node => kinds.Nodes[node].Platform is not null).GroupBy(node => kinds.Nodes[node].Platform!.Canonical)
               let platform = kinds.Nodes[alike.First()].Platform!
               let verdict = known[image.Name].On(platform) as Verdict.CannotRun
               where verdict is not null
               select new Crash(image.Name, verdict.Because, platform, [.. alike.Select(node => kinds.Nodes[node].Name)], taken.Length);
    }

    private sealed record Crash(string Image, string Because, Platform Platform, IReadOnlyList<string> Nodes, int All);
}

using System.Collections.Immutable;
using Archway.Clusters;
using Archway.Judging.Clusters;
using Archway.Judging.Sources;
using Archway.Oci.Content;
using Archway.Oci.References;
using Archway.Placing.Manifests;
using Archway.Placing.Scheduling;
using Archway.Placing.Simulating;
using Archway.Reading;
using Archway.Reading.Clusters;
using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Scanning;

/// <summary>What reading a live cluster brought, beside the images that it runs.</summary>
/// <param name="request">What is read, and how.</param>
/// <param name="context">What rules know beside a document.</param>
internal sealed class ClusterInventory(ScanRequest request, RuleContext context)
{
    private readonly List<Node> _nodes = [];
    private readonly List<NodeMachine> _machines = [];
    private readonly List<LiveWorkload> _workloads = [];
    private readonly List<GpuCapacity> _withheld = [];
    private readonly Workloads _pods = new();

    /// <summary>What it is called.</summary>
    internal string Name { get; private set; } = "";

    /// <summary>The images that it runs, and what rules say of its objects.</summary>
    internal TreeInventory Tree { get; } = new(new(own: null, "", request.Reading, request.Rules, isHeeded: false), counted: null, "", context, tree: null);

    internal ImmutableArray<Node> Nodes => [.. _nodes];

    /// <summary>Where its workloads are kept beyond the scan; null where they are not.</summary>
    internal PodInventory? Kept { get; init; }

    /// <summary>What the nodes are, as they tell it.</summary>
    internal IReadOnlyList<NodeMachine> Machines => _machines;

    /// <summary>The RuntimeClasses that it has; null where none is named, or they could not be read.</summary>
    internal ImmutableHashSet<string>? RuntimeClasses { get; private set; }

    /// <summary>The nodes that hand out fewer GPUs than they have.</summary>
    internal ImmutableArray<GpuCapacity> Withheld => [.. _withheld];

    /// <summary>What runs, with what decides where.</summary>
    internal IReadOnlyList<LiveWorkload> Workloads => _workloads;

    /// <summary>The logins that its own images are pulled with.</summary>
    internal IReadOnlyList<PullLogin> Logins { get; private set; } = [];

    internal ClusterLook Look { get; private set; } = new("", 0, 0, 0);

    /// <summary>Reads the cluster of a context.</summary>
    /// <exception cref="ScanException">Nothing was read.</exception>
    internal async Task ReadAsync(ScanTarget.LiveCluster target, CancellationToken cancellationToken)
    {
        try
        {
            using var cluster = Cluster.Open(target.Context, request.Clusters!);
            Name = cluster.Name;
            ClusterReader reader = new(cluster, request.Namespaces, Add);
            await reader.ReadAsync(cancellationToken);
            if (_workloads.Any(workload => workload.RuntimeClass is not null)) RuntimeClasses = await NamesAsync(cluster, ResourceKind.RuntimeClass, cancellationToken);
            if (request.ReadsPullSecrets) Logins = await PullSecrets.ReadAsync(cluster, reader.WithSecrets, Add, cancellationToken);
            Look = new(cluster.Name, _nodes.Count, reader.Workloads, reader.Pods) { Sorts = [.. Sorts()] };
        }
        catch (ClusterException e)
        {
            throw new ScanException($"nothing was read from '{WrittenLogin.Hide(target.Written)}': {e.Message}");
        }
    }

    // What may not be read is said, and stays unknown.
    private async Task<ImmutableHashSet<string>?> NamesAsync(Cluster cluster, ResourceKind kind, CancellationToken cancellationToken)
    {
        var names = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        try
        {
            await foreach (var item in cluster.ListAsync(kind, null, cancellationToken))
                if (item.Object("metadata")?.Text("name") is { } name) names.Add(name);
            return names.ToImmutable();
        }
        catch (ClusterException e)
        {
            Add(new ClusterItem.Unread($"k8s:{cluster.Name}/{kind.Plural}", e.Message));
            return null;
        }
    }

    private IEnumerable<NodeSort> Sorts() => _machines
        .GroupBy(one => (Platform: one.Platform?.ToString(), one.Os, one.Kernel, one.Runtime))
        .Select(alike => new NodeSort(alike.Count(), alike.First().Platform, alike.Key.Os, alike.Key.Kernel, alike.Key.Runtime, alike.First().PageSize))
        .OrderByDescending(sort => sort.Count).ThenBy(sort => sort.Platform?.ToString(), StringComparer.Ordinal).ThenBy(sort => sort.Os, StringComparer.Ordinal);

    private void Add(ClusterItem item)
    {
        switch (item)
        {
            case ClusterItem.Node node:
                if (NodeReader.Of(node.Object.Root) is not { } machine) break;
                _nodes.Add(machine);
                _machines.Add(NodeMachine.Of(machine, node.Object));
                if (GpuFindings.WithheldBy(node.Object, machine.Name) is { } withheld) _withheld.Add(withheld);
                break;
            case ClusterItem.Workload workload:
                Tree.AddLive(workload.Document, judges: workload.IsWritten);
                if (!workload.HasEnded) AddPods(workload.Document);
                break;
            case ClusterItem.Unread unread:
                Tree.Add(new SourceItem.Unparsed(unread.Path, 1, unread.Problem));
                break;
        }
    }

    private void AddPods(DataDocument document)
    {
        foreach (var template in PodTemplate.In(document.Source, document.Root))
        {
            var pods = _pods.GroupOf(template);
            _workloads.Add(new(pods, document.Occurrences, GpuAsk.ClassOf(template.Spec)));
            Kept?.Add(template, pods, new(document.Source.Path, 1, 1, 0), source: null);
        }
    }
}

/// <summary>Pods of a live cluster, and the places of their images.</summary>
/// <param name="Pods">The pods.</param>
/// <param name="Places">The places.</param>
/// <param name="RuntimeClass">The class by which they are given NVIDIA's runtime; null where they name none, or another.</param>
internal sealed record LiveWorkload(PodGroup Pods, ImmutableArray<ImageOccurrence> Places, string? RuntimeClass);

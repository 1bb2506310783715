using System.Collections.Immutable;
using Archway.Placing.Simulating;
using Archway.Reading;
using Archway.Reading.Kubernetes;

namespace Archway.Planning;

/// <summary>A workload, and whether it can move.</summary>
public sealed record PlannedWorkload
{
    /// <summary>The workload as a person names it: <c>Deployment/shop/cart</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required SourceSpan At { get; init; }

    /// <summary>Who owns its file; empty where nobody is named.</summary>
    public ImmutableArray<string> Owners { get; init; } = [];

    /// <summary>Whether it can move now.</summary>
    public required Readiness Readiness { get; init; }

    /// <summary>Why it cannot; null where it can.</summary>
    public string? Because { get; init; }

    /// <summary>What to do about that; null where there is nothing to.</summary>
    public string? ToDo { get; init; }

    /// <summary>Whether all its images are known to run on amd64 as well.</summary>
    public bool RunsOnAmd64 { get; init; }

    /// <summary>Whether it keeps something on disks that are bound to it.</summary>
    public bool KeepsState { get; init; }

    /// <summary>Its pods; null where it is of something else than Kubernetes.</summary>
    public PodGroup? Pods { get; init; }

    /// <summary>Whether its pods ask for GPUs of NVIDIA.</summary>
    public bool AsksForGpu => Pods?.Class.Pod.Requests.All.Any(one => GpuAsk.IsGpu(one.Key)) == true;

    /// <summary>Whether it has a pod on every node.</summary>
    public bool IsOfDaemon => Pods?.IsOfDaemon == true;

    /// <summary>Whether it belongs to the cluster itself, as what lives in its own namespaces does.</summary>
    public bool IsAddOn => Pods is { Namespace: var space } && ClusterNamespaces.Has(space);

    /// <summary>Whether it is of a live cluster.</summary>
    public bool IsLive => At.File.StartsWith("k8s:", StringComparison.Ordinal) || At.File.StartsWith("ecs:", StringComparison.Ordinal);
}

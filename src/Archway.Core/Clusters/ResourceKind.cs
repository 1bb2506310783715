using System.Collections.Immutable;

namespace Archway.Clusters;

/// <summary>A kind of what a cluster holds, and where its API server has it.</summary>
/// <param name="Kind">What one is called: <c>Deployment</c>.</param>
/// <param name="ApiVersion">Its group and version: <c>apps/v1</c>.</param>
/// <param name="Plural">What they are called in paths: <c>deployments</c>.</param>
/// <param name="IsNamespaced">Whether each is in a namespace.</param>
public sealed record ResourceKind(string Kind, string ApiVersion, string Plural, bool IsNamespaced = true)
{
    /// <summary>The machines.</summary>
    public static ResourceKind Node { get; } = new("Node", "v1", "nodes", IsNamespaced: false);

    /// <summary>The pods.</summary>
    public static ResourceKind Pod { get; } = new("Pod", "v1", "pods");

    /// <summary>Logins and other secrets.</summary>
    public static ResourceKind Secret { get; } = new("Secret", "v1", "secrets");

    /// <summary>The ways of running pods that a cluster has, by name.</summary>
    public static ResourceKind RuntimeClass { get; } = new("RuntimeClass", "node.k8s.io/v1", "runtimeclasses", IsNamespaced: false);

    /// <summary>What makes pods, whatever makes others before them.</summary>
    public static ImmutableArray<ResourceKind> Workloads { get; } =
    [
        new("Deployment", "apps/v1", "deployments"), new("StatefulSet", "apps/v1", "statefulsets"), new("DaemonSet", "apps/v1", "daemonsets"),
        new("ReplicaSet", "apps/v1", "replicasets"), new("ReplicationController", "v1", "replicationcontrollers"),
        new("CronJob", "batch/v1", "cronjobs"), new("Job", "batch/v1", "jobs"),
    ];

    /// <summary>The path of all of them, or of those in one namespace.</summary>
    internal string PathIn(string? space) =>
        $"{(ApiVersion.Contains('/', StringComparison.Ordinal) ? "/apis/" : "/api/")}{ApiVersion}"
        + $"{(IsNamespaced && space is not null ? $"/namespaces/{Uri.EscapeDataString(space)}" : "")}/{Plural}";
}

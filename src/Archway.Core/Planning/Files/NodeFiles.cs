using System.Collections.Immutable;

namespace Archway.Planning.Files;

/// <summary>What the nodes of a plan are written from.</summary>
/// <param name="Groups">The groups, those of Arm machines first.</param>
/// <param name="Options">What the plan is for.</param>
internal sealed record NodePlan(ImmutableArray<NodeGroup> Groups, PlanOptions Options)
{
    internal string Cluster => Options.Cluster;

    /// <summary>The region, or a word to be replaced.</summary>
    internal string Region => Options.Region ?? "REGION";
}

/// <summary>The files that make the machines of a plan, in the form of what makes them.</summary>
internal static class NodeFiles
{
    internal static ImmutableArray<PlanFile> Of(NodePlan plan) =>
    [
        .. plan.Options.Target switch
        {
            NodeTarget.Eksctl => EksctlFiles.Of(plan),
            NodeTarget.Eks => EksFiles.Of(plan),
            NodeTarget.Karpenter => KarpenterFiles.Of(plan),
            NodeTarget.ClusterAutoscaler => AutoscalingFiles.Of(plan),
            NodeTarget.Gke => GkeFiles.Of(plan),
            NodeTarget.Aks => AksFiles.Of(plan),
            NodeTarget.Kubeadm => KubeadmFiles.Of(plan),
            _ => EcsFiles.Of(plan),
        },
        .. plan.Options.Target == NodeTarget.Ecs ? [] : new[] { SimulatedNodes.Of(plan) },
    ];
}

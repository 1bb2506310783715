using System.Text.Json.Serialization;

namespace Archway.Planning;

/// <summary>What makes a cluster's machines, and so in what form they are written down.</summary>
public enum NodeTarget
{
    /// <summary>eksctl's managed node groups.</summary>
    [JsonStringEnumMemberName("eksctl")] Eksctl,
    /// <summary>Managed node groups of Amazon EKS, by CloudFormation.</summary>
    [JsonStringEnumMemberName("eks")] Eks,
    /// <summary>Pools of Karpenter.</summary>
    [JsonStringEnumMemberName("karpenter")] Karpenter,
    /// <summary>Auto Scaling groups of one's own, which Cluster Autoscaler makes larger and smaller.</summary>
    [JsonStringEnumMemberName("cluster-autoscaler")] ClusterAutoscaler,
    /// <summary>Node pools of Google Kubernetes Engine.</summary>
    [JsonStringEnumMemberName("gke")] Gke,
    /// <summary>Node pools of Azure Kubernetes Service.</summary>
    [JsonStringEnumMemberName("aks")] Aks,
    /// <summary>Machines that join by kubeadm.</summary>
    [JsonStringEnumMemberName("kubeadm")] Kubeadm,
    /// <summary>Capacity of Amazon ECS.</summary>
    [JsonStringEnumMemberName("ecs")] Ecs,
}

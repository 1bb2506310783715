using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>Resources that tell a tool which nodes to make, and with which machine images.</summary>
internal static class NodeResource
{
    /// <summary>Whether a document is one: of eksctl, kops or the Cluster API.</summary>
    internal static bool Is(DataNode root) => Resource.Is(root)
        && (Resource.GroupOf(root) is "eksctl.io" or "kops.k8s.io" or "kops" || Resource.GroupOf(root).EndsWith("cluster.x-k8s.io", StringComparison.Ordinal));
}

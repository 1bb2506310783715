using System.Collections.Frozen;

namespace Archway.Planning;

/// <summary>Namespaces in which a cluster's own software lives, as its makers' instructions name them.</summary>
internal static class ClusterNamespaces
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(StringComparer.Ordinal,
        "kube-system", "kube-public", "kube-node-lease", "amazon-cloudwatch", "amazon-guardduty", "azure-arc", "calico-apiserver", "calico-system", "cert-manager",
        "external-dns", "external-secrets", "gatekeeper-system", "gke-managed-system", "gmp-system", "gpu-operator", "ingress-nginx", "istio-system", "karpenter",
        "keda", "kyverno", "linkerd", "longhorn-system", "metallb-system", "nvidia-gpu-operator", "rook-ceph", "tigera-operator", "velero");

    internal static bool Has(string name) => Names.Contains(name);
}

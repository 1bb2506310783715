using static Archway.Planning.Files.NodeText;

namespace Archway.Planning.Files;

/// <summary>What machines join a cluster with by kubeadm: the kubelet gives its node labels and taints as it registers.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/"/></remarks>
internal static class KubeadmFiles
{
    internal static IEnumerable<PlanFile> Of(NodePlan plan) => plan.Groups.Select(group => new PlanFile($"join-{group.Name}.yaml", $"""
        # On each machine: kubeadm join --config join-{group.Name}.yaml, with what kubeadm token create --print-join-command tells filled in.
        apiVersion: kubeadm.k8s.io/v1beta4
        kind: JoinConfiguration
        discovery:
          bootstrapToken:
            apiServerEndpoint: API_SERVER:6443
            token: TOKEN
            caCertHashes: ["sha256:HASH"]
        nodeRegistration:
          # In place of the kubelet's --register-with-taints; an empty list is none, and no list is the control plane's.
          taints: [{string.Join(", ", group.Taints.Select(taint => Braced(taint)))}]
          kubeletExtraArgs: [{(group.Labels.Count == 0 ? "" : $"{{name: node-labels, value: {Quote(string.Join(',', group.Labels.Select(label => $"{label.Key}={label.Value}")))}}}")}]

        """.ReplaceLineEndings("\n"), $"what {group.Name} machines join with"));
}

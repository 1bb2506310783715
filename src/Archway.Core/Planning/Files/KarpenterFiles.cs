using static Archway.Planning.Files.NodeText;

namespace Archway.Planning.Files;

/// <summary>Pools for Karpenter, of which the heavier is looked at first.</summary>
/// <remarks><see href="https://karpenter.sh/docs/concepts/nodepools/"/></remarks>
internal static class KarpenterFiles
{
    internal static IEnumerable<PlanFile> Of(NodePlan plan)
    {
        yield return new("nodepools.karpenter.yaml", $"""
            # Apply it with kubectl apply -f nodepools.karpenter.yaml; back again: kubectl delete nodepool arm64
            # Karpenter looks at no image: what keeps a pod off nodes that cannot run it are its own constraints, and the pools' taints.
            apiVersion: karpenter.k8s.aws/v1
            kind: EC2NodeClass
            metadata:
              name: archway
            spec:
              amiSelectorTerms: [{"{"}alias: al2023@latest{"}"}]
              role: {Quote($"KarpenterNodeRole-{plan.Cluster}")}
              subnetSelectorTerms: [{"{"}tags: {Map([new("karpenter.sh/discovery", plan.Cluster)])}{"}"}]
              securityGroupSelectorTerms: [{"{"}tags: {Map([new("karpenter.sh/discovery", plan.Cluster)])}{"}"}]
            {string.Concat(plan.Groups.Select(Pool))}
            """.ReplaceLineEndings("\n").TrimEnd('\n') + "\n", "the pools, for kubectl apply");
    }

    private static string Pool(NodeGroup group) => $"""
        ---
        apiVersion: karpenter.sh/v1
        kind: NodePool
        metadata:
          name: {Quote(group.Name)}
        spec:
          # The heavier pool is taken while both would do.
          weight: {Number(group.Weight)}
          limits: {Map([new("cpu", LimitOf(group))])}
          template:
            metadata:
              labels: {Map(group.Labels)}
            spec:
              nodeClassRef: {"{"}group: karpenter.k8s.aws, kind: EC2NodeClass, name: archway{"}"}
              requirements:
                - {"{"}key: kubernetes.io/arch, operator: In, values: {List([group.Architecture])}{"}"}
                - {"{"}key: kubernetes.io/os, operator: In, values: [linux]{"}"}
                - {"{"}key: karpenter.sh/capacity-type, operator: In, values: {List(group.IsSpot ? ["spot", "on-demand"] : ["on-demand"])}{"}"}
                - {"{"}key: node.kubernetes.io/instance-type, operator: In, values: {List(group.MachineTypes)}{"}"}
              taints: [{string.Join(", ", group.Taints.Select(taint => Braced(taint)))}]

        """.ReplaceLineEndings("\n");

    // What the largest number of nodes has, in whole processors.
    private static string LimitOf(NodeGroup group) => Number((int)Math.Min(int.MaxValue, Math.Max(1, group.Max) * Math.Max(1, ((group.Allocatable.Find("cpu") ?? 0) + 999) / 1000)));
}

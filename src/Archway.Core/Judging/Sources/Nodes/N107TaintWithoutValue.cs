namespace Archway.Judging.Sources.Nodes;

/// <summary>A taint of a node group of EKS without a value, which Cluster Autoscaler leaves out.</summary>
internal sealed class N107TaintWithoutValue() : NodeRule("N107", Severity.Warning)
{
    protected override IEnumerable<SourceFinding> Check(NodeGroup group)
    {
        if (group.Kind != NodeGroupKind.EksNodegroup || group.MayBeEmpty == false) yield break;
        foreach (var taint in group.Taints)
            if (taint is { HasNoValue: true, Effect: "NoSchedule" or "NoExecute" } && !AutoscalerTag.IsOfStart(taint.Key))
                yield return Found(group, taint.At,
                    $"Cluster Autoscaler leaves a taint of EKS out that has no value: while the group is at zero it takes the nodes for untainted; give {taint.Key} a value, and its tolerations the same");
    }
}

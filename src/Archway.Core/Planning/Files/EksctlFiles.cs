using static Archway.Planning.Files.NodeText;

namespace Archway.Planning.Files;

/// <summary>Node groups for eksctl.</summary>
/// <remarks>
/// eksctl's own tags for Cluster Autoscaler give a taint without its effect, which Cluster Autoscaler passes over; tags that are written out, and propagated
/// to the Auto Scaling group, stand in their place.
/// <see href="https://eksctl.io/usage/schema/"/>
/// </remarks>
internal static class EksctlFiles
{
    internal static IEnumerable<PlanFile> Of(NodePlan plan)
    {
        yield return new("nodegroups.eksctl.yaml", $"""
            # Makes the node groups: eksctl create nodegroup --config-file nodegroups.eksctl.yaml
            # Back again:            eksctl delete nodegroup --config-file nodegroups.eksctl.yaml --approve
            apiVersion: eksctl.io/v1alpha5
            kind: ClusterConfig
            metadata:
              name: {Quote(plan.Cluster)}
              region: {Quote(plan.Region)}
            managedNodeGroups:
              {Lines(2, plan.Groups.Select(group => Group(plan, group)))}

            """.ReplaceLineEndings("\n"), "the node groups, for eksctl create nodegroup --config-file");
    }

    private static string Group(NodePlan plan, NodeGroup group) => $"""
        - name: {Quote(group.Name)}
            amiFamily: AmazonLinux2023
            instanceTypes: {List(group.MachineTypes)}
            spot: {(group.IsSpot ? "true" : "false")}
            minSize: {Number(group.Min)}
            desiredCapacity: {Number(group.Desired)}
            maxSize: {Number(group.Max)}
            labels: {Map(group.Labels)}
            taints: [{string.Join(", ", group.Taints.Select(taint => Braced(taint)))}]
            # Else the tags below would be the node group's alone, and Cluster Autoscaler reads those of the Auto Scaling group.
            propagateASGTags: true
            tags:
              {Lines(6, AutoscalerTags.OfDiscovery(plan.Cluster).Concat(AutoscalerTags.OfNodes(group)).Select(tag => $"{Quote(tag.Key)}: {Quote(tag.Value)}"))}
        """.ReplaceLineEndings("\n");
}

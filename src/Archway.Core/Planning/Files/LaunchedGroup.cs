namespace Archway.Planning.Files;

/// <summary>What the templates of CloudFormation say alike of a group of machines.</summary>
internal static class LaunchedGroup
{
    /// <summary>What it is called where letters and digits alone may stand: <c>Arm64Spot</c>.</summary>
    internal static string NameOf(NodeGroup group) => string.Concat(group.Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Which machines it takes; a member of the group's properties.</summary>
    internal static string Machines(NodeGroup group) => $$"""
        MixedInstancesPolicy:
                InstancesDistribution: {OnDemandPercentageAboveBaseCapacity: {{(group.IsSpot ? "0, SpotAllocationStrategy: price-capacity-optimized" : "100")}}}
                LaunchTemplate:
                  LaunchTemplateSpecification: {LaunchTemplateId: !Ref {{NameOf(group)}}Template, Version: !GetAtt {{NameOf(group)}}Template.LatestVersionNumber}
                  # All of one architecture, since an autoscaler takes the first for what all are.
                  Overrides: [{{string.Join(", ", group.MachineTypes.Select(type => $"{{InstanceType: {type}}}"))}}]
        """.ReplaceLineEndings("\n");
}

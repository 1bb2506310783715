using static Archway.Planning.Files.NodeText;

namespace Archway.Planning.Files;

/// <summary>Managed node groups of Amazon EKS, as a template of CloudFormation.</summary>
/// <remarks>
/// Cluster Autoscaler reads labels and taints of a managed group from EKS itself, so that no tags are needed; it drops a taint without a value.
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-eks-nodegroup.html"/>
/// </remarks>
internal static class EksFiles
{
    internal static IEnumerable<PlanFile> Of(NodePlan plan)
    {
        yield return new("nodegroups.cfn.yaml", $"""
            # Deploy it with
            #   aws cloudformation deploy --template-file nodegroups.cfn.yaml --stack-name {plan.Cluster}-nodes --region {plan.Region} \
            #     --parameter-overrides NodeRole=arn:aws:iam::… Subnets=subnet-…,subnet-…
            AWSTemplateFormatVersion: '2010-09-09'
            Description: Node groups of both architectures.

            Parameters:
              ClusterName:
                Type: String
                Default: {Quote(plan.Cluster)}
              NodeRole:
                Type: String
                Description: The role of the nodes, by its ARN; that of the groups that there are does.
                AllowedPattern: 'arn:aws[a-z-]*:iam::[0-9]+:role/.+'
              Subnets:
                Type: List<AWS::EC2::Subnet::Id>

            Resources:
              {Lines(2, plan.Groups.Select(Group))}

            """.ReplaceLineEndings("\n"), "the node groups, for aws cloudformation deploy");
    }

    private static string Group(NodeGroup group) => $"""
        {LaunchedGroup.NameOf(group)}:
            Type: AWS::EKS::Nodegroup
            Properties:
              ClusterName: !Ref ClusterName
              NodegroupName: {Quote(group.Name)}
              NodeRole: !Ref NodeRole
              Subnets: !Ref Subnets
              # Said outright: what is left to be found out is found out by the first type alone.
              AmiType: {(group.HasGpus ? "AL2023_ARM_64_NVIDIA" : group.IsArm ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD")}
              CapacityType: {(group.IsSpot ? "SPOT" : "ON_DEMAND")}
              InstanceTypes: {List(group.MachineTypes)}
              Labels: {Map(group.Labels)}
              Taints: [{string.Join(", ", group.Taints.Select(taint => Braced(taint, isOfEks: true)))}]
              ScalingConfig: {$"{{MinSize: {Number(group.Min)}, DesiredSize: {Number(group.Desired)}, MaxSize: {Number(Math.Max(1, group.Max))}}}"}
        """.ReplaceLineEndings("\n");
}

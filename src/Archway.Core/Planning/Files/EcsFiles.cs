using static Archway.Planning.Files.NodeText;

namespace Archway.Planning.Files;

/// <summary>Capacity of Amazon ECS: machines of either architecture behind a capacity provider each.</summary>
/// <remarks>
/// <see href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html"/>
/// <see href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-arm64.html"/>
/// </remarks>
internal static class EcsFiles
{
    internal static IEnumerable<PlanFile> Of(NodePlan plan)
    {
        yield return new("capacity.cfn.yaml", $"""
            # Deploy it with
            #   aws cloudformation deploy --template-file capacity.cfn.yaml --stack-name {plan.Cluster}-capacity --region {plan.Region} \
            #     --parameter-overrides InstanceProfile=arn:aws:iam::… SecurityGroups=sg-… Subnets=subnet-…,subnet-…
            # and attach its providers, by the names that it tells, to the cluster beside those that it has; what is not named is taken off it:
            #   aws ecs put-cluster-capacity-providers --cluster {plan.Cluster} --region {plan.Region} --default-capacity-provider-strategy … --capacity-providers FARGATE …
            # A task that runs on one architecture alone asks for it: runtimePlatform in its definition, and on machines of one's own also
            #   placementConstraints: [{"{"}type: memberOf, expression: "attribute:ecs.cpu-architecture == x86_64"{"}"}]
            # On Fargate a task definition without runtimePlatform is X86_64.
            AWSTemplateFormatVersion: '2010-09-09'
            Description: Capacity of both architectures for Amazon ECS.

            Parameters:
              ClusterName:
                Type: String
                Default: {Quote(plan.Cluster)}
              InstanceProfile:
                Type: String
                Description: The instance profile of the machines, by its ARN.
              SecurityGroups:
                Type: List<AWS::EC2::SecurityGroup::Id>
              Subnets:
                Type: List<AWS::EC2::Subnet::Id>
              ArmImage:
                Type: AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>
                Default: /aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id
              AmdImage:
                Type: AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>
                Default: /aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id

            Resources:
              {Lines(2, plan.Groups.Select(Group))}

            Outputs:
              {Lines(2, plan.Groups.Select(LaunchedGroup.NameOf).Select(name => $"{name}Provider: {"{"}Value: !Ref {name}Provider{"}"}"))}

            """.ReplaceLineEndings("\n"), "the capacity providers, for aws cloudformation deploy");
    }

    private static string Group(NodeGroup group)
    {
        var name = LaunchedGroup.NameOf(group);
        return $$"""
            {{name}}Template:
                Type: AWS::EC2::LaunchTemplate
                Properties:
                  LaunchTemplateData:
                    ImageId: !Ref {{(group.IsArm ? "ArmImage" : "AmdImage")}}
                    IamInstanceProfile: {Arn: !Ref InstanceProfile}
                    SecurityGroupIds: !Ref SecurityGroups
                    MetadataOptions: {HttpTokens: required}
                    UserData:
                      Fn::Base64: !Sub |
                        #!/bin/sh
                        echo "ECS_CLUSTER=${ClusterName}" >> /etc/ecs/ecs.config
              {{name}}:
                Type: AWS::AutoScaling::AutoScalingGroup
                Properties:
                  MinSize: "{{Number(group.Min)}}"
                  MaxSize: "{{Number(Math.Max(1, group.Max))}}"
                  VPCZoneIdentifier: !Ref Subnets
                  {{LaunchedGroup.Machines(group)}}
                  Tags:
                    - {Key: AmazonECSManaged, Value: "true", PropagateAtLaunch: true}
              {{name}}Provider:
                Type: AWS::ECS::CapacityProvider
                Properties:
                  AutoScalingGroupProvider:
                    AutoScalingGroupArn: !Ref {{name}}
                    ManagedScaling: {Status: ENABLED, TargetCapacity: 100}
                    ManagedTerminationProtection: DISABLED
            """.ReplaceLineEndings("\n");
    }
}

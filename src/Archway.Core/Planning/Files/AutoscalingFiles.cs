using static Archway.Planning.Files.NodeText;

namespace Archway.Planning.Files;

/// <summary>Auto Scaling groups of one's own, whose nodes say by their kubelet what they are and by their tags what they will be.</summary>
/// <remarks>
/// <see href="https://awslabs.github.io/amazon-eks-ami/nodeadm/"/>
/// <see href="https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html"/>
/// </remarks>
internal static class AutoscalingFiles
{
    internal static IEnumerable<PlanFile> Of(NodePlan plan)
    {
        yield return new("nodegroups.cfn.yaml", Template(plan), "the Auto Scaling groups, for aws cloudformation deploy");
        yield return new("tag-existing-groups.sh", Script(plan), "the tags for groups that there are already");
    }

    private static string Template(NodePlan plan) => $"""
        # Deploy it with
        #   aws cloudformation deploy --template-file nodegroups.cfn.yaml --stack-name {plan.Cluster}-nodes --region {plan.Region} --parameter-overrides \
        #     ApiServerEndpoint=… CertificateAuthority=… ServiceCidr=… InstanceProfile=arn:aws:iam::… SecurityGroups=sg-… Subnets=subnet-…,subnet-…
        AWSTemplateFormatVersion: '2010-09-09'
        Description: Auto Scaling groups of both architectures, for Cluster Autoscaler.

        Parameters:
          ClusterName:
            Type: String
            Default: {Quote(plan.Cluster)}
          ApiServerEndpoint:
            Type: String
            Description: What aws eks describe-cluster --query cluster.endpoint tells.
          CertificateAuthority:
            Type: String
            Description: What aws eks describe-cluster --query cluster.certificateAuthority.data tells.
          ServiceCidr:
            Type: String
            Description: What aws eks describe-cluster --query cluster.kubernetesNetworkConfig.serviceIpv4Cidr tells.
          InstanceProfile:
            Type: String
            Description: The instance profile of the nodes, by its ARN.
          SecurityGroups:
            Type: List<AWS::EC2::SecurityGroup::Id>
          Subnets:
            Type: List<AWS::EC2::Subnet::Id>
          {Lines(2, plan.Groups.Select(group => (Name: ImageOf(group), group.IsArm, group.HasGpus)).Distinct().Select(one => Image(plan, one.Name, one.IsArm ? "arm64" : "x86_64", one.HasGpus ? "nvidia" : "standard")))}

        Resources:
          {Lines(2, plan.Groups.Select(group => Group(plan, group)))}

        """.ReplaceLineEndings("\n");

    private static string ImageOf(NodeGroup group) => group.HasGpus ? "ArmGpuImage" : group.IsArm ? "ArmImage" : "AmdImage";

    private static string Image(NodePlan plan, string name, string architecture, string variant) => $"""
        {name}:
            Type: AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>
            Default: /aws/service/eks/optimized-ami/{plan.Options.Kubernetes}/amazon-linux-2023/{architecture}/{variant}/recommended/image_id
        """.ReplaceLineEndings("\n");

    private static string Group(NodePlan plan, NodeGroup group)
    {
        var name = LaunchedGroup.NameOf(group);
        string[] flags =
        [
            .. group.Labels.Count > 0 ? [$"--node-labels={string.Join(',', group.Labels.Select(label => $"{label.Key}={label.Value}"))}"] : (string[])[],
            .. group.Taints.IsEmpty ? [] : (string[])[$"--register-with-taints={string.Join(',', group.Taints.Select(OfKubelet))}"],
        ];
        return $$"""
            {{name}}Template:
                Type: AWS::EC2::LaunchTemplate
                Properties:
                  LaunchTemplateData:
                    ImageId: !Ref {{ImageOf(group)}}
                    IamInstanceProfile: {Arn: !Ref InstanceProfile}
                    SecurityGroupIds: !Ref SecurityGroups
                    MetadataOptions: {HttpTokens: required, HttpPutResponseHopLimit: 2}
                    UserData:
                      Fn::Base64: !Sub |
                        ---
                        apiVersion: node.eks.aws/v1alpha1
                        kind: NodeConfig
                        spec:
                          cluster:
                            name: ${ClusterName}
                            apiServerEndpoint: ${ApiServerEndpoint}
                            certificateAuthority: ${CertificateAuthority}
                            cidr: ${ServiceCidr}
                          kubelet:
                            flags: {{List(flags)}}
              {{name}}:
                Type: AWS::AutoScaling::AutoScalingGroup
                Properties:
                  MinSize: "{{Number(group.Min)}}"
                  DesiredCapacity: "{{Number(group.Desired)}}"
                  MaxSize: "{{Number(Math.Max(1, group.Max))}}"
                  VPCZoneIdentifier: !Ref Subnets
                  {{LaunchedGroup.Machines(group)}}
                  Tags:
                    - {Key: !Sub "kubernetes.io/cluster/${ClusterName}", Value: owned, PropagateAtLaunch: true}
                    {{Lines(8, AutoscalerTags.OfDiscovery(plan.Cluster).Concat(AutoscalerTags.OfNodes(group)).Select(tag => $"- {{Key: {Quote(tag.Key)}, Value: {Quote(tag.Value)}, PropagateAtLaunch: true}}"))}}
            """.ReplaceLineEndings("\n");
    }

    private static string Script(NodePlan plan) => $$"""
        #!/bin/sh
        # Gives Auto Scaling groups that there are the tags that Cluster Autoscaler reads while they have no node. The tags are hints: labels and
        # taints themselves come of the kubelet's --node-labels and --register-with-taints.
        # Run it with the group's name and its kind: sh tag-existing-groups.sh my-group arm64
        set -eu
        group=${1:?the name of the Auto Scaling group} kind=${2:?one of: {{string.Join(", ", plan.Groups.Select(one => one.Name))}}}
        tag() {
          aws autoscaling create-or-update-tags --region {{Shell(plan.Region)}} --tags \
            "ResourceId=$group,ResourceType=auto-scaling-group,Key=$1,Value=$2,PropagateAtLaunch=true"
        }
        case $kind in
        {{string.Join("\n", plan.Groups.Select(one => Case(plan, one)))}}
        *)
          echo "there is no kind $kind in the plan" >&2
          exit 2
          ;;
        esac

        """.ReplaceLineEndings("\n");

    private static string Case(NodePlan plan, NodeGroup group) => $"""
        {group.Name})
        {string.Join('\n', AutoscalerTags.OfDiscovery(plan.Cluster).Concat(AutoscalerTags.OfNodes(group)).Select(tag => $"  tag {Shell(tag.Key)} {Shell(tag.Value)}"))}
          ;;
        """.ReplaceLineEndings("\n");
}

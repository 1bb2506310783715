using Archway.Judging.Sources.Nodes;
using Archway.Placing.Manifests;
using Archway.Placing.Scheduling;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Ecs;
using Archway.Reading.Kubernetes;

namespace Archway.Placing.Autoscaling;

/// <summary>The nodes that autoscalers have or would make, by their own files: eksctl's, CloudFormation's, what <c>aws autoscaling</c> tells, Karpenter's pools.</summary>
internal static class AutoscalingGroups
{
    private const string Described = "AutoScalingGroups";

    /// <summary>Whether a document tells of such.</summary>
    internal static bool Are(DataNode document) => document[Described] is DataSequence || IsTemplate(document) || IsEksctl(document);

    /// <summary>The nodes of a document that does.</summary>
    internal static IEnumerable<Node> In(SourceText source, DataNode document, ICollection<string> remarks, int most)
    {
        DataDocument file = new(source, document) { Format = IsTemplate(document) ? new CloudFormationTemplate() : null };
        var groups = document[Described] is DataSequence described ? described.Nodes.Select(group => OfDescribed(source, group))
            : IsEksctl(document) ? EksctlGroups.In(file) : TemplateGroups.In(file).Where(group => group.Kind != NodeGroupKind.LaunchTemplate);
        foreach (var group in groups)
            if (group.Name is { } name)
                foreach (var node in TemplateNodes.Of(group, name, remarks, most)) yield return node;
    }

    private static bool IsEksctl(DataNode document) => Resource.Is(document) && Resource.GroupOf(document) == "eksctl.io" && document["kind"]?.Text == "ClusterConfig";

    private static bool IsTemplate(DataNode document) => document["Resources"] is DataMapping resources
        && resources.Entries.Any(resource => resource.Value["Type"]?.Text is "AWS::AutoScaling::AutoScalingGroup" or "AWS::EKS::Nodegroup");

    /// <summary>A group as <c>aws autoscaling describe-auto-scaling-groups</c> tells of it.</summary>
    /// <remarks>It names a type of instance only in overrides and beside instances.</remarks>
    private static NodeGroup OfDescribed(SourceText source, DataNode group)
    {
        var types = group["MixedInstancesPolicy"]?["LaunchTemplate"]?["Overrides"]?.Items ?? [];
        if (types.IsEmpty) types = group["Instances"]?.Items ?? [];
        return new()
        {
            Source = source,
            Kind = NodeGroupKind.AutoScalingGroup,
            Name = ScalarText.Of(group["AutoScalingGroupName"]),
            Types = [.. types.Select(one => WrittenWord.Of(source, one["InstanceType"])).OfType<WrittenWord>()],
            Tags = [.. (group["Tags"]?.Items ?? []).Select(tag => Tag(source, tag)).OfType<NodeSetting>()],
            Count = CountOf(group["DesiredCapacity"]),
            Most = CountOf(group["MaxSize"]),
        };
    }

    private static NodeSetting? Tag(SourceText source, DataNode tag) =>
        WrittenWord.Of(source, tag["Key"]) is { } key ? new(key.Value, WrittenWord.Of(source, tag["Value"])?.Value, key) : null;

    private static int? CountOf(DataNode? number) => ScalarText.NumberOf(number) is { } count ? (int)Math.Clamp(count, 0, int.MaxValue) : null;
}

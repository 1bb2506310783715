using System.Collections.Immutable;
using Archway.Judging.Sources.Clouds;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Hcl;
using Archway.Reading.Kubernetes;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>Nodes that the sources tell a tool to make, which are or may be of Arm.</summary>
/// <param name="At">Where that is written.</param>
/// <param name="IsOfArm">Whether they are of Arm, and not only may be.</param>
/// <param name="Taints">What keeps pods off them; null where that cannot be told.</param>
internal sealed record NodePool(SourceSpan At, bool IsOfArm, ImmutableArray<NodeTaint>? Taints)
{
    private static readonly string[] Groups = ["nodeGroups", "managedNodeGroups"];

    /// <summary>Those of a document: Karpenter's pools, eksctl's groups, and the groups of EKS in Terraform.</summary>
    internal static IEnumerable<NodePool> In(SourceDocument document) => document switch
    {
        DataDocument { Root: var root } data when Resource.Is(root) => (Resource.GroupOf(root), root["kind"]?.Text) switch
        {
            ("karpenter.sh", "NodePool") => OfKarpenter(data.Source, root, root["spec"]?["template"]?["spec"]),
            ("karpenter.sh", "Provisioner") => OfKarpenter(data.Source, root, root["spec"]),
            ("eksctl.io", "ClusterConfig") => Groups.SelectMany(name => root[name]?.Items ?? []).Select(group => OfGroup(data.Source, group)).OfType<NodePool>(),
            _ => [],
        },
        HclDocument file => TerraformResource.Of(file, "aws_eks_node_group").Select(group => OfTerraform(file.Source, group.Body)).OfType<NodePool>(),
        _ => [],
    };

    private static IEnumerable<NodePool> OfKarpenter(SourceText source, DataNode root, DataNode? spec)
    {
        var architecture = spec?["requirements"]?.Items.FirstOrDefault(one => NodeLabels.IsArchitecture(one["key"]?.Text));
        string?[] values = architecture is null ? [] : [.. RequiredAffinity.Values(architecture)];
        if (architecture?["operator"]?.Text == "In" && !values.Contains("arm64")) return [];
        return [new(source.Span(root.Start, 0), architecture?["operator"]?.Text == "In" && values is ["arm64"], TaintsOf(spec?["taints"]))];
    }

    private static NodePool? OfGroup(SourceText source, DataNode group)
    {
        string?[] types = [.. (group["instanceTypes"]?.Items ?? []).Append(group["instanceType"]).OfType<DataNode>().Select(type => type.Text)];
        return Of(source.Span(group.Start, 0), types, group["taints"] is DataMapping ? null : TaintsOf(group["taints"]));
    }

    private static NodePool? OfTerraform(SourceText source, HclObject group)
    {
        string?[] types = group["instance_types"] is HclTuple several ? [.. several.Items.Select(one => TerraformResource.Written(one)?.Value)] : [null];
        var isPlain = !group.Members.Any(member => member.Name == "dynamic");
        var taints = HclBlocks.Of(group, "taint", labels: 0).Select(taint => Taint(taint.Body)).ToArray();
        return Of(source.Span(group.Start, 0), types, isPlain && taints.Length <= Toleration.Most && !taints.Contains(null) ? [.. taints.OfType<NodeTaint>()] : null);
    }

    private static NodeTaint? Taint(HclObject taint) => (TerraformResource.Written(taint["key"]), TerraformResource.Written(taint["effect"])) is ({ } key, { } effect)
        && (taint["value"] is null || TerraformResource.Written(taint["value"]) is not null)
            ? new(key.Value, TerraformResource.Written(taint["value"])?.Value ?? "", effect.Value switch
            {
                "NO_SCHEDULE" => "NoSchedule",
                "NO_EXECUTE" => "NoExecute",
                var other => other,
            })
            : null;

    // A machine without a name that is known may be of either kind; so may one that a template names.
    private static NodePool? Of(SourceSpan at, string?[] types, ImmutableArray<NodeTaint>? taints) =>
        types is not [] && types.All(type => type is not null && InstanceTypes.ArmOf(type) is not null) ? null
            : new(at, types is not [] && types.All(type => type is not null && InstanceTypes.IsArm(type)), taints);

    private static ImmutableArray<NodeTaint>? TaintsOf(DataNode? taints) => taints switch
    {
        null => [],
        DataSequence { Nodes.Length: <= Toleration.Most } several when several.Nodes.All(one => one["key"]?.Text is not null && one["effect"]?.Text is not null) =>
            [.. several.Nodes.Select(one => new NodeTaint(one["key"]!.Text!, one["value"]?.Text ?? "", one["effect"]!.Text!))],
        _ => null,
    };
}

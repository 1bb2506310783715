using System.Collections.Immutable;
using Archway.Reading;
using Archway.Reading.Hcl;

namespace Archway.Judging.Sources.Nodes;

/// <summary>The groups that a Terraform file has the module of EKS make.</summary>
/// <remarks><see href="https://registry.terraform.io/modules/terraform-aws-modules/eks/aws/latest"/></remarks>
internal static class TerraformModuleGroups
{
    private const string Module = "terraform-aws-modules/eks/aws";

    /// <summary>Those of a document.</summary>
    internal static IEnumerable<NodeGroup> In(SourceDocument document)
    {
        if (document is not HclDocument file || !file.Source.Text.Contains(Module, StringComparison.Ordinal)) yield break;
        foreach (var (_, module) in HclBlocks.Of(file.Body, "module", labels: 1))
        {
            if (WrittenWord.Of(module["source"])?.Value is not { } source || !source.Contains(Module, StringComparison.Ordinal)) continue;
            if (source.EndsWith("//modules/eks-managed-node-group", StringComparison.Ordinal)) yield return Of(file.Source, module, null);
            else if (source.EndsWith(Module, StringComparison.Ordinal))
                foreach (var (name, labels, group) in module["eks_managed_node_groups"]?.Members ?? [])
                    if (group is HclObject && labels.IsEmpty && name.Length > 0) yield return Of(file.Source, group, module["eks_managed_node_group_defaults"]);
        }
    }

    private static NodeGroup Of(SourceText source, HclNode group, HclNode? defaults)
    {
        var (types, knowsTypes) = TerraformGroups.Types(group["instance_types"] ?? defaults?["instance_types"]);
        var ownImage = group["ami_id"] ?? defaults?["ami_id"];
        return new()
        {
            Source = source,
            Kind = NodeGroupKind.EksNodegroup,
            Types = types,
            KnowsTypes = knowsTypes && defaults is null or HclObject,
            Image = ownImage is null && defaults is null or HclObject ? WrittenWord.Of(group["ami_type"] ?? defaults?["ami_type"]) : null,
            Taints = Taints(group["taints"]),
            MayBeEmpty = TerraformGroups.IsZero(group["min_size"] ?? defaults?["min_size"]),
        };
    }

    private static ImmutableArray<NodeSetting> Taints(HclNode? taints)
    {
        IEnumerable<HclNode> each = taints is HclTuple list ? list.Items : (taints?.Members ?? []).Select(member => member.Value);
        return [.. each.OfType<HclObject>().Select(TerraformGroups.Taint).OfType<NodeSetting>()];
    }
}

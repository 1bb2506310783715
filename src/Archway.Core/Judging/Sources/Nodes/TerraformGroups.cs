using System.Collections.Immutable;
using System.Text;
using Archway.Judging.Sources.Clouds;
using Archway.Reading;
using Archway.Reading.Hcl;

namespace Archway.Judging.Sources.Nodes;

/// <summary>The groups of a Terraform file's own resources.</summary>
internal static class TerraformGroups
{
    private const string Launch = "aws_launch_template";

    /// <summary>Those of a document.</summary>
    internal static IEnumerable<NodeGroup> In(SourceDocument document) => document is not HclDocument file ? []
        : TerraformResource.Of(file, "aws_autoscaling_group").Select(group => OfScaling(file, group.Name, group.Body))
            .Concat(TerraformResource.Of(file, "aws_autoscaling_group_tag").Select(tag => OfTag(file, tag.Body)))
            .Concat(TerraformResource.Of(file, "aws_eks_node_group").Select(group => OfEks(file, group.Body)))
            .Concat(TerraformResource.Of(file, Launch).Select(launch => OfLaunch(file, launch.Body)));

    // Tags of their own, for a group that is made elsewhere.
    private static NodeGroup OfTag(HclDocument file, HclObject tag) =>
        new() { Source = file.Source, Kind = NodeGroupKind.AutoScalingGroup, Tags = Tags(tag).All, IsAutoscaled = true };

    private static NodeGroup OfLaunch(HclDocument file, HclObject launch) => new()
    {
        Source = file.Source,
        Kind = NodeGroupKind.LaunchTemplate,
        Types = [.. ((WrittenWord?[])[WrittenWord.Of(launch["instance_type"])]).OfType<WrittenWord>()],
        KnowsTypes = true,
        Image = Image(file, launch["image_id"]),
    };

    /// <summary>The types that a list names, and whether those are all.</summary>
    internal static (ImmutableArray<WrittenWord> All, bool IsWhole) Types(HclNode? list)
    {
        if (list is not HclTuple several) return ([], list is null);
        WrittenWord[] written = [.. several.Items.Select(WrittenWord.Of).OfType<WrittenWord>()];
        return ([.. written], written.Length == several.Items.Length);
    }

    /// <summary>Whether a smallest size is nothing; null where it is not written out.</summary>
    internal static bool? IsZero(HclNode? size) => (size as HclLiteral)?.Text is { } text && text.All(char.IsAsciiDigit) ? text == "0" : null;

    private static NodeGroup OfEks(HclDocument file, HclObject group)
    {
        var (types, knowsTypes) = Types(group["instance_types"]);
        return new()
        {
            Source = file.Source,
            Kind = NodeGroupKind.EksNodegroup,
            Types = types,
            KnowsTypes = knowsTypes,
            Image = WrittenWord.Of(group["ami_type"]),
            Taints = [.. HclBlocks.Of(group, "taint", labels: 0).Select(taint => Taint(taint.Body)).OfType<NodeSetting>()],
            MayBeEmpty = HclBlocks.Of(group, "scaling_config", labels: 0).Select(scaling => IsZero(scaling.Body["min_size"])).FirstOrDefault(),
        };
    }

    /// <summary>A taint of EKS; null where it is not written out.</summary>
    internal static NodeSetting? Taint(HclNode taint) => WrittenWord.Of(taint["key"]) is { } key && WrittenWord.Of(taint["effect"])?.Value is { } effect
        ? new(key.Value, WrittenWord.Of(taint["value"])?.Value, key) { Effect = EksEffect.Of(effect), HasNoValue = taint["value"] is null or HclLiteral { Text: "null" } }
        : null;

    private static NodeGroup OfScaling(HclDocument file, string name, HclObject group)
    {
        var mixed = Block(Block(group, "mixed_instances_policy"), "launch_template");
        var launch = LaunchOf(file, Block(mixed, "launch_template_specification")?["launch_template_id"] ?? Block(group, "launch_template")?["id"]);
        HclObject[] overrides = mixed is null ? [] : [.. HclBlocks.Of(mixed, "override", labels: 0).Select(one => one.Body)];
        HclNode?[] types = overrides.Length == 0 ? [launch?["instance_type"]] : [.. overrides.Select(one => one["instance_type"])];
        WrittenWord[] written = [.. types.Select(WrittenWord.Of).OfType<WrittenWord>()];
        var kubelet = Script(launch?["user_data"]) is var (script, place) ? KubeletArguments.Of(file.Source, script, place.Start, place.Length) : KubeletArguments.Unknown;
        var (tags, knowsTags, isAutoscaled) = Tags(group);
        foreach (var (isItsOwn, tag) in TerraformResource.Of(file, "aws_autoscaling_group_tag").Select(one => (Names(one.Body["autoscaling_group_name"], name), one.Body)))
        {
            if (isItsOwn == true) tags = tags.AddRange(Tags(tag).All);
            knowsTags &= isItsOwn is not null;
        }

        return new()
        {
            Source = file.Source,
            Kind = NodeGroupKind.AutoScalingGroup,
            Types = [.. written],
            KnowsTypes = written.Length == types.Length && mixed?.Members.Any(member => member.Name == "dynamic") != true,
            HasImages = overrides.Any(one => Block(one, "launch_template_specification") is not null),
            Image = overrides.Length == 0 ? null : Image(file, launch?["image_id"]),
            Labels = kubelet.Labels,
            Taints = kubelet.Taints,
            KnowsSettings = kubelet.AreAll,
            Tags = tags,
            KnowsTags = knowsTags,
            MayBeEmpty = IsZero(group["min_size"]),
            IsAutoscaled = isAutoscaled,
        };
    }

    // Null where what is named cannot be told.
    private static bool? Names(HclNode? group, string name) => group is HclPath { Root: HclName { Text: "aws_autoscaling_group" }, Steps: [HclText own, ..] } ? own.Value == name
        : group is HclLiteral or HclPath { Root: HclName { Text: "aws_eks_node_group" } } ? false : null;

    private static HclObject? Block(HclNode? body, string name) => body is null ? null : HclBlocks.Of(body, name, labels: 0).Select(one => one.Body).FirstOrDefault();

    private static (ImmutableArray<NodeSetting> All, bool IsWhole, bool IsAutoscaled) Tags(HclObject group)
    {
        var all = ImmutableArray.CreateBuilder<NodeSetting>();
        var isWhole = group["tags"] is null && !group.Members.Any(member => member.Name == "dynamic");
        var isAutoscaled = false;
        foreach (var (_, tag) in HclBlocks.Of(group, "tag", labels: 0))
        {
            if (all.Count == NodeGroup.MostSettings) return (all.ToImmutable(), false, isAutoscaled);
            // A name with something in it that is worked out begins with what is written.
            var begins = tag["key"] is HclTemplate { Parts: [HclText first, ..] } ? first.Value : null;
            isAutoscaled |= begins?.StartsWith(AutoscalerTag.Prefix, StringComparison.Ordinal) == true;
            if (WrittenWord.Of(tag["key"]) is { } key) all.Add(new(key.Value, WrittenWord.Of(tag["value"])?.Value, WrittenWord.Of(tag["value"]) ?? key));
            else isWhole &= begins is not null && !begins.Contains("node-template", StringComparison.Ordinal);
        }

        return (all.ToImmutable(), isWhole, isAutoscaled);
    }

    private static HclObject? LaunchOf(HclDocument file, HclNode? id) =>
        id is HclPath { Root: HclName { Text: Launch }, Steps: [HclText name, HclText { Value: "id" }] }
            ? TerraformResource.Of(file, Launch).FirstOrDefault(one => one.Name == name.Value)?.Body : null;

    // An image is looked up by a data source beside, or by the path itself.
    private static WrittenWord? Image(HclDocument file, HclNode? id)
    {
        if (id is HclCall { Name: "nonsensitive", Arguments: [var inner] }) id = inner;
        if (id is not HclPath { Root: HclName { Text: "data" }, Steps: [HclText { Value: "aws_ssm_parameter" }, HclText name, HclText { Value: "value" or "insecure_value" }] }) return WrittenWord.Of(id);
        var parameter = HclBlocks.Of(file.Body, "data", labels: 2).FirstOrDefault(data => data.Labels[0] == "aws_ssm_parameter" && data.Labels[1] == name.Value).Body?["name"];
        // The version of Kubernetes is mostly worked out, and says nothing of processors.
        return parameter is HclTemplate template ? new(TextOf(template), template.Start, template.Length) : null;
    }

    private static (string Text, HclNode Place)? Script(HclNode? node) => node switch
    {
        HclCall { Name: "base64encode", Arguments: [var inner] } => Script(inner),
        HclTemplate template => (TextOf(template), template),
        _ => null,
    };

    private static string TextOf(HclTemplate template)
    {
        StringBuilder text = new();
        foreach (var part in template.Parts) text.Append(part is HclText written ? written.Value : "${}");
        return text.ToString();
    }
}

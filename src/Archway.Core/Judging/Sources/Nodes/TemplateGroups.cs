using System.Collections.Immutable;
using Archway.Judging.Sources.Clouds;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Ecs;

namespace Archway.Judging.Sources.Nodes;

/// <summary>The groups of a CloudFormation template.</summary>
internal static class TemplateGroups
{
    private const int DeepestScript = 4;

    /// <summary>Those of a document.</summary>
    internal static IEnumerable<NodeGroup> In(SourceDocument document) => document is not DataDocument { Format: CloudFormationTemplate } template ? []
        : CloudResource.Of(template, "AWS::AutoScaling::AutoScalingGroup").Select(group => OfScaling(template, group))
            .Concat(CloudResource.Of(template, "AWS::EKS::Nodegroup").Select(group => OfEks(template.Source, group)))
            .Concat(CloudResource.Of(template, "AWS::EC2::LaunchTemplate").Select(one => one.Properties["LaunchTemplateData"]).OfType<DataMapping>().Select(one => OfLaunch(template.Source, one)));

    private static NodeGroup OfLaunch(SourceText source, DataMapping launch) => new()
    {
        Source = source,
        Kind = NodeGroupKind.LaunchTemplate,
        Types = [.. ((WrittenWord?[])[WrittenWord.Of(source, launch["InstanceType"])]).OfType<WrittenWord>()],
        KnowsTypes = true,
        Image = WrittenWord.Of(source, launch["ImageId"]),
    };

    private static NodeGroup OfScaling(DataDocument template, CloudResource resource)
    {
        var (source, group) = (template.Source, resource.Properties);
        var mixed = group["MixedInstancesPolicy"]?["LaunchTemplate"];
        var launch = Launch(template, mixed?["LaunchTemplateSpecification"] ?? group["LaunchTemplate"]);
        var overrides = mixed?["Overrides"]?.Items ?? [];
        DataNode?[] types = overrides.IsEmpty ? [launch?["InstanceType"]] : [.. overrides.Select(one => one["InstanceType"])];
        WrittenWord[] written = [.. types.Select(type => WrittenWord.Of(source, type)).OfType<WrittenWord>()];
        var kubelet = Script(launch?["UserData"], 0) is { } script ? KubeletArguments.Of(source, script.Value, script.Start, script.Length) : KubeletArguments.Unknown;
        var (tags, knowsTags, isAutoscaled) = Tags(source, group["Tags"]);
        return new()
        {
            Source = source,
            Name = resource.Key.Value,
            Count = EksctlGroups.CountOf(group["DesiredCapacity"]) ?? EksctlGroups.CountOf(group["MinSize"]),
            Most = EksctlGroups.CountOf(group["MaxSize"]),
            Kind = NodeGroupKind.AutoScalingGroup,
            Types = [.. written],
            KnowsTypes = written.Length == types.Length,
            HasImages = overrides.Any(one => one["LaunchTemplateSpecification"] is not null),
            Image = overrides.IsEmpty ? null : WrittenWord.Of(source, launch?["ImageId"]),
            Labels = kubelet.Labels,
            Taints = kubelet.Taints,
            KnowsSettings = kubelet.AreAll,
            Tags = tags,
            KnowsTags = knowsTags,
            MayBeEmpty = WrittenWord.Of(source, group["MinSize"])?.Value switch { null => null, var least => least == "0" },
            IsAutoscaled = isAutoscaled,
        };
    }

    private static NodeGroup OfEks(SourceText source, CloudResource resource)
    {
        var (group, scaling) = (resource.Properties, resource.Properties["ScalingConfig"]);
        var types = group["InstanceTypes"]?.Items ?? [];
        WrittenWord[] written = [.. types.Select(type => WrittenWord.Of(source, type)).OfType<WrittenWord>()];
        return new()
        {
            Source = source,
            Name = resource.Key.Value,
            Count = EksctlGroups.CountOf(scaling?["DesiredSize"]) ?? EksctlGroups.CountOf(scaling?["MinSize"]),
            Most = EksctlGroups.CountOf(scaling?["MaxSize"]),
            Kind = NodeGroupKind.EksNodegroup,
            Types = [.. written],
            KnowsTypes = written.Length == types.Length,
            Image = WrittenWord.Of(source, group["AmiType"]),
            Labels = [.. (group["Labels"]?.Members ?? []).Select(label => WrittenWord.Of(source, label.Value) is { } value ? new NodeSetting(label.Key.Value, value.Value, value) : null).OfType<NodeSetting>()],
            KnowsSettings = true,
            Taints = [.. (group["Taints"]?.Items ?? []).Select(taint => Taint(source, taint)).OfType<NodeSetting>()],
            MayBeEmpty = WrittenWord.Of(source, scaling?["MinSize"])?.Value switch { null => null, var least => least == "0" },
        };
    }

    private static NodeSetting? Taint(SourceText source, DataNode taint) =>
        WrittenWord.Of(source, taint["Key"]) is { } key && WrittenWord.Of(source, taint["Effect"])?.Value is { } effect
            ? new(key.Value, WrittenWord.Of(source, taint["Value"])?.Value, key)
            {
                Effect = EksEffect.Of(effect),
                HasNoValue = taint["Value"] is null && taint.Members.All(member => member.Key.Value is "Key" or "Effect"),
            }
            : null;

    private static (ImmutableArray<NodeSetting>, bool IsWhole, bool IsAutoscaled) Tags(SourceText source, DataNode? tags)
    {
        var all = ImmutableArray.CreateBuilder<NodeSetting>();
        var (isWhole, isAutoscaled) = (tags is null or DataSequence { Nodes.Length: <= NodeGroup.MostSettings }, false);
        foreach (var tag in (tags?.Items ?? []).Take(NodeGroup.MostSettings))
        {
            var text = tag["Key"] is { } key ? CloudFormationValues.TextOf(key)?.Value : null;
            isAutoscaled |= text?.StartsWith(AutoscalerTag.Prefix, StringComparison.Ordinal) == true;
            if (WrittenWord.Of(source, tag["Key"]) is { } name)
            {
                var value = WrittenWord.Of(source, tag["Value"]);
                all.Add(new(name.Value, value?.Value, value ?? name));
            }
            // A name that begins with something else is none that tells of nodes.
            else isWhole &= text is not null && text.StartsWith('k') && !text.Contains("node-template", StringComparison.Ordinal);
        }

        return (all.ToImmutable(), isWhole, isAutoscaled);
    }

    private static DataNode? Launch(DataDocument template, DataNode? specification)
    {
        var id = specification?["LaunchTemplateId"];
        var name = id is { Tag: "!Ref" } ? id.Text : id?["Ref"]?.Text;
        return name is null ? null
            : CloudResource.Of(template, "AWS::EC2::LaunchTemplate").FirstOrDefault(one => one.Key.Value == name)?.Properties["LaunchTemplateData"];
    }

    // What is joined of parts is not read: it has no one place.
    private static DataScalar? Script(DataNode? node, int depth) => node switch
    {
        DataScalar { IsNull: false, Tag: null or "!Sub" or "!Base64" } scalar => scalar,
        DataMapping { Entries: [{ Key.Value: "Fn::Base64" or "Fn::Sub" } function] } when depth < DeepestScript => Script(function.Value, depth + 1),
        DataSequence { Nodes: [var first, ..] } when depth is > 0 and < DeepestScript => Script(first, depth + 1),
        _ => null,
    };
}

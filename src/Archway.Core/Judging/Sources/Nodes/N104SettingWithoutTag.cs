using System.Collections.Immutable;

namespace Archway.Judging.Sources.Nodes;

/// <summary>A label or taint of a group that may be at zero, of which no tag tells Cluster Autoscaler.</summary>
internal sealed class N104SettingWithoutTag() : NodeRule("N104", Severity.Warning)
{
    private const int MostNamed = 3;

    protected override IEnumerable<SourceFinding> Check(NodeGroup group)
    {
        // Where a node is always there, that one is looked at; the tags that eksctl makes are another rule's matter.
        if (group.IsManaged || group is not { IsAutoscaled: true, MayBeEmpty: true, KnowsTags: true, Propagates: null }) yield break;
        var missing = Missing(group);
        if (missing.IsEmpty) yield break;
        var named = string.Join(", ", missing.Take(MostNamed).Select(one => $"{one.Tag} = {one.Value}")) + (missing.Length > MostNamed ? $" and {missing.Length - MostNamed} more" : "");
        yield return Found(group, missing[0].Setting.At,
            $"while the group has no nodes, Cluster Autoscaler knows nothing of {string.Join(" and ", Kinds(missing))}, since no tag tells of {(missing.Length == 1 ? "it" : "them")}: add {named}",
            missing.Length == 1 ? "add the tag" : "add the tags", group.AddTags([.. missing.Select(one => (one.Tag, one.Value))]));
    }

    /// <summary>The tags that a group lacks, with what they would tell of.</summary>
    internal static ImmutableArray<(NodeSetting Setting, string Tag, string Value)> Missing(NodeGroup nodes) =>
    [
        .. from label in nodes.Labels
           where label.Value is not null && !AutoscalerTag.IsOfEveryNode(label.Key)
           let tag = AutoscalerTag.Label + label.Key
           where nodes.Tags.All(one => one.Key != tag)
           select (label, tag, label.Value),
        .. from taint in nodes.Taints
           where taint is { Value: not null, Effect: "NoSchedule" or "NoExecute" } && !AutoscalerTag.IsOfStart(taint.Key)
           let tag = AutoscalerTag.Taint + taint.Key
           where nodes.Tags.All(one => one.Key != tag)
           select (taint, tag, $"{taint.Value}:{taint.Effect}"),
    ];

    private static IEnumerable<string> Kinds(ImmutableArray<(NodeSetting Setting, string Tag, string Value)> missing)
    {
        if (missing.FirstOrDefault(one => one.Setting.Effect is null) is { Setting: { } label }) yield return $"their label {label}";
        if (missing.FirstOrDefault(one => one.Setting.Effect is not null) is { Setting: { } taint }) yield return $"their taint {taint}";
    }
}

using System.Collections.Immutable;

namespace Archway.Judging.Sources.Nodes;

/// <summary>A tag of a taint that eksctl makes without the taint's effect, so that Cluster Autoscaler ignores it.</summary>
/// <remarks><see href="https://github.com/eksctl-io/eksctl/issues/7543"/></remarks>
internal sealed class N106TaintTagOfEksctl() : NodeRule("N106", Severity.Warning)
{
    protected override IEnumerable<SourceFinding> Check(NodeGroup group)
    {
        if (group is not { Propagates: { } propagates, KnowsTags: true } || group.MayBeEmpty == false) yield break;
        var missing = N104SettingWithoutTag.Missing(group);
        var taints = missing.Where(one => one.Setting.Effect is not null).ToImmutableArray();
        if (taints.IsEmpty) yield break;
        var named = string.Join(", ", taints.Select(one => $"{one.Tag}: \"{one.Value}\""));
        var what = $"eksctl makes the tag of the taint {taints[0].Setting} without its effect, and Cluster Autoscaler ignores it";
        if (group.IsManaged)
        {
            var found = Found(group, taints[0].Setting.At, $"{what}; it then knows the taint only where it may ask EKS for it (eks:DescribeNodegroup): write {named} under tags", "write the tags by hand",
                group.AddTags([.. taints.Select(one => (one.Tag, one.Value))]));
            yield return found with { Finding = found.Finding with { Severity = Severity.Note } };
        }
        else if (group.KnowsSettings)
        {
            // Which of two tags of the same key counts is nowhere said, so that eksctl is to make none.
            yield return Found(group, taints[0].Setting.At, $"{what}: turn propagateASGTags off, and write {named} and those of the labels under tags", "write the tags by hand",
                Edit.Of(group.Source, propagates.Start, propagates.Length, "false"), group.AddTags([.. missing.Select(one => (one.Tag, one.Value))]));
        }
    }
}

namespace Archway.Judging.Sources.Nodes;

/// <summary>A tag that tells Cluster Autoscaler of a label or taint that the nodes are not given.</summary>
internal sealed class N103TagOfNothing() : NodeRule("N103", Severity.Warning)
{
    protected override IEnumerable<SourceFinding> Check(NodeGroup group)
    {
        if (group.IsManaged || !group.KnowsSettings) yield break;
        foreach (var tag in group.Tags)
        {
            if (tag.Value is not { } value) continue;
            var found = tag.Key.StartsWith(AutoscalerTag.Label, StringComparison.Ordinal) ? OfLabel(group, tag, tag.Key[AutoscalerTag.Label.Length..], value)
                : tag.Key.StartsWith(AutoscalerTag.Taint, StringComparison.Ordinal) && AutoscalerTag.TaintOf(value) is var (said, effect)
                    ? OfTaint(group, tag, new(tag.Key[AutoscalerTag.Taint.Length..], said, tag.At) { Effect = effect })
                    : null;
            if (found is not null) yield return found;
        }
    }

    private SourceFinding? OfLabel(NodeGroup group, NodeSetting tag, string key, string value)
    {
        if (AutoscalerTag.IsOfEveryNode(key) || AutoscalerTag.MayBeOfProgram(key) || key == "node-lifecycle") return null;
        return group.Labels.LastOrDefault(label => label.Key == key) is not { } label
            ? Found(group, tag.At, $"the tag says that the nodes have the label {key}={value}, and nothing gives it to them: for a pod that asks for it the group grows, and the pod does not fit on what comes")
            : label.Value == value ? null
            : Found(group, tag.At, $"the tag says that the nodes have the label {key}={value}, and they have {label}", $"write {label.Value}", tag.At.Replace(group.Source, label.Value!));
    }

    private SourceFinding? OfTaint(NodeGroup group, NodeSetting tag, NodeSetting said)
    {
        if (AutoscalerTag.MayBeOfProgram(said.Key)) return null;
        NodeSetting[] own = [.. group.Taints.Where(taint => taint.Key == said.Key)];
        if (own.Length == 0)
            return Found(group, tag.At, $"the tag says that the nodes have the taint {said}, and nothing gives it to them: pods that do not tolerate it land there, and never make the group grow");
        if (own.Any(taint => taint.Value == said.Value && taint.Effect == said.Effect)) return null;
        var right = $"{own[0].Value}:{own[0].Effect}";
        return Found(group, tag.At, $"the tag says that the nodes have the taint {said}, and they have {own[0]}", $"write {right}", tag.At.Replace(group.Source, right));
    }
}

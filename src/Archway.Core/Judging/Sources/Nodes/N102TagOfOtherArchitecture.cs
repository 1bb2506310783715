using Archway.Judging.Sources.Kubernetes;

namespace Archway.Judging.Sources.Nodes;

/// <summary>A tag or label that says another architecture than the group's machines have.</summary>
internal sealed class N102TagOfOtherArchitecture() : NodeRule("N102", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(NodeGroup group)
    {
        if ((group.Architecture ?? (group.Types.IsEmpty && group.Image is { } image ? MachineImage.ArchitectureOf(image.Value) : null)) is not { } real) yield break;
        var machine = group.Types.IsEmpty ? group.Image!.Value : group.Types[0].Value;
        foreach (var tag in group.Tags)
            if (tag.Key.StartsWith(AutoscalerTag.Label, StringComparison.Ordinal) && NodeLabels.IsArchitecture(tag.Key[AutoscalerTag.Label.Length..]) && Contradicts(tag, real))
                yield return Found(group, tag.At, $"by this tag Cluster Autoscaler takes the nodes for {tag.Value}, and {machine} is of {real}: it makes the group grow for pods that cannot run there",
                    $"write {real}", tag.At.Replace(group.Source, real));
        if (group.IsManaged) yield break;
        foreach (var label in group.Labels)
            if (NodeLabels.IsArchitecture(label.Key) && Contradicts(label, real))
                yield return Found(group, label.At, $"the nodes are labelled {label.Key}={label.Value}, and {machine} is of {real}: pods land there that cannot run",
                    $"write {real}", label.At.Value == label.Value ? label.At.Replace(group.Source, real) : null);
    }

    private static bool Contradicts(NodeSetting setting, string real) => setting.Value is { } said && said != real;
}

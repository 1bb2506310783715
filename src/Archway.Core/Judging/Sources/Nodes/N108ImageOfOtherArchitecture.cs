using Archway.Judging.Sources.Clouds;

namespace Archway.Judging.Sources.Nodes;

/// <summary>A machine image that is for another architecture than the machines that start from it.</summary>
internal sealed class N108ImageOfOtherArchitecture() : NodeRule("N108", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(NodeGroup group)
    {
        if (group.HasImages || group.Image is not { } image || MachineImage.ArchitectureOf(image.Value) is not { } served) yield break;
        string?[] all = [.. group.Types.Select(type => InstanceTypes.ArchitectureOf(type.Value)).Distinct()];
        // Machines of both are another rule's matter.
        if (all is not [{ } real] || real == served) yield break;
        var other = MachineImage.Counterpart(image.Value);
        yield return Found(group, image, $"the machine image {image.Value} is for {served}, and {group.Types[0].Value} is of {real}: no such machine starts from it",
            $"take {other}", other is null ? null : image.Replace(group.Source, other));
    }
}

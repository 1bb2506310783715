using Archway.Judging.Sources.Clouds;

namespace Archway.Judging.Sources.Nodes;

/// <summary>One group of machines of both architectures.</summary>
internal sealed class N105MachinesOfBoth() : NodeRule("N105", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(NodeGroup group)
    {
        // Where each has an image of its own all of them start; only what reckons with one node for all is led astray.
        if (group.HasImages && !group.IsAutoscaled) yield break;
        var known = group.Types.Select(type => (Type: type, Architecture: InstanceTypes.ArchitectureOf(type.Value))).Where(one => one.Architecture is not null).ToArray();
        var other = Array.Find(known, one => one.Architecture != known[0].Architecture);
        if (other.Type is null) yield break;
        var (first, second) = (known[0], other);
        var image = group.HasImages ? "" : "they start from one machine image, which serves no more than one of them, and ";
        yield return Found(group, second.Type,
            $"{first.Type.Value} is of {first.Architecture} and {second.Type.Value} of {second.Architecture}: {image}Cluster Autoscaler takes all for the first; make a group of each");
    }
}

using Archway.Judging.Sources.Data;
using Archway.Judging.Sources.Pipelines;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>A pod whose image does not run on some nodes, and that nothing keeps off them.</summary>
/// <remarks>In a cluster of one architecture nothing has to: that the image does not run there is a finding of its own.</remarks>
internal sealed class K113NothingKeepsOff() : DataRule("K113", Severity.Warning)
{
    private static readonly string[] Placing = ["nodeSelector", "affinity", "tolerations"];

    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context)
    {
        string? other = null;
        foreach (var pod in PodPlaces.WithContainers(document))
        {
            other ??= Architectures.Lacking(context).FirstOrDefault();
            if (other is null) yield break;
            if ((HasBoth(context) || SpeaksOfArchitectures(document.Source, pod)) && !pod.IsKeptOff(other) && pod.Node.Members.FirstOrDefault(member => member.Key.Value == "containers") is { } containers)
                yield return Found(document.Source, containers.Key.Start, containers.Key.Length,
                    $"nothing keeps the pod off such nodes: give it the nodeSelector {NodeLabels.Architecture}: amd64 until that image is replaced") with
                {
                    OnlyIfBlocked = pod.Images,
                };
        }
    }

    /// <summary>Whether machines of amd64 are among those that are asked about.</summary>
    private static bool HasBoth(RuleContext context) => context.Targets.Any(target => Architectures.LinuxAmd64.CanRun(target));

    /// <summary>Whether what says where the pod runs tells architectures apart, as nobody does whose cluster has one.</summary>
    private static bool SpeaksOfArchitectures(SourceText source, PodPlace pod)
    {
        foreach (var name in Placing)
        {
            if (pod.Node[name] is not { } part || part is DataScalar) continue;
            var text = source.Text.AsSpan(part.Start, Math.Min(part.Length, source.Text.Length - part.Start));
            if (text.Contains(NodeLabels.Architecture, StringComparison.Ordinal) || ArmWords.IsIn(text)) return true;
        }

        return false;
    }
}

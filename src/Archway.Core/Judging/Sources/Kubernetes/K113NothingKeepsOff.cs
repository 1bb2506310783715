using Archway.Judging.Sources.Data;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>A pod whose image does not run on some nodes, and that nothing keeps off them.</summary>
internal sealed class K113NothingKeepsOff() : DataRule("K113", Severity.Warning)
{
    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context)
    {
        string? other = null;
        foreach (var pod in PodPlaces.WithContainers(document))
        {
            other ??= Architectures.Lacking(context).FirstOrDefault();
            if (other is null) yield break;
            if (!pod.IsKeptOff(other) && pod.Node.Members.FirstOrDefault(member => member.Key.Value == "containers") is { } containers)
                yield return Found(document.Source, containers.Key.Start, containers.Key.Length,
                    $"nothing keeps the pod off such nodes: give it the nodeSelector {NodeLabels.Architecture}: amd64 until that image is replaced") with
                {
                    OnlyIfBlocked = pod.Images,
                };
        }
    }
}

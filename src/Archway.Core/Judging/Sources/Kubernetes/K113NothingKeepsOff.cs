using Archway.Judging.Sources.Data;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>A pod whose image does not run on some nodes, and that nothing keeps off them.</summary>
internal sealed class K113NothingKeepsOff() : DataRule("K113", Severity.Warning)
{
    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context)
    {
        foreach (var pod in PodPlaces.WithContainers(document))
        {
            if (pod.Node.Members.FirstOrDefault(member => member.Key.Value == "containers") is not { } containers) continue;
            foreach (var architecture in Architectures.Of(context).Where(one => !pod.IsKeptOff(one)))
                yield return Found(document.Source, containers.Key.Start, containers.Key.Length,
                    $"nothing keeps the pod off such nodes: give it the nodeSelector {NodeLabels.Architecture}: {Architectures.BesideOf(architecture)} until that image is replaced") with
                {
                    OnlyIfBlocked = pod.Images,
                    BlockedOn = architecture,
                };
        }
    }
}

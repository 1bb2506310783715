using Archway.Judging.Sources.Data;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>A pod whose image does not run on some nodes, and that tolerates every taint that might keep it off them.</summary>
internal sealed class K114WildcardToleration() : DataRule("K114", Severity.Warning)
{
    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context)
    {
        foreach (var pod in PodPlaces.WithContainers(document))
        {
            if (pod.Node["tolerations"]?.Items.FirstOrDefault(ToleratesAll) is not { } toleration) continue;
            foreach (var architecture in Architectures.Of(context).Where(one => !pod.IsKeptOff(one)))
                yield return Found(document.Source, toleration.Start, toleration.Length,
                    "this toleration of every taint lets the pod past one that keeps others off such nodes: name the taints that are meant") with
                {
                    OnlyIfBlocked = pod.Images,
                    BlockedOn = architecture,
                };
        }
    }

    private static bool ToleratesAll(DataNode toleration) => toleration["operator"]?.Text == "Exists"
        && toleration["key"] is null or DataScalar { Value: "" or "null" or "~" }
        // A pod that is to be kept off for other reasons is so by what forbids to schedule it there.
        && toleration["effect"]?.Text is null or "" or "NoSchedule";
}

using Archway.Judging.Sources.Data;
using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>A pod that asks for nodes of Arm and does not tolerate the taint that the tree's own pools of such nodes have.</summary>
internal sealed class K107TaintOfArm() : DataRule("K107", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context)
    {
        if (document.Format is not KubernetesFormat || !DataText.Of(document).Contains("arm64", StringComparison.Ordinal)
            || !Architectures.Lacking(context).Contains("arm64")) yield break;
        foreach (var pod in PodPlaces.WithContainers(document))
        {
            if (pod.Node["nodeName"] is not null || PlaceOf(pod) is not { } place || Toleration.Of(pod.Node) is not { } tolerations) continue;
            yield return Found(document.Source, place.Start, place.Length, "the pod asks for nodes of arm64 and is let onto none of them") with
            {
                ShutOut = new(tolerations),
            };
        }
    }

    /// <summary>What asks for nodes of Arm and no others.</summary>
    private static DataNode? PlaceOf(PodPlace pod)
    {
        if (pod.Node["nodeSelector"]?.Members.FirstOrDefault(label => NodeLabels.IsArchitecture(label.Key.Value) && label.Value.Text == "arm64") is { } label)
            return label.Key;
        if (RequiredAffinity.TermsOf(pod) is not { } terms) return null;
        RequiredAffinity affinity = new(terms, [pod]);
        return affinity.Barring("arm64").IsEmpty ? affinity.Barring(Architectures.Amd64).FirstOrDefault() : null;
    }
}

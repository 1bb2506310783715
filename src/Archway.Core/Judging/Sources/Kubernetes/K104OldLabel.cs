using Archway.Judging.Sources.Data;
using Archway.Reading.Data;
using Archway.Reading.Helm;
using Archway.Reading.Kubernetes;
using Archway.Reading.Kustomize;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>Pods placed by labels of nodes that have another name since: <c>beta.kubernetes.io/arch</c>.</summary>
internal sealed class K104OldLabel() : DataRule("K104", Severity.Warning)
{
    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context)
    {
        if (document.Format is not (KubernetesFormat or HelmValuesFormat or FleetFile or KustomizeFormat)) yield break;
        if (!DataText.Of(document).Contains("beta.kubernetes.io/", StringComparison.Ordinal)) yield break;
        foreach (var place in DataWalk.Places(document, document.Root, IsOfOthers))
            foreach (var (label, now, edit) in OldLabels.At(document.Source, place))
                yield return Found(document.Source, label.Start, label.Length, $"the label {label.Value} is called {now} since Kubernetes {Since(now)}",
                    edit is { } made ? new($"call it {now}", FixSafety.Safe, made) : null);
    }

    // A taint may be called anything; a volume keeps the label that its provisioner gave it.
    private static bool IsOfOthers(DataPlace place) => place.Member?.Key.Value is "tolerations" or "taints" or "status" or "labels" or "matchLabels"
        || Resource.IsDefinition(place.Node)
        || (Resource.Is(place.Node) && place.Node["kind"]?.Text is "StorageClass" or "PersistentVolume" or "Node");

    private static string Since(string label) => label is NodeLabels.Architecture or NodeLabels.System ? "1.14" : "1.17";
}

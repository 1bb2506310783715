using Archway.Judging.Sources.Data;
using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>A pool of Karpenter that makes nodes of amd64 alone.</summary>
/// <remarks><see href="https://karpenter.sh/docs/concepts/nodepools/"/></remarks>
internal sealed class K112PoolOfAmd64() : DataRule("K112", Severity.Warning)
{
    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context)
    {
        if (document.Format is not KubernetesFormat || !DataText.Of(document).Contains("karpenter.sh/", StringComparison.Ordinal)) yield break;
        if (Architectures.Lacking(context) is not { IsEmpty: false } wanted || context.Lacking(Architectures.LinuxAmd64) is not { } lacking) yield break;
        // A pool for the other architecture stands beside this one, or this one says with which taints it comes.
        if (wanted.Any(architecture => NamesOfArm.Mentions(document.Source, architecture))) yield break;
        foreach (var place in DataWalk.Places(document, document.Root, place => place.Member?.Key.Value == "status"))
        {
            if (place.Around?.Member?.Key.Value != "requirements" || !NodeLabels.IsArchitecture(place.Node["key"]?.Text)
                || place.Node["operator"]?.Text != "In") continue;
            if (!place.Outwards.Any(around => Resource.Is(around.Node) && Resource.GroupOf(around.Node) == "karpenter.sh"
                && around.Node["kind"]?.Text is "NodePool" or "Provisioner")) continue;
            if (place.Node["values"] is not DataSequence { Nodes: [DataScalar { Value: Architectures.Amd64 } only] } values) continue;
            if (place.Around!.Node.Items.Any(other => other["key"]?.Text == NodeLabels.System && RequiredAffinity.Values(other).Contains("windows"))) continue;
            yield return Found(document.Source, only.Start, only.Length, $"the pool makes nodes of amd64 alone, and so none of {lacking}",
                DataEdits.Append(document.Source, values, wanted) is { } edit
                    ? new($"add {string.Join(" and ", wanted)}", FixSafety.Ask, edit) : null, lacking);
        }
    }
}

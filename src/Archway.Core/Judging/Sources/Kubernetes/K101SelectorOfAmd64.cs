using Archway.Judging.Sources.Data;
using Archway.Reading.Data;
using Archway.Reading.Helm;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>Pods that run on nodes of amd64 alone: <c>nodeSelector: {kubernetes.io/arch: amd64}</c>.</summary>
internal sealed class K101SelectorOfAmd64() : DataRule("K101", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context)
    {
        // A chart's values have a rule of their own.
        if (document.Format is HelmValuesFormat or FleetFile || context.Lacking(Architectures.LinuxAmd64) is not { } lacking) yield break;
        foreach (var selector in NodeSelector.OfAmd64(document))
        {
            if (selector.Pods.Any(pod => pod.IsGivenToChart)) continue;
            var (source, label) = (document.Source, selector.Architectures[0]);
            Fix? fix = selector.WithoutArchitecture(source, keepsKey: false) is { IsEmpty: false } edits
                ? new("take the architecture off", FixSafety.Safe, edits) : null;
            yield return Found(source, label.Key.Start, DataText.EndOf(source, label) - label.Key.Start ?? label.Key.Length,
                $"the selector keeps the pod on nodes of amd64, and so off those of {lacking}", fix, lacking) with
            {
                Needs = selector.Images,
                Doubt = selector.Doubt ?? K111PathOfX86.DoubtOf(selector.Pods),
            };
        }
    }
}

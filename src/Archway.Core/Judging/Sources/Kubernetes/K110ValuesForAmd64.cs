using Archway.Judging.Sources.Data;
using Archway.Reading.Data;
using Archway.Reading.Helm;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>Values of a chart that are for amd64 alone: a selector, or an architecture by its name.</summary>
internal sealed class K110ValuesForAmd64() : DataRule("K110", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context)
    {
        if (context.Lacking(Architectures.LinuxAmd64) is not { } lacking) yield break;
        var isValues = document.Format is HelmValuesFormat or FleetFile;
        foreach (var selector in NodeSelector.OfAmd64(document))
        {
            if (!isValues && !selector.Pods.Any(pod => pod.IsGivenToChart)) continue;
            var (source, label) = (document.Source, selector.Architectures[0]);
            // Templates look into the selector, whether anything stands in it or not.
            Fix? fix = selector.WithoutArchitecture(source, keepsKey: true) is { IsEmpty: false } edits ? new("take the architecture off", FixSafety.Safe, edits) : null;
            yield return Found(source, label.Key.Start, DataText.EndOf(source, label) - label.Key.Start ?? label.Key.Length,
                $"the chart's pods are kept on nodes of amd64, and so off those of {lacking}", fix, lacking) with
            {
                Needs = selector.Images,
                Doubt = selector.Doubt,
            };
        }
    }
}

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
            Fix? fix = selector.WithoutArchitecture(source, keepsKey: true) is { IsEmpty: false } edits
                ? new("take the architecture off", FixSafety.Safe, edits) : null;
            yield return Found(source, label.Key.Start, DataText.EndOf(source, label) - label.Key.Start ?? label.Key.Length,
                $"the chart's pods are kept on nodes of amd64, and so off those of {lacking}", fix, lacking) with
            {
                Needs = selector.Images,
                Doubt = selector.Doubt,
            };
        }

        foreach (var written in isValues ? Named(document) : [])
            yield return Found(document.Source, written.Start, written.Length,
                $"the chart is given the architecture {written.Value}, and so is not for {lacking}", null, lacking);
    }

    /// <summary>The architectures that values name for the whole chart, or for one of its images.</summary>
    private static IEnumerable<DataScalar> Named(DataDocument document)
    {
        // values-amd64.yaml stands beside others.
        if (document.Source.Name.Contains(Architectures.Amd64, StringComparison.Ordinal)) return [];
        var text = DataText.Of(document);
        if (!text.Contains(Architectures.Amd64, StringComparison.Ordinal) && !text.Contains("x86_64", StringComparison.Ordinal)) return [];
        return from place in (DataNode?[])[document.Root, document.Root["global"], document.Root["image"], document.Root["global"]?["image"]]
               from member in place?.Members ?? []
               where member.Key.Value is "arch" or "architecture" or "cpuArchitecture" or "platform" && member.Key.Start >= place.Start
               let written = member.Value as DataScalar
               where written is not null && written.Start > member.Key.Start && Architectures.IsAmd64(written.Value)
               select written;
    }
}

using Archway.Judging.Sources.Data;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>Pods whose required affinity names amd64 alone, or bars another architecture.</summary>
internal sealed class K102AffinityOfAmd64() : DataRule("K102", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context)
    {
        foreach (var affinity in RequiredAffinity.Of(document))
        {
            if (context.Lacking(Architectures.LinuxAmd64) is not { } lacking || Architectures.Lacking(context) is not [var first, ..] wanted) yield break;
            if (affinity.AsksForWindows || affinity.Pods.Any(pod => pod.IsNamedForArchitecture)) continue;
            foreach (var expression in affinity.Barring(first))
            {
                if (expression["values"] is not DataSequence values || ValueAt(values, expression, first) is not { } value) continue;
                var isIn = expression["operator"]!.Text == "In";
                yield return Found(document.Source, value.Start, value.Length,
                    isIn ? $"the affinity keeps the pod on nodes of amd64, and so off those of {lacking}"
                        : $"the affinity keeps the pod off nodes of {lacking}",
                    isIn ? Add(document.Source, values, wanted) : Remove(document, affinity, expression, value), lacking) with
                {
                    Needs = [.. affinity.Pods.SelectMany(pod => pod.Images).Distinct()],
                    Doubt = affinity.Pods.Select(pod => pod.Doubt).FirstOrDefault(doubt => doubt is not null) ?? K111PathOfX86.DoubtOf(affinity.Pods),
                };
            }
        }
    }

    // What is for yet other architectures, and not for amd64, is left to them.
    private static DataNode? ValueAt(DataSequence values, DataNode expression, string architecture) =>
        values.Nodes.FirstOrDefault(value => value.Text == (expression["operator"]!.Text == "In" ? Architectures.Amd64 : architecture));

    private static Fix? Add(SourceText source, DataSequence values, IEnumerable<string> wanted)
    {
        string[] missing = [.. wanted.Where(architecture => values.Nodes.All(value => value.Text != architecture))];
        return DataEdits.Append(source, values, missing) is { } edit ? new($"add {string.Join(" and ", missing)}", FixSafety.Safe, edit) : null;
    }

    private static Fix? Remove(DataDocument document, RequiredAffinity affinity, DataNode expression, DataNode value)
    {
        var values = (DataSequence)expression["values"]!;
        var edit = values.Nodes.Length > 1 ? DataEdits.Remove(document.Source, values, value)
            // A term that is left empty meets no node, and the others are no longer asked once one meets them all.
            : affinity.Terms.Nodes.Length == 1 ? DataEdits.RemoveUpTo(document, affinity.Pods[0].Node, expression, "affinity") : null;
        return edit is null ? null : new($"take {value.Text} off", FixSafety.Safe, edit);
    }
}

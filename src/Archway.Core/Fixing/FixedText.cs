using System.Collections.Immutable;
using System.Text;
using Archway.Judging;

namespace Archway.Fixing;

/// <summary>A text with fixes made in it.</summary>
/// <param name="Text">The text then.</param>
/// <param name="Settled">The findings whose fix was made.</param>
internal sealed record FixedText(string Text, ImmutableArray<Finding> Settled)
{
    /// <summary>Makes fixes, the safe ones first, else in the order given; one that overlaps an earlier one is left for another time.</summary>
    internal static FixedText Of(string original, IEnumerable<Finding> findings)
    {
        SortedDictionary<int, Edit> edits = [];
        var settled = ImmutableArray.CreateBuilder<Finding>();
        foreach (var finding in findings.OrderByDescending(finding => finding.Fix?.Safety))
        {
            if (finding.Fix is not { } fix || fix.Edits.Any(edit => edits.Values.Any(made => Clash(made, edit)))) continue;
            // What two fixes both want, as the same ARG above two downloads, is done once.
            foreach (var edit in fix.Edits) edits[edit.Start] = edit;
            settled.Add(finding);
        }

        StringBuilder text = new(original.Length);
        var at = 0;
        foreach (var edit in edits.Values)
        {
            text.Append(original, at, edit.Start - at).Append(edit.With);
            at = edit.End;
        }

        return new(text.Append(original, at, original.Length - at).ToString(), settled.ToImmutable());
    }

    private static bool Clash(Edit one, Edit other) => one != other
        && (one.Start == other.Start || (one.Start < other.End && other.Start < one.End));
}

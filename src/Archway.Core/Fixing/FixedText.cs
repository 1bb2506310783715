using System.Collections.Immutable;
using System.Text;
using Archway.Judging;

namespace Archway.Fixing;

/// <summary>A text with fixes made in it.</summary>
/// <param name="Text">The text then.</param>
/// <param name="Settled">The findings whose fix was made.</param>
/// <param name="Edits">What was changed, in the order of the text.</param>
internal sealed record FixedText(string Text, ImmutableArray<Finding> Settled, ImmutableArray<Edit> Edits)
{
    private static readonly Comparer<Edit> ByStart = Comparer<Edit>.Create((one, other) => one.Start.CompareTo(other.Start));

    /// <summary>Makes fixes, the safe ones first, else in the order given; one that overlaps an earlier one is left for another time.</summary>
    internal static FixedText Of(string original, IEnumerable<Finding> findings)
    {
        List<Edit> edits = [];
        var settled = ImmutableArray.CreateBuilder<Finding>();
        foreach (var finding in findings.OrderByDescending(finding => finding.Fix?.Safety))
        {
            if (finding.Fix is not { } fix || fix.Edits.Any(edit => Clashes(edits, edit))) continue;
            // What two fixes both want, as the same ARG above two downloads, is done once.
            foreach (var edit in fix.Edits)
                if (edits.BinarySearch(edit, ByStart) is < 0 and var place) edits.Insert(~place, edit);
            settled.Add(finding);
        }

        StringBuilder text = new(original.Length);
        var at = 0;
        foreach (var edit in edits)
        {
            text.Append(original, at, edit.Start - at).Append(edit.With);
            at = edit.End;
        }

        return new(text.Append(original, at, original.Length - at).ToString(), settled.ToImmutable(), [.. edits]);
    }

    /// <summary>Where what stood at an offset of the text before stands now; what was put in there stands before it.</summary>
    internal int Moved(int offset) => offset + Edits.Where(edit => edit.End <= offset).Sum(edit => edit.With.Length - edit.Length);

    // None of those made overlap, so that only the ones beside a place can.
    private static bool Clashes(List<Edit> made, Edit edit)
    {
        var place = made.BinarySearch(edit, ByStart);
        if (place >= 0) return made[place] != edit;
        var next = ~place;
        return (next > 0 && edit.Start < made[next - 1].End) || (next < made.Count && made[next].Start < edit.End);
    }
}

using System.Collections.Immutable;
using Archway.Judging;
using Archway.Reading;
using Archway.Scanning;

namespace Archway.Fixing;

/// <summary>Makes the fixes of a scan, file after file, until nothing is left that may be made.</summary>
/// <param name="tree">The files that were scanned.</param>
/// <param name="reading">How they are read.</param>
/// <param name="wants">Whether a finding's fix is to be made.</param>
public sealed class Fixer(SourceTree tree, ReadingOptions reading, Func<Finding, bool> wants)
{
    // Two fixes at one place come one after the other; more than these would not end.
    private const int MostRounds = 10;

    /// <summary>What becomes of each file that changes, in the order of their paths; nothing is written.</summary>
    /// <param name="scan">What was found.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public ImmutableArray<FileFix> Fix(ScanResult scan, CancellationToken cancellationToken)
    {
        var fixes = ImmutableArray.CreateBuilder<FileFix>();
        foreach (var file in scan.Findings.Where(IsWanted).GroupBy(finding => finding.At.File, StringComparer.Ordinal).OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            if (tree.FindText(file.Key) is not { } source) continue;
            if (FixOne(source, [.. file], scan, cancellationToken) is { } fix) fixes.Add(fix);
        }

        return fixes.ToImmutable();
    }

    private FileFix? FixOne(SourceText source, ImmutableArray<Finding> wanted, ScanResult scan, CancellationToken cancellationToken)
    {
        var (text, settled, findings) = (source.Text, ImmutableArray<Finding>.Empty, wanted);
        ImmutableArray<Finding> after = [];
        for (var round = 0; round < MostRounds && findings.Length > 0; round++)
        {
            var made = FixedText.Of(text, findings);
            if (made.Text == text) break;
            (text, settled) = (made.Text, [.. settled, .. made.Settled]);
            after = FindingsIn(new(source.Path, text), scan, cancellationToken);
            findings = [.. after.Where(IsWanted)];
        }

        if (text == source.Text) return null;
        // What a file by itself does not tell of is not told to be gone either.
        var before = FindingsIn(source, scan, cancellationToken).ToLookup(finding => (finding.Rule, finding.Platform, finding.At));
        var left = scan.Findings.Where(finding => finding.At.File == source.Path && !settled.Contains(finding)).ToArray();
        return new(source.Path, source.Text, text, settled,
            [.. Gone([.. left.Where(finding => before.Contains((finding.Rule, finding.Platform, finding.At)))], after)]);
    }

    private ImmutableArray<Finding> FindingsIn(SourceText source, ScanResult scan, CancellationToken cancellationToken) =>
        [.. SourceReader.ReadOne(source, tree, reading, cancellationToken).SelectMany(scan.Judge)];

    // A finding may stand elsewhere by now, and say what it says in other words; those that say the same are taken first.
    private static IEnumerable<Finding> Gone(Finding[] before, IEnumerable<Finding> after)
    {
        var still = after.ToList();
        List<Finding> others = [];
        foreach (var finding in before)
            if (!TakeOne(finding, other => other.Message == finding.Message)) others.Add(finding);
        return others.Where(finding => !TakeOne(finding, _ => true));

        bool TakeOne(Finding finding, Predicate<Finding> isSame)
        {
            var at = still.FindIndex(other => other.Rule == finding.Rule && Equals(other.Platform, finding.Platform) && isSame(other));
            if (at >= 0) still.RemoveAt(at);
            return at >= 0;
        }
    }

    private bool IsWanted(Finding finding) => finding.Fix is { Safety: not FixSafety.ShowOnly } && wants(finding);
}

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
        HashSet<(string Rule, string Message, string Written, int Offset)> vain = [];
        for (var round = 0; round < MostRounds && findings.Length > 0; round++)
        {
            var made = FixedText.Of(text, findings);
            if (made.Text == text) break;
            var (was, now) = (new SourceText(source.Path, text), new SourceText(source.Path, made.Text));
            after = FindingsIn(now, scan, cancellationToken);
            // A fix that leaves its finding where it is mends nothing, and would be made again and again.
            if (Unmended(was, now, made, after, scan, cancellationToken) is { Length: > 0 } unmended)
            {
                vain.UnionWith(unmended.Select(finding => KeyOf(was, finding)));
                findings = [.. findings.Except(unmended)];
                after = FindingsIn(was, scan, cancellationToken);
                continue;
            }

            (text, settled) = (made.Text, [.. settled, .. made.Settled]);
            vain = [.. vain.Select(key => key with { Offset = made.Moved(key.Offset) })];
            findings = [.. after.Where(finding => IsWanted(finding) && !vain.Contains(KeyOf(now, finding)))];
        }

        if (text == source.Text) return null;
        // What a file by itself does not tell of is not told to be gone either.
        var before = FindingsIn(source, scan, cancellationToken).ToLookup(finding => (finding.Rule, finding.Platform, finding.At));
        var left = scan.Findings.Where(finding => finding.At.File == source.Path && !settled.Contains(finding)).ToArray();
        return new(source.Path, source.Text, text, settled,
            [.. Gone([.. left.Where(finding => before.Contains((finding.Rule, finding.Platform, finding.At)))], after)]);
    }

    /// <summary>The findings that are still there though their fix was made; what came to their place from beside them is none of these.</summary>
    private Finding[] Unmended(SourceText was, SourceText now, FixedText made, ImmutableArray<Finding> after, ScanResult scan, CancellationToken cancellationToken)
    {
        HashSet<(string, string, string, int)> there = [.. after.Select(finding => KeyOf(now, finding))];
        Finding[] unmended = [.. made.Settled.Where(finding => there.Contains(Moved(finding)))];
        if (unmended.Length == 0) return unmended;
        HashSet<(string, string, string, int)> settled = [.. made.Settled.Select(finding => KeyOf(was, finding))];
        HashSet<(string, string, string, int)> beside = [.. FindingsIn(was, scan, cancellationToken).Where(finding => !settled.Contains(KeyOf(was, finding))).Select(Moved)];
        return [.. unmended.Where(finding => !beside.Contains(Moved(finding)))];

        (string, string, string, int) Moved(Finding finding) => KeyOf(was, finding) is var key ? key with { Offset = made.Moved(key.Offset) } : default;
    }

    private static (string Rule, string Message, string Written, int Offset) KeyOf(SourceText text, Finding finding) =>
        (finding.Rule, finding.Message, text.TextAt(finding.At), text.OffsetOf(finding.At));

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

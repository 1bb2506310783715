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
            var (text, settled) = FixOne(source, [.. file], scan, cancellationToken);
            if (text != source.Text) fixes.Add(new(file.Key, source.Text, text, settled));
        }

        return fixes.ToImmutable();
    }

    private (string Text, ImmutableArray<Finding> Settled) FixOne(SourceText source, ImmutableArray<Finding> findings, ScanResult scan, CancellationToken cancellationToken)
    {
        var (text, settled) = (source.Text, ImmutableArray<Finding>.Empty);
        for (var round = 0; round < MostRounds && findings.Length > 0; round++)
        {
            var made = FixedText.Of(text, findings);
            if (made.Text == text) break;
            (text, settled) = (made.Text, [.. settled, .. made.Settled]);
            findings = [.. SourceReader.ReadOne(new(source.Path, text), tree, reading, cancellationToken).SelectMany(scan.Judge).Where(IsWanted)];
        }

        return (text, settled);
    }

    private bool IsWanted(Finding finding) => finding.Fix is { Safety: not FixSafety.ShowOnly } && wants(finding);
}

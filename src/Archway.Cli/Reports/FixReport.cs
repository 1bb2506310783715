using System.Globalization;
using System.Text;
using Archway.Cli.Files;
using Archway.Cli.Terminal;
using Archway.Fixing;
using Archway.Judging;
using Archway.Reading;
using Archway.Scanning;

namespace Archway.Cli.Reports;

/// <summary>What was fixed, file after file: a diff, or the files changed; and beside it, for a person, what is left.</summary>
/// <param name="options">What becomes of the fixes.</param>
/// <param name="surroundings">Where it is told.</param>
internal sealed class FixReport(FixOptions options, Surroundings surroundings)
{
    private readonly StringBuilder _diff = new();
    private readonly List<Finding> _left = [];
    private int _settled;
    private int _files;
    private int _unsafe;

    /// <summary>Adds what becomes of one target.</summary>
    internal void Add(ScanResult scan, IReadOnlyList<FileFix> fixes, SourceTree tree)
    {
        foreach (var fix in fixes)
        {
            var path = Path.GetRelativePath(surroundings.WorkingFolder, Path.Join(tree.Root, fix.File)).Replace('\\', '/');
            _diff.Append(UnifiedDiff.Of(path, fix.Before, fix.After));
            if (options.Writes) RewrittenFile.Write(Path.Join(tree.Root, fix.File), fix.Before, fix.After);
            _files++;
            _settled += fix.Settled.Length;
        }

        var settled = fixes.SelectMany(fix => fix.Settled).ToHashSet();
        foreach (var finding in scan.Findings.Where(finding => options.IsOfRules(finding) && finding.Severity > Severity.Note && !settled.Contains(finding)))
        {
            if (finding.Fix is { Safety: FixSafety.Ask } && !options.MakesUnsafe) _unsafe++;
            _left.Add(finding);
        }
    }

    /// <summary>Writes what has not been written yet.</summary>
    internal void End(bool quiet)
    {
        if (options.Patch is { } patch)
        {
            using var file = OutputFile.Open(Path.GetFullPath(patch, surroundings.WorkingFolder), isPrivate: false);
            file.Stream.Write(Encoding.UTF8.GetBytes(_diff.ToString()));
            file.Keep();
        }
        else if (!options.Writes) surroundings.Output.Write(_diff.ToString());

        if (quiet) return;
        // A diff is for programs; where the files are changed, what was done is the answer.
        var screen = options.Writes ? new Screen(surroundings) : new Screen(surroundings.Error, surroundings.ErrorWidth, colours: false);
        foreach (var finding in _left) screen.Line(0, $"{finding.At.File}:{finding.At.Line}: {finding.Rule} {finding.Message}");
        screen.Line(0, string.Create(CultureInfo.InvariantCulture,
            $"{_settled} {(options.Writes ? "fixed" : "can be fixed")} in {_files} {(_files == 1 ? "file" : "files")}, {_left.Count} left")
            + (_unsafe > 0 ? string.Create(CultureInfo.InvariantCulture, $", {_unsafe} of them with --unsafe") : "")
            + (options.Writes || _settled == 0 ? "" : "; --write makes the changes"));
    }
}

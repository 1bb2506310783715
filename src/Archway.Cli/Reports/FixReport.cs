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
    private readonly List<string> _unchanged = [];
    private int _settled;
    private int _files;
    private int _unsafe;

    /// <summary>Adds what becomes of one target.</summary>
    internal void Add(ScanResult scan, IReadOnlyList<FileFix> fixes, SourceTree tree)
    {
        HashSet<Finding> settled = [];
        HashSet<string> unchanged = [];
        foreach (var fix in fixes)
        {
            if (WhyNot(fix, tree) is { } why)
            {
                unchanged.Add(fix.File);
                _unchanged.Add($"{fix.File} is not changed: {why}");
                continue;
            }

            settled.UnionWith([.. fix.Settled, .. fix.Gone]);
            _files++;
            _settled += fix.Settled.Length;
        }

        foreach (var finding in scan.Findings.Where(finding => options.IsOfRules(finding) && finding.Severity > Severity.Note && !settled.Contains(finding)))
        {
            if (finding.Fix is { Safety: FixSafety.Ask } && !options.MakesUnsafe && !unchanged.Contains(finding.At.File)) _unsafe++;
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
        else if (!options.Writes) WriteDiff();

        if (quiet) return;
        // A diff is for programs; where the files are changed, what was done is the answer.
        var screen = options.Writes ? new Screen(surroundings) : new Screen(surroundings.Error, surroundings.ErrorWidth, colours: false);
        foreach (var finding in _left) screen.Line(0, $"{finding.At.File}:{finding.At.Line}: {finding.Rule} {finding.Message}");
        foreach (var file in _unchanged) screen.Line(0, file);
        screen.Line(0, string.Create(CultureInfo.InvariantCulture,
            $"{_settled} {(options.Writes ? "fixed" : "can be fixed")} in {_files} {(_files == 1 ? "file" : "files")}, {_left.Count} left")
            + (_unsafe > 0 ? string.Create(CultureInfo.InvariantCulture, $", {_unsafe} of them with --unsafe") : "")
            + (options.Writes || _settled == 0 ? "" : "; --write makes the changes"));
    }

    /// <summary>Takes up the change of a file; tells why it cannot be made.</summary>
    private string? WhyNot(FileFix fix, SourceTree tree)
    {
        if (RewrittenFile.Read(Path.Join(tree.Root, fix.File), fix.Before) is var read && !read.TryGetValue(out var file)) return read.Problem;
        if (!file.IsOfDiffs && !options.Writes) return $"a diff is of UTF-8, and this file of {file.Encoding}; --write changes it";
        var path = Path.GetRelativePath(surroundings.WorkingFolder, Path.Join(tree.Root, fix.File)).Replace(Path.DirectorySeparatorChar, '/');
        if (file.IsOfDiffs) _diff.Append(UnifiedDiff.Of(path, file.Mark + fix.Before, file.Mark + fix.After));
        if (options.Writes) file.Write(fix.After);
        return null;
    }

    // What a program reads is as it is; what a person sees does nothing but stand there.
    private void WriteDiff()
    {
        if (surroundings.OutputWidth is null)
        {
            surroundings.Output.Write(_diff.ToString());
            return;
        }

        foreach (var line in _diff.ToString().TrimEnd('\n').Split('\n').Where(line => line.Length > 0))
            surroundings.Output.Write(string.Join('\t', line.TrimEnd('\r').Split('\t').Select(SafeText.WriteOut)) + "\n");
    }
}

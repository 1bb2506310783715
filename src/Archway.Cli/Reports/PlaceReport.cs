using System.Globalization;
using Archway.Cli.Files;
using Archway.Cli.Terminal;
using Archway.Fixing;
using Archway.Placing.Constraining;

namespace Archway.Cli.Reports;

/// <summary>What was placed, file after file: a diff, the files changed, or standard input on standard output; and beside it, for a person, what was done and left.</summary>
internal sealed class PlaceReport(bool writes, Surroundings surroundings)
{
    private readonly List<string> _told = [];
    private int _changed;
    private int _left;

    internal void Add(string name, string before, PlacedManifest placed)
    {
        foreach (var workload in placed.Workloads)
        {
            if (workload.Changes.Length > 0) _changed++;
            if (workload.Problem is not null) _left++;
            if (workload.Changes.Length > 0) _told.Add($"{workload.Workload}: {string.Join(", ", workload.Changes)}");
            if (workload.Problem is { } problem) _told.Add($"{workload.Workload}: left as it is: {problem}");
            foreach (var note in workload.Notes) _told.Add($"{workload.Workload}: {note}");
        }

        if (name == "-") surroundings.Output.Write(placed.Text);
        else if (placed.Text != before) Change(name, before, placed.Text);
    }

    internal void End(bool quiet)
    {
        if (quiet) return;
        foreach (var line in _told) surroundings.Error.WriteLine($"archway: {SafeText.Clean(line)}");
        surroundings.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"archway: {_changed} workloads placed, {_left} left as they are"));
    }

    private void Change(string name, string before, string after)
    {
        var path = Path.GetFullPath(name, surroundings.WorkingFolder);
        if (RewrittenFile.Read(path, before) is var read && !read.TryGetValue(out var file)) throw new CommandException($"{name} is not changed: {read.Problem}");
        if (writes) file.Write(after);
        else
        {
            var diff = UnifiedDiff.Of(Path.GetRelativePath(surroundings.WorkingFolder, path).Replace(Path.DirectorySeparatorChar, '/'), file.Mark + before, file.Mark + after);
            surroundings.Output.Write(surroundings.OutputWidth is null ? diff
                : string.Concat(diff.TrimEnd('\n').Split('\n').Select(line => string.Join('\t', line.TrimEnd('\r').Split('\t').Select(SafeText.WriteOut)) + "\n")));
        }
    }
}

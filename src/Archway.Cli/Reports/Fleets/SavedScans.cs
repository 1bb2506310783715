using System.Collections.Immutable;
using Archway.Cli.Commands;
using Archway.Fleets;
using Archway.Pages;

namespace Archway.Cli.Reports.Fleets;

/// <summary>Saved scans of many repositories and clusters, joined into one fleet.</summary>
/// <param name="surroundings">Where they are.</param>
internal sealed class SavedScans(Surroundings surroundings)
{
    private const int MostFiles = 10_000;
    private const int MostWorkloads = 500_000;
    private const int MostNotes = 20;
    private readonly List<string> _notes = [];
    private FleetMerge? _fleet;
    private (string File, ImmutableArray<string> Platforms) _first;

    /// <summary>What was not read, and why: of a folder whatever is no scan.</summary>
    internal IReadOnlyList<string> Notes => _notes;

    /// <summary>The fleet.</summary>
    /// <param name="names">Files, and folders of them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CommandException">One that is named cannot be read, or no scan is among them.</exception>
    internal async Task<FleetDocument> JoinAsync(string[] names, CancellationToken cancellationToken)
    {
        foreach (var file in ScanFile.Among(names, MostFiles, surroundings))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Add(file, ScannedFleet.Of(await ReadAsync(file, cancellationToken), file.Of, file.At));
            }
            catch (CommandException problem) when (!file.IsNamed)
            {
                _notes.Add(problem.Message);
            }
        }

        if (_fleet is null) throw new CommandException($"there is no saved scan in {string.Join(", ", names)}; write one with archway scan --format json{(_notes.Count > 0 ? $"; {_notes[0]}" : "")}");
        foreach (var note in _notes.Take(MostNotes)) _fleet.Notes.Add(VisibleText.Of(note, 500));
        if (_notes.Count > MostNotes) _fleet.Notes.Add($"and {_notes.Count - MostNotes} more files were not read");
        return _fleet.Join(isLive: false);
    }

    private async Task<Json.ScanDocument> ReadAsync(ScanFile file, CancellationToken cancellationToken)
    {
        var scan = await ConvertCommand.ReadAsync(file.Path, surroundings, cancellationToken);
        if (_first.File is null) _first = (file.Path, scan.Target);
        if (scan.Target.Order(StringComparer.Ordinal).SequenceEqual(_first.Platforms.Order(StringComparer.Ordinal))) return scan;
        throw new CommandException($"cannot join {file.Path}, which asks about {string.Join(", ", scan.Target)}, with {_first.File}, which asks about "
            + $"{string.Join(", ", _first.Platforms)}; join scans of the same --platform");
    }

    private void Add(ScanFile file, FleetScan scan)
    {
        _fleet ??= new($"archway {ProgramVersion.Text}", _first.Platforms);
        if (!_fleet.Add(scan)) throw new CommandException($"cannot join {file.Path}: another scan of {scan.Name} is of the same time; a date in the file's name, as in {scan.Name}-2026-11-23.json, tells them apart");
        if (_fleet.Workloads > MostWorkloads)
            throw new CommandException($"cannot join {file.Path}: the scans name more than {MostWorkloads} workloads; join fewer at a time");
    }
}

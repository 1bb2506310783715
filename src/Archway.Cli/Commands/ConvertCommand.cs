using System.CommandLine;
using Archway.Cli.Files;
using Archway.Cli.Reports.Json;

namespace Archway.Cli.Commands;

/// <summary><c>archway convert FILE</c></summary>
internal static class ConvertCommand
{
    // A fleet of a hundred thousand places has some fifty megabytes.
    private const int LargestReport = 512 * 1024 * 1024;

    internal static Command Create(Surroundings surroundings)
    {
        Argument<string> file = new("file") { Description = "A report that archway scan --format json wrote; - is standard input." };
        ReportOptions.Surface reports = new();
        TaughtCommand command = new("convert", "Writes a saved scan again in another form.",
            """
            Examples:
              archway scan . -o json=scan.json
              archway convert scan.json --format markdown
              archway convert scan.json -o sarif=archway.sarif -o csv=images.csv
              curl -s https://ci.example/scan.json | archway convert -
            """) { file };
        foreach (var option in reports.All) command.Options.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = reports.Read(parsed, surroundings);
            options.Write(await ReadAsync(parsed.GetRequiredValue(file), surroundings, cancellationToken), surroundings);
            return ExitCodes.Done;
        });
        return command;
    }

    internal static async Task<ScanDocument> ReadAsync(string name, Surroundings surroundings, CancellationToken cancellationToken)
    {
        await using var file = await InputFile.OpenAsync(name, LargestReport, surroundings, cancellationToken);
        var scan = SavedDocument.Read(file);
        return scan.Value ?? throw new CommandException($"cannot read {InputFile.Shown(name)} as a saved scan: {scan.Problem}");
    }
}

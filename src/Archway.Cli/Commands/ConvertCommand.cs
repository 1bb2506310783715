using System.CommandLine;
using System.Text.Json;
using Archway.Cli.Reports;
using Archway.Cli.Reports.Json;

namespace Archway.Cli.Commands;

/// <summary><c>archway convert FILE</c></summary>
internal static class ConvertCommand
{
    // A fleet of a hundred thousand places has some fifty megabytes.
    private const long LargestReport = 512L * 1024 * 1024;

    internal static Command Create(Surroundings surroundings)
    {
        Argument<string> file = new("file") { Description = "A report that archway scan --format json wrote." };
        var format = Arguments.Format(ReportFormat.Names);
        var files = Arguments.Files();
        TaughtCommand command = new("convert", "Writes a saved scan again in another form.",
            """
            Examples:
              archway scan . -o json=scan.json
              archway convert scan.json --format markdown
              archway convert scan.json -o sarif=archway.sarif -o csv=images.csv
            """) { file, format, files };
        command.SetAction(parsed =>
        {
            var scan = Read(Path.GetFullPath(parsed.GetRequiredValue(file), surroundings.WorkingFolder));
            new ReportOptions(ReportFormat.Get(parsed.GetValue(format)!), parsed.GetValue(files) ?? []).Write(scan, surroundings);
            return ExitCodes.Done;
        });
        return command;
    }

    private static ScanDocument Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length > LargestReport)
                throw new CommandException($"cannot read {file}: it has {stream.Length} bytes, {LargestReport} at most are read");
            var scan = JsonSerializer.Deserialize(stream, ReportJson.Readable.ScanDocument);
            return scan?.SchemaVersion == ScanDocument.CurrentVersion
                ? scan
                : throw new CommandException(
                    $"cannot read {file}: it is of schemaVersion '{scan?.SchemaVersion}', and this version reads '{ScanDocument.CurrentVersion}'");
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"cannot read {file} as a saved scan: {fault.Message}");
        }
    }
}

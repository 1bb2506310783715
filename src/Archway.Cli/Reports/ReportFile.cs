using System.Text;
using Archway.Cli.Reports.Json;
using Archway.Oci;

namespace Archway.Cli.Reports;

/// <summary>A report that goes to a file: <c>sarif=out/archway.sarif</c>.</summary>
internal sealed record ReportFile(ReportFormat Format, string Path)
{
    /// <summary>Reads <c>FORMAT=FILE</c>.</summary>
    internal static Parsed<ReportFile> Read(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var format = equals < 1 ? null : ReportFormat.All.FirstOrDefault(one => one.Name == text[..equals]);
        return format is null || equals + 1 == text.Length
            ? Parsed.Problem<ReportFile>($"'{text}' is not FORMAT=FILE; the formats are {string.Join(", ", ReportFormat.Names)}")
            : Parsed.Value(new ReportFile(format, text[(equals + 1)..]));
    }

    /// <summary>Writes the whole report or nothing: a run that is stopped leaves no half of one.</summary>
    internal void Write(ScanDocument scan, string folder)
    {
        var file = System.IO.Path.GetFullPath(Path, folder);
        var draft = $"{file}.{Guid.NewGuid():N}";
        try
        {
            using (StreamWriter writer = new(draft, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" })
                Format.Write(scan, writer);
            File.Move(draft, file, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(draft)) File.Delete(draft);
            throw new CommandException($"cannot write the {Format.Name} report to {file}: {fault.Message}");
        }
    }
}

using System.Text;
using Archway.Cli.Files;
using Archway.Cli.Reports.Json;
using Archway.Oci;

namespace Archway.Cli.Reports;

/// <summary>A report that goes to a file: <c>sarif=out/archway.sarif</c>.</summary>
internal sealed record ReportFile(ReportFormat Format, string Path)
{
    /// <summary>Reads <c>FORMAT=FILE</c>.</summary>
    internal static Parsed<ReportFile> Read(string text) => Read(text, ReportFormat.Names);

    /// <summary>The same where there are no other formats than these.</summary>
    internal static Parsed<ReportFile> Read(string text, string[] names)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var format = equals < 1 ? null : ReportFormat.All.FirstOrDefault(one => one.Name == text[..equals] && names.Contains(one.Name));
        return format is null || equals + 1 == text.Length
            ? Parsed.Problem<ReportFile>($"'{text}' is not FORMAT=FILE; the formats are {string.Join(", ", names)}")
            : Parsed.Value(new ReportFile(format, text[(equals + 1)..]));
    }

    /// <summary>The reports of a list with commas between them; a comma before what is no report stands in a file's name.</summary>
    internal static string[] Split(string text)
    {
        List<string> reports = [];
        foreach (var part in text.Split(','))
        {
            if (reports.Count == 0 || ReportFormat.Names.Any(name => part.TrimStart().StartsWith(name + "=", StringComparison.Ordinal))) reports.Add(part.Trim());
            else reports[^1] += "," + part;
        }

        return [.. reports.Where(report => report.Length > 0)];
    }

    /// <summary>Whether it goes to standard output and to no file.</summary>
    internal bool IsStandardOutput => OutputFile.IsStandardOutput(Path);

    /// <summary>The file that is written, where its links lead; the same for each of the names of one file.</summary>
    internal string TargetIn(string folder)
    {
        try
        {
            var target = OutputFile.TargetOf(System.IO.Path.GetFullPath(Path, folder));
            return PlainFile.Identity(target) ?? target;
        }
        catch (IOException fault)
        {
            throw Problem(fault);
        }
    }

    /// <summary>Writes the report; a run that is stopped leaves no half of one where a file stands.</summary>
    internal void Write(ScanDocument scan, string folder) => Write(output => Format.Write(scan, output), folder);

    /// <summary>Writes a report that is of no scan.</summary>
    internal void Write(Action<TextWriter> write, string folder)
    {
        try
        {
            using var file = OutputFile.Open(System.IO.Path.GetFullPath(Path, folder), isPrivate: false);
            using (StreamWriter writer = new(file.Stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16 * 1024) { NewLine = "\n" })
                write(writer);
            file.Keep();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Problem(fault);
        }
    }

    private CommandException Problem(Exception fault) => new($"cannot write the {Format.Name} report to {Path}: {FileProblem.Of(fault)}");
}

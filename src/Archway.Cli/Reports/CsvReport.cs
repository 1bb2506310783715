using System.Globalization;
using System.Text.Json;
using Archway.Cli.Reports.Json;
using Archway.Cli.Terminal;

namespace Archway.Cli.Reports;

/// <summary>One row a place that names an image, for a spreadsheet.</summary>
/// <remarks><see href="https://www.rfc-editor.org/rfc/rfc4180"/>; what a spreadsheet would take for a formula is made text by an apostrophe.</remarks>
internal static class CsvReport
{
    internal static void Write(ScanDocument scan, TextWriter output)
    {
        var images = scan.Images.ToLookup(image => image.Image, StringComparer.Ordinal);
        WriteRow(output, "file", "line", "column", "written", "image", "status", "because", "platforms", "kind", "workload", "container", "owners", "namespace", "state");
        foreach (var place in scan.Occurrences)
        {
            var image = place.Image is null ? null : images[place.Image].FirstOrDefault();
            WriteRow(output, place.File, Number(place.Line), Number(place.Column), place.Written, place.Image ?? "",
                image is null ? "unresolved" : Words.Of(image.Status), image is null ? place.Reason ?? "" : Words.Because(image.Worst),
                image is null ? "" : string.Join(' ', image.Platforms), JsonSerializer.Serialize(place.Kind, ReportJson.Default.OccurrenceKind).Trim('"'),
                place.Workload ?? "", place.Container ?? "", Words.Owners(place), place.Namespace ?? "", place.State ?? "");
        }
    }

    private static void WriteRow(TextWriter output, params string[] fields) => output.Write(string.Join(',', fields.Select(Field)) + "\r\n");

    // A line break is a field's own, in quotes; other control characters would reach the terminal that the file is shown on.
    private static string Field(string text)
    {
        text = string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(SafeText.Clean));
        if (text is ['=' or '+' or '-' or '@' or '\n' or '\uff1d' or '\uff0b' or '\uff0d' or '\uff20', ..]) text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

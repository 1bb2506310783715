using System.Collections.Immutable;
using System.Text.Json;
using Archway.Cli.Reports.Json;
using Archway.Judging;

namespace Archway.Cli.Reports;

/// <summary>The report that a program reads; docs/scan.schema.json describes it.</summary>
internal static class JsonReport
{
    internal static void Write(ScanDocument scan, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(scan, ReportJson.Readable.ScanDocument));

    /// <summary>One image as an object, several as an array.</summary>
    internal static void Write(IReadOnlyList<ImageJudgement> images, TextWriter output)
    {
        var written = images.Select(ScanDocuments.InDepth).ToImmutableArray();
        output.WriteLine(written is [var only]
            ? JsonSerializer.Serialize(only, ReportJson.Readable.ImageJson)
            : JsonSerializer.Serialize(written, ReportJson.Readable.ImmutableArrayImageJson));
    }
}

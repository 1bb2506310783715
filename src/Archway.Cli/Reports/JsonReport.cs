using System.Collections.Immutable;
using Archway.Cli.Reports.Json;
using Archway.Judging;

namespace Archway.Cli.Reports;

/// <summary>The report that a program reads; docs/scan.schema.json describes it.</summary>
internal static class JsonReport
{
    internal static void Write(ScanDocument scan, TextWriter output) => JsonText.Write(scan, ReportJson.Readable.ScanDocument, output);

    /// <summary>One image as an object, several as an array.</summary>
    internal static void Write(IReadOnlyList<ImageJudgement> images, TextWriter output)
    {
        var written = images.Select(ScanDocuments.InDepth).ToImmutableArray();
        if (written is [var only]) JsonText.Write(only, ReportJson.Readable.ImageJson, output);
        else JsonText.Write(written, ReportJson.Readable.ImmutableArrayImageJson, output);
    }
}

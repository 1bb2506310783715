using Archway.Cli.Reports;
using Archway.Cli.Reports.Json;

namespace Archway.Cli.Commands;

/// <summary>Where a report goes and in which forms.</summary>
/// <param name="Format">The form on standard output.</param>
/// <param name="Files">The files besides.</param>
internal sealed record ReportOptions(ReportFormat Format, ReportFile[] Files)
{
    // Files first: whoever reads standard output to its end may count on them.
    internal void Write(ScanDocument scan, Surroundings surroundings)
    {
        foreach (var file in Files) file.Write(scan, surroundings.WorkingFolder);
        Format.WriteTo(surroundings, scan);
    }
}

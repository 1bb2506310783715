using System.CommandLine;
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

    /// <summary>The options on a command line, and their reading.</summary>
    internal sealed class Surface
    {
        private readonly Option<string> _format = Arguments.Format(ReportFormat.Names);

        private readonly Option<ReportFile[]> _files = new("--output", "-o")
        {
            Description = "Write the report to a file as well, in any of the formats; FORMAT=- is standard output, as is --format. May be repeated.",
            HelpName = "format=file",
            CustomParser = Arguments.ReadAll(ReportFile.Read),
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };

        internal Option[] All => [_format, _files];

        /// <exception cref="CommandException">Two reports would go to one place.</exception>
        internal ReportOptions Read(ParseResult parsed, Surroundings surroundings)
        {
            var all = parsed.GetValue(_files) ?? [];
            // What only the program would print by itself gives way.
            if (parsed.GetResult(_format) is { Implicit: false }) all = [.. all, new(ReportFormat.Get(parsed.GetValue(_format)!), "-")];
            var twice = all.GroupBy(file => file.IsStandardOutput ? "-" : file.TargetIn(surroundings.WorkingFolder), StringComparer.Ordinal)
                .FirstOrDefault(files => files.Count() > 1);
            if (twice is not null)
                throw new CommandException($"the {string.Join(" and the ", twice.Select(file => file.Format.Name))} report would both go to "
                    + (twice.Key == "-" ? "standard output; leave one out" : $"{twice.First().Path}; name another file for one"));
            var printed = all.FirstOrDefault(file => file.IsStandardOutput)?.Format ?? ReportFormat.Get(parsed.GetValue(_format)!);
            return new(printed, [.. all.Where(file => !file.IsStandardOutput)]);
        }
    }
}

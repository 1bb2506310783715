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

    /// <summary>The same of what is no scan, and has forms of its own.</summary>
    /// <param name="write">Writes it in a form.</param>
    /// <param name="print">Writes it to standard output.</param>
    /// <param name="surroundings">Where files are.</param>
    internal void Write(Action<string, TextWriter> write, Action<string> print, Surroundings surroundings)
    {
        foreach (var file in Files) file.Write(output => write(file.Format.Name, output), surroundings.WorkingFolder);
        print(Format.Name);
    }

    /// <summary>The options on a command line, and their reading.</summary>
    /// <param name="names">The forms that there are, the usual one first; null for all.</param>
    internal sealed class Surface(string[]? names = null)
    {
        private readonly Option<string> _format = Arguments.Format(names ?? ReportFormat.Names);

        private readonly Option<ReportFile[]> _files = new("--output", "-o")
        {
            Description = "Write the report to a file as well, in any of the formats; FORMAT=- is standard output, as is --format. May be repeated.",
            HelpName = "format=file",
            CustomParser = Arguments.ReadAll(text => ReportFile.Read(text, names ?? ReportFormat.Names)),
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

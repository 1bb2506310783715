using System.CommandLine;
using Archway.Cli.Reports.Json;

namespace Archway.Cli.Commands;

/// <summary>What does not count, and whether it is shown.</summary>
/// <param name="Baseline">A report from before; null for none.</param>
/// <param name="Shows">Whether a person is shown what does not count.</param>
internal sealed record SuppressionOptions(string? Baseline, bool Shows)
{
    /// <summary>The scan, without what is known from before.</summary>
    /// <exception cref="CommandException">The report from before cannot be read.</exception>
    internal async Task<ScanDocument> ApplyAsync(ScanDocument scan, Surroundings surroundings, CancellationToken cancellationToken)
    {
        scan = scan with { ShowsSuppressed = Shows };
        return Baseline is null ? scan : Reports.Baseline.Apply(scan, await ConvertCommand.ReadAsync(Baseline, surroundings, cancellationToken));
    }

    /// <summary>The options on a command line, and their reading.</summary>
    internal sealed class Surface
    {
        private readonly Option<string?> _baseline = new("--baseline")
        {
            Description = "A JSON report from before; findings that it has too do not count.",
            HelpName = "file",
        };

        private readonly Option<bool> _shows = new("--show-suppressed") { Description = "List the findings too that a comment, a list or the baseline takes away." };

        internal Option[] All => [_baseline, _shows];

        internal SuppressionOptions Read(ParseResult parsed) => new(parsed.GetValue(_baseline), parsed.GetValue(_shows));
    }
}

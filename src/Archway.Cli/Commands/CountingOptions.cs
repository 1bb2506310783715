using System.Collections.Immutable;
using System.CommandLine;
using Archway.Reading.Git;
using Archway.Scanning;

namespace Archway.Cli.Commands;

/// <summary>Which of the files that are read count.</summary>
/// <param name="ChangedSince">Only those that changed since this ref of git; null for all.</param>
/// <param name="Owners">Only those of these owners; empty for everybody's.</param>
internal sealed record CountingOptions(string? ChangedSince, ImmutableArray<string> Owners)
{
    /// <summary>The request, narrowed to what counts.</summary>
    internal ScanRequest Narrow(ScanRequest request, Surroundings surroundings) => request with
    {
        Changes = ChangedSince is null ? null : new ChangesSince(ChangedSince, surroundings.Variable("PATH"), surroundings.Time),
        Owners = Owners,
    };

    /// <summary>The options on a command line, and their reading.</summary>
    internal sealed class Surface
    {
        private readonly Option<string?> _changedSince = new("--changed-since")
        {
            Description = "Report only what changed since a branch, tag or commit, uncommitted and new files included: for pull requests.",
            HelpName = "ref",
        };

        private readonly Option<string[]> _owners = Arguments.List("--owner", "owner",
            "Report only the files of this owner in CODEOWNERS, like @team/payments; may be repeated.");

        internal Option[] All => [_changedSince, _owners];

        internal CountingOptions Read(ParseResult parsed) => new(parsed.GetValue(_changedSince), [.. parsed.GetValue(_owners) ?? []]);
    }
}

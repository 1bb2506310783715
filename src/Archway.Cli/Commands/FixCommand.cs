using System.Collections.Immutable;
using System.CommandLine;
using Archway.Cli.Reports;
using Archway.Cli.Terminal;
using Archway.Judging;
using Archway.Oci.Platforms;
using Archway.Reading;
using Archway.Scanning;

namespace Archway.Cli.Commands;

/// <summary><c>archway fix [PATH…]</c></summary>
internal static class FixCommand
{
    internal static Command Create(Surroundings surroundings)
    {
        Argument<string[]> paths = new("path") { Description = "A folder or a file. Default: this folder.", Arity = ArgumentArity.ZeroOrMore };
        var platforms = Arguments.Platforms();
        var only = Arguments.List("--rule", "rule", "Make the fixes of this rule alone; may be repeated.");
        Option<bool> write = new("--write", "-w") { Description = "Change the files; without it a diff of what would be changed is printed." };
        Option<string> patch = new("--patch") { Description = "Write the diff to a file, for git apply.", HelpName = "file" };
        Option<bool> asked = new("--unsafe") { Description = "Make the fixes too that may change what the sources mean; look at them." };
        var quiet = Arguments.Quiet();
        RuleOptions.Surface rules = new();
        AskingOptions.Surface asking = new();
        TaughtCommand command = new("fix", "Changes what scan finds in the sources; prints the changes as a diff, and makes them with --write.",
            """
            A change that means the same on the platforms that ran before is safe; the others are made with --unsafe alone. What cannot be fixed is listed.
            A second run changes nothing.

            Examples:
              archway fix .
              archway fix deploy/ --write
              archway fix . --rule D101 --unsafe --patch archway.patch
            """) { paths };
        foreach (var option in (Option[])[platforms, only, write, patch, asked, quiet, .. rules.All, .. asking.All]) command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(paths) is { Length: > 0 } named ? named : ["."], [.. parsed.GetValue(platforms)!.Distinct()],
            new(parsed.GetValue(only) ?? [], parsed.GetValue(asked), parsed.GetValue(write), parsed.GetValue(patch)),
            rules.Read(parsed), asking.Read(parsed), parsed.GetValue(quiet), surroundings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string[] paths, ImmutableArray<Platform> platforms, FixOptions fixing, RuleOptions rules, AskingOptions asking, bool quiet, Surroundings surroundings,
        CancellationToken cancellationToken)
    {
        if (fixing.Rules.FirstOrDefault(rule => !Findings.Rules.Contains(rule)) is { } unknown)
            throw new CommandException($"there is no rule '{unknown}'; archway explain lists them");
        using var engine = await Engine.StartAsync(asking, surroundings, cancellationToken);
        FixReport report = new(fixing, surroundings);
        foreach (var path in paths)
        {
            if (ScanTarget.Read(path, surroundings.WorkingFolder) is var read && !read.TryGetValue(out var target)) throw new CommandException(read.Problem!);
            if (target is not ScanTarget.Sources sources) throw new CommandException($"'{path}' is no file or folder, and only those are changed");
            ReadingOptions reading = new() { Platform = platforms[0] };
            ScanRequest request = new([sources], platforms, reading, surroundings.Input) { Rules = rules.Rules, HeedsTreeConfiguration = rules.HeedsTree, Today = DateOnly.FromDateTime(surroundings.Time.GetUtcNow().UtcDateTime) };
            var scan = await ProgressBar.WhileAsync(surroundings, quiet, progress => engine.Scanner.ScanAsync(request, progress, cancellationToken));
            SourceTree tree = new(sources.Path);
            report.Add(scan, new Fixing.Fixer(tree, reading, fixing.Wants).Fix(scan, cancellationToken), tree);
        }

        report.End(quiet);
        return ExitCodes.Done;
    }
}

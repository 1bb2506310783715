using System.CommandLine;
using Archway.Cli.Reports;
using Archway.Cli.Terminal;
using Archway.Judging;
using Archway.Oci.References;

namespace Archway.Cli.Commands;

/// <summary><c>archway explain [RULE…]</c></summary>
internal static class ExplainCommand
{
    internal static Command Create(Surroundings surroundings)
    {
        Argument<string[]> rules = new("rule")
        {
            Description = "A rule's id, as a report names it; none lists every rule.",
            Arity = ArgumentArity.ZeroOrMore,
            HelpName = "rule",
        };
        rules.CompletionSources.Add(_ => Findings.Rules.Select(id => new System.CommandLine.Completions.CompletionItem(id)));
        TaughtCommand command = new("explain", "Tells what a rule finds, why it matters and what to do.",
            """
            Examples:
              archway explain            every rule in a line
              archway explain I103
            """) { rules };
        command.SetAction((parsed, _) =>
        {
            Run([.. parsed.GetValue(rules) ?? []], surroundings);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static void Run(string[] ids, Surroundings surroundings)
    {
        var pages = (ids.Length == 0 ? [.. Findings.Rules] : ids).Select(id => RulePage.Find(id.ToUpperInvariant()) ?? throw NoRule(id)).ToArray();
        Screen screen = new(surroundings);
        foreach (var page in pages)
        {
            if (ids.Length == 0) screen.Line(0, new(page.Id, Styles.Strong), $"  {page.Title}");
            else RulePageReport.Write(page, screen);
            if (ids.Length > 1 && page != pages[^1]) screen.Blank();
        }
    }

    private static CommandException NoRule(string id) => new($"there is no rule '{WrittenLogin.Hide(id)}'"
        + (Spelling.Nearest(id.ToUpperInvariant(), Findings.Rules) is { } near ? $"; did you mean {near}?" : "; archway explain lists them"));
}

using System.Collections.Immutable;
using System.CommandLine;
using Archway.Configuring;

namespace Archway.Cli.Commands;

/// <summary>What counts how much, and who may say so.</summary>
/// <param name="Rules">What the user asks of rules.</param>
/// <param name="HeedsTree">Whether the scanned trees' own configurations are heeded.</param>
internal sealed record RuleOptions(ImmutableArray<RuleSetting> Rules, bool HeedsTree)
{
    /// <summary>The options on a command line, and their reading.</summary>
    internal sealed class Surface
    {
        private readonly Option<RuleSetting[]> _rules = new("--rules")
        {
            Description = "A rule's severity, as D109=note, or D109=off; may be repeated. Outranks the archway.yaml of what is scanned.",
            HelpName = "rule=severity",
            CustomParser = Arguments.ReadList(RuleSetting.Read),
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        private readonly Option<bool> _noTreeConfig = new("--no-tree-config")
        {
            Description = "Pass over the archway.yaml of what is scanned, which whoever changes it may have written.",
        };

        internal Option[] All => [_rules, _noTreeConfig];

        internal RuleOptions Read(ParseResult parsed) => new([.. parsed.GetValue(_rules) ?? []], !parsed.GetValue(_noTreeConfig));
    }
}

using System.Collections.Immutable;
using Archway.Judging.Sources.Pipelines;
using Archway.Reading.Builds;

namespace Archway.Judging.Sources.Builds;

/// <summary>The commands of shell scripts and Makefiles that build and push for amd64 alone: <c>docker build --platform linux/amd64</c>.</summary>
internal static class ScriptPlatforms
{
    private const string Option = "--platform";
    private const int MostCommands = 20_000;

    internal static IEnumerable<AmdOnly> In(BuildsDocument script, RuleContext context)
    {
        var source = script.Source;
        if (!source.Text.Contains(Option, StringComparison.Ordinal) || !source.Text.Contains("push", StringComparison.Ordinal)) return [];
        return ArmWords.IsIn(source.Text) ? [] : Builds(script, context);
    }

    /// <summary>The commands of a script.</summary>
    internal static ImmutableArray<PipelineCommand> CommandsOf(BuildsDocument script) =>
        [.. ShellCommands.In(script.Source.Text, 0, script.Source.Text.Length).Take(MostCommands).Select(words => new PipelineCommand(words))];

    private static IEnumerable<AmdOnly> Builds(BuildsDocument script, RuleContext context)
    {
        var commands = CommandsOf(script);
        PipelineStep step = new(new Reading.Data.DataMapping(0, script.Source.Text.Length, [])) { Commands = commands };
        foreach (var build in CommandBuilds.In(script.Source, [step], new(commands, []), (_, text) => text.Contains('$', StringComparison.Ordinal) ? null : [text]))
        {
            if (!build.IsPublished || Throwaway.Is(build.Tags) || build.Platforms is not { } platforms || AmdOnly.Of(platforms, context) is not { } found) continue;
            // Only what pushes by itself can be of several platforms.
            yield return build.IsPushed ? found with { Add = platforms.Add(script.Source, platforms.Missing(context)) } : found;
        }
    }
}

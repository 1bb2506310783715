using System.Collections.Immutable;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>Jobs whose steps are commands alone.</summary>
internal static class PlainJobs
{
    /// <summary>A job of one step.</summary>
    /// <param name="source">The file.</param>
    /// <param name="node">What is written of the job.</param>
    /// <param name="machine">Where it runs.</param>
    /// <param name="values">What its variables hold.</param>
    /// <param name="scripts">Its scripts.</param>
    internal static PipelineJob Of(SourceText source, DataNode node, JobMachine machine, Func<string, string?> values, params DataNode?[] scripts) =>
        Of(source, node, machine, values, [], ScriptCommands.In(source, scripts));

    /// <summary>A job of one step, whose commands are read already.</summary>
    internal static PipelineJob Of(
        SourceText source, DataNode node, JobMachine machine, Func<string, string?> values, IEnumerable<string> pushed, ImmutableArray<PipelineCommand> commands)
    {
        PipelineJob job = new(node, machine, [new(node) { Commands = commands }]);
        return job with { Builds = [.. CommandBuilds.In(source, job.Steps, new(commands, pushed), (_, text) => Filled(text, values))] };
    }

    /// <summary>A text that is written out, or one variable that is; null for any other.</summary>
    internal static IReadOnlyList<string>? Filled(string text, Func<string, string?> values)
    {
        if (!text.Contains('$', StringComparison.Ordinal) && !text.Contains("<<", StringComparison.Ordinal)) return [text];
        var name = text.Trim('$', '{', '}', '(', ')');
        return text[0] == '$' && values(name) is { } value && !value.Contains('$', StringComparison.Ordinal) ? [value] : null;
    }
}

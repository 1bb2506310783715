using System.Collections.Immutable;
using Archway.Judging.Sources.Dockerfiles;
using Archway.Reading;
using Archway.Reading.Builds;
using Archway.Reading.Data;
using Archway.Reading.Pipelines.Jenkins;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>What a Jenkinsfile says of where it runs and what its scripts do, taken as one job.</summary>
/// <remarks><see href="https://www.jenkins.io/doc/book/pipeline/syntax/#agent"/></remarks>
internal static class JenkinsJobs
{
    private static readonly string[] Steps = ["sh", "bat"];
    private static readonly string[] Labels = ["label", "node", "labels"];

    internal static IEnumerable<PipelineJob> In(SourceText source)
    {
        if (!source.Text.Has("docker") || !source.Text.Has("64")) yield break;
        GroovyExpressions code = new(source, GroovyTokens.In(source.Text, CancellationToken.None));
        var machine = JobMachine.Unknown;
        var commands = ImmutableArray.CreateBuilder<PipelineCommand>();
        for (var at = 0; at < code.Count; at++)
        {
            if (code.Word(at) is not { } word) continue;
            if (Labels.Contains(word) && code.Value(at, mayBeCall: true) is { } label && code[label.First].IsText && label.First == label.Last)
                machine = With(machine, code[label.First], code.TextOf(code[label.First]));
            else if (Steps.Contains(word) && code.Value(at, mayBeCall: true) is { } script && code[script.First].IsText)
                commands.AddRange(ShellCommands.In(source.Text, code[script.First].Start, code[script.First].End).Select(words => new PipelineCommand(words)));
        }

        yield return PlainJobs.Of(source, new DataMapping(0, source.Text.Length, []), machine, _ => null, [], commands.ToImmutable());
    }

    // Of several labels the first that names x86 stands for the place.
    private static JobMachine With(JobMachine machine, GroovyToken token, string label)
    {
        var kind = ArmWords.IsIn(label) ? Machines.Arm
            : ArchitectureToken.In(label, 0, label.Length).Any() && !label.Has("!") && !label.Has("||") ? Machines.Amd64
            : Machines.Unknown;
        var kinds = machine.Pinned is null && machine.Kinds == Machines.Unknown ? kind : machine.Kinds | kind;
        return new(kinds, machine.Pinned ?? (kind == Machines.Amd64 ? new DataScalar(token.Start, token.Length, label, false) : null));
    }
}

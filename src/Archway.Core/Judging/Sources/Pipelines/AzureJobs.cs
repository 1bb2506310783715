using System.Collections.Immutable;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>The jobs of an Azure pipeline, each in the pool of its own or of what is around it.</summary>
/// <remarks><see href="https://learn.microsoft.com/azure/devops/pipelines/agents/hosted"/></remarks>
internal static class AzureJobs
{
    private const int DeepestPart = 20;

    internal static IEnumerable<PipelineJob> In(SourceText source, DataNode root) => Within(source, root, JobMachine.Unknown, DeepestPart);

    private static IEnumerable<PipelineJob> Within(SourceText source, DataNode node, JobMachine outer, int depth)
    {
        if (depth == 0) yield break;
        var machine = node["pool"] is { } pool ? MachineOf(pool) : outer;
        if (node["steps"] is DataSequence steps) yield return Job(source, node, machine, steps);
        foreach (var part in node.Members.Where(member => member.Value is not DataScalar && member.Key.Value is not ("steps" or "variables" or "pool" or "parameters"))
            .Select(member => member.Value).Concat(node.Items))
            foreach (var job in Within(source, part, machine, depth - 1)) yield return job;
    }

    private static PipelineJob Job(SourceText source, DataNode node, JobMachine machine, DataSequence steps)
    {
        ImmutableArray<PipelineStep> all = [.. Flat(steps, DeepestPart).Select(step => new PipelineStep(step)
        {
            Commands = ScriptCommands.In(source, step["script"], step["bash"], step["inputs"]?["script"], step["inputs"]?["inlineScript"]),
        })];
        PipelineJob bare = new(node, machine, all);
        var isPushed = bare.Pushes || all.Any(step => IsDocker(step, "push"));
        return bare with
        {
            Builds =
            [
                .. all.Select(step => Build(source, step, isPushed)).OfType<JobBuild>(),
                .. CommandBuilds.In(source, all, new(bare.Commands, []), (_, text) => PlainJobs.Filled(text, _ => null)),
            ],
        };
    }

    /// <summary>The steps, those under a condition too.</summary>
    private static IEnumerable<DataMapping> Flat(DataNode steps, int depth) => depth == 0 ? [] : steps.Items.OfType<DataMapping>().SelectMany(step =>
        step.Entries is [{ Key.Value: ['$', '{', '{', ..] } condition, ..] ? Flat(condition.Value, depth - 1) : [step]);

    private static JobBuild? Build(SourceText source, PipelineStep step, bool isPushed)
    {
        var isBoth = IsDocker(step, "buildandpush");
        if (!isBoth && !IsDocker(step, "build")) return null;
        var (task, inputs) = ((DataScalar)step.Node["task"]!, step.Node["inputs"]!);
        // Of both commands the task takes no arguments.
        var arguments = isBoth ? [] : ScriptCommands.In(source, inputs["arguments"]);
        return new(step, task.Start, task.Length)
        {
            Platforms = inputs["arguments"]?.Text?.Contains("--platform", StringComparison.Ordinal) == true && !isBoth
                ? CommandBuilds.Platforms(source, arguments is [var command, ..] ? command : new([new(task.Start, task.Start + task.Length, "")]), "", _ => null) : null,
            IsPublished = isBoth || isPushed,
            Tags = inputs["repository"]?.Text,
        };
    }

    private static bool IsDocker(PipelineStep step, string command) =>
        step.Node["task"] is DataScalar { Value: var task } && task.StartsWith("Docker@", StringComparison.Ordinal) && step.Node["inputs"] is { } inputs
        && (inputs["command"]?.Text?.Replace(" an image", "", StringComparison.Ordinal) ?? "buildandpush").Equals(command, StringComparison.OrdinalIgnoreCase);

    private static JobMachine MachineOf(DataNode pool) => pool["vmImage"] switch
    {
        DataScalar { Value: var image } written when image.StartsWith("ubuntu", StringComparison.OrdinalIgnoreCase) => ArmWords.IsIn(image) ? new(Machines.Arm) : new(Machines.Amd64, written),
        DataScalar { Value: var image } when image.StartsWith("windows", StringComparison.OrdinalIgnoreCase) || image.StartsWith("macos", StringComparison.OrdinalIgnoreCase) =>
            new(Machines.Other),
        _ => JobMachine.Unknown,
    };
}

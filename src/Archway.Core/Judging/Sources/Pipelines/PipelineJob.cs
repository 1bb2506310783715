using System.Collections.Immutable;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>A job of a pipeline: where it runs, and what it does.</summary>
/// <param name="Node">What is written of it.</param>
/// <param name="Machine">Where it runs.</param>
/// <param name="Steps">Its steps in their order.</param>
internal sealed record PipelineJob(DataNode Node, JobMachine Machine, ImmutableArray<PipelineStep> Steps)
{
    /// <summary>What it builds.</summary>
    internal ImmutableArray<JobBuild> Builds { get; init; } = [];

    /// <summary>The commands of all its steps.</summary>
    internal IEnumerable<PipelineCommand> Commands => Steps.SelectMany(step => step.Commands);

    /// <summary>Whether it puts images into a registry by a command of its own.</summary>
    internal bool Pushes => Commands.Any(command => command.Pushed is { Text: var name } && !Throwaway.Is(name));
}

using System.Collections.Immutable;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>A step of a job: an action that it uses, or commands.</summary>
/// <param name="Node">What is written of it.</param>
internal sealed record PipelineStep(DataNode Node)
{
    /// <summary>The action, as it is written with its version; null where it uses none.</summary>
    internal DataScalar? Uses => Node["uses"] as DataScalar;

    /// <summary>The action without its version.</summary>
    internal string? Action => Uses?.Value.Split('@')[0];

    /// <summary>What the action is given.</summary>
    internal DataNode? With => Node["with"];

    /// <summary>The commands that it runs.</summary>
    internal ImmutableArray<PipelineCommand> Commands { get; init; } = [];
}

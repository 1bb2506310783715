using System.Collections.Immutable;

namespace Archway.Assembling.Pipelines.Conversion;

/// <summary>How a workflow is converted.</summary>
public sealed record ConversionOptions
{
    /// <summary>The machines that the user named; GitHub's own are taken for the others.</summary>
    public ImmutableArray<PipelineRunner> Runners { get; init; } = [];

    /// <summary>What joins the images.</summary>
    public PipelineJoin Join { get; init; }

    /// <summary>The version of Archway that the workflow installs.</summary>
    public required string ArchwayVersion { get; init; }
}

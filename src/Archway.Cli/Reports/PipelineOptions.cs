using System.Collections.Immutable;
using Archway.Assembling.Pipelines;
using Archway.Oci.Platforms;
using Archway.Oci.References;

namespace Archway.Cli.Reports;

/// <summary>What a user wants of a pipeline.</summary>
internal sealed record PipelineOptions
{
    internal required PipelineTemplate Template { get; init; }

    internal ImageReference? Image { get; init; }

    internal required ImmutableArray<Platform> Platforms { get; init; }

    internal ImmutableArray<PipelineRunner> Runners { get; init; } = [];

    internal required string Context { get; init; }

    internal string? Dockerfile { get; init; }

    internal required string Branch { get; init; }

    internal PipelineJoin Join { get; init; }

    /// <summary>The file or folder that the definition goes to; null for standard output.</summary>
    internal string? Output { get; init; }

    /// <summary>The workflow that is changed; null where one is written.</summary>
    internal string? From { get; init; }

    /// <summary>Whether that file is changed.</summary>
    internal bool Writes { get; init; }
}

using System.Collections.Immutable;
using Archway.Oci.Platforms;
using Archway.Oci.References;

namespace Archway.Assembling.Pipelines;

/// <summary>What a pipeline is to build, whatever service runs it.</summary>
public sealed record PipelineRequest
{
    /// <summary>The image, with the tag that it is published under.</summary>
    public required ImageReference Image { get; init; }

    /// <summary>The platforms of the image, each once.</summary>
    public required ImmutableArray<Platform> Platforms { get; init; }

    /// <summary>The machines that the user named; the service's own are taken for the others.</summary>
    public ImmutableArray<PipelineRunner> Runners { get; init; } = [];

    /// <summary>The folder that is built, from the repository's root.</summary>
    public string Context { get; init; } = ".";

    /// <summary>The Dockerfile, from the repository's root; null for the one in the folder that is built.</summary>
    public string? Dockerfile { get; init; }

    /// <summary>The branch whose image is published.</summary>
    public string Branch { get; init; } = "main";

    /// <summary>What joins the images.</summary>
    public PipelineJoin Join { get; init; }

    /// <summary>The version of Archway that the pipeline installs where a machine has none.</summary>
    public required string ArchwayVersion { get; init; }
}

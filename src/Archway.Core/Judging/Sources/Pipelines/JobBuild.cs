namespace Archway.Judging.Sources.Pipelines;

/// <summary>A build of an image by a job.</summary>
/// <param name="Step">The step that builds.</param>
/// <param name="Start">Where what builds is written.</param>
/// <param name="Length">How many characters that takes.</param>
internal sealed record JobBuild(PipelineStep Step, int Start, int Length)
{
    /// <summary>The platforms that it is asked to build for; null where nothing asks, and it is that of the machine.</summary>
    internal WrittenPlatforms? Platforms { get; init; }

    /// <summary>Whether what it builds is put into a registry, by itself or by what follows in the job.</summary>
    internal bool IsPublished { get; init; }

    /// <summary>Whether it puts that into a registry by itself.</summary>
    internal bool IsPushed { get; init; }

    /// <summary>Whether what it builds is put among the images of the machine.</summary>
    internal bool IsLoaded { get; init; }

    /// <summary>Whether it is put into a registry under its digest alone, to be joined with others.</summary>
    internal bool IsByDigest { get; init; }

    /// <summary>The names that it gives the image, as written.</summary>
    internal string? Tags { get; init; }

    /// <summary>Whether builder and machine have to be of the same platform, as kaniko's have.</summary>
    internal bool IsOnlyNative { get; init; }
}

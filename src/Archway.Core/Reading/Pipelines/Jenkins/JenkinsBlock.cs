using Archway.Oci;

namespace Archway.Reading.Pipelines.Jenkins;

/// <summary>A block or an argument list that is open at a place in a Jenkinsfile.</summary>
/// <param name="Head">The word before it: <c>agent</c>, <c>docker</c>, <c>containerTemplate</c>; empty when there is none.</param>
/// <param name="Outer">What it stands in; null at the top.</param>
internal sealed record JenkinsBlock(string Head, JenkinsBlock? Outer)
{
    /// <summary>The name of the stage that it is within.</summary>
    internal string? Stage { get; init; }

    /// <summary>The address of the registry that images without one are taken from; null where none is set.</summary>
    internal Parsed<string>? Registry { get; set; }

    /// <summary>The name that the block gives its container.</summary>
    internal string? Container { get; set; }

    /// <summary>The image that the block names; it is noted at the block's end, when its registry and container are known.</summary>
    internal (SourceSpan At, string Written, Parsed<string> Resolved)? Image { get; set; }

    /// <summary>Where the word before an agent's Dockerfile stands.</summary>
    internal SourceSpan At { get; set; }

    /// <summary>The settings of an agent that is built from a Dockerfile; null for any other block.</summary>
    internal Dictionary<string, Parsed<string>>? Build { get; } = Head == "dockerfile" && Outer?.Head == "agent" ? [] : null;

    /// <summary>Whether <c>image</c> in the block names one: in a Docker agent or a container of a pod.</summary>
    internal bool HasImage => Head is "containerTemplate" || (Head is "docker" or "dockerContainer" && Outer?.Head is "agent");
}

namespace Archway.Reading;

/// <summary>A place in the sources that builds an image: a Compose <c>build</c>, a script's <c>docker build -t</c>, a Skaffold artifact.</summary>
/// <param name="At">Where the built image is named, or what builds it stands.</param>
/// <param name="Name">The image built, as written; a tag that is a variable stays one. Null when it is given no name.</param>
/// <param name="Dockerfile">The Dockerfile it is built from, relative to the scanned target, when that can be told.</param>
public sealed record ImageBuild(SourceSpan At, string? Name, string? Dockerfile)
{
    /// <summary>The registry that the variable at the head of the name holds by default; null when there is none, or it cannot be told.</summary>
    public string? UsualRegistry { get; init; }

    /// <summary>What the Dockerfile is given.</summary>
    internal BuildInputs Inputs { get; init; } = BuildInputs.None;
}

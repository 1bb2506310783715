namespace Archway.Resolving;

/// <summary>What came of asking for an image. No answer is an answer of its own: never a no, never a yes.</summary>
public abstract record ImageAnswer
{
    private ImageAnswer() { }

    /// <summary>It is there.</summary>
    public sealed record Found : ImageAnswer;

    /// <summary>It is there, and is no container image: a Helm chart, a signature, a module of WebAssembly.</summary>
    /// <param name="Kind">The media type that says so.</param>
    public sealed record Artifact(string Kind) : ImageAnswer;

    /// <summary>The registry says that there is none.</summary>
    /// <param name="Because">What it said.</param>
    public sealed record Absent(string Because) : ImageAnswer;

    /// <summary>Nothing usable came back, or nothing was asked.</summary>
    /// <param name="Because">Why.</param>
    public sealed record None(string Because) : ImageAnswer;
}

using System.Collections.Immutable;

namespace Archway.Server.Admission;

/// <summary>What becomes of an object that is to be admitted.</summary>
/// <param name="Outcome">Which kind of answer it is, as metrics count them.</param>
internal sealed record Decision(Outcome Outcome)
{
    /// <summary>Why it is refused; null where it is admitted.</summary>
    internal string? Refusal { get; init; }

    /// <summary>The JSON Patch that makes of it what it is to be; empty where nothing changes.</summary>
    internal ReadOnlyMemory<byte> Patch { get; init; }

    /// <summary>What whoever made it is told.</summary>
    internal ImmutableArray<string> Warnings { get; init; } = [];
}

/// <summary>The kinds of answers.</summary>
internal enum Outcome
{
    /// <summary>The pod was given what its images need.</summary>
    Placed,

    /// <summary>The pod asks for that already.</summary>
    Unchanged,

    /// <summary>Which architectures its images run on is not known.</summary>
    Unknown,

    /// <summary>Its images have no architecture in common.</summary>
    NoCommon,

    /// <summary>What is written in the pod takes no node that runs its images.</summary>
    Contradicted,

    /// <summary>The pod is let be: by its namespace, its annotation, or since nothing about it can be changed.</summary>
    Skipped,

    /// <summary>The pod was refused.</summary>
    Denied,
}

using System.Collections.Immutable;

namespace Archway.Knowing;

/// <summary>The repositories that share one line of versions, and what is known about their tags.</summary>
public sealed record ImageLine
{
    /// <summary>Full names such as <c>docker.io/istio/pilot</c>; <c>*</c> stands for anything within one part, <c>**</c> for several parts.</summary>
    public required ImmutableArray<string> Repositories { get; init; }

    /// <summary>What the versions of this line are called in a sentence: <c>Istio</c>, <c>Vault's injector</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The architectures this line was ever published for; one alone means that its repositories are of that architecture only.</summary>
    public required ImmutableArray<string> Architectures { get; init; }

    /// <summary>From which release on there is arm64.</summary>
    public required ReleaseGate Gate { get; init; }

    /// <summary>Tags with an answer of their own, the first that matches wins.</summary>
    public ImmutableArray<TagRule> Tags { get; init; } = [];

    /// <summary>The tags to choose where there is a choice, as a glob: <c>*-openblas*</c>.</summary>
    public string? Prefer { get; init; }

    /// <summary>The repository that took this one's place.</summary>
    public string? MovedTo { get; init; }

    /// <summary>Other images that do the job.</summary>
    public ImmutableArray<string> Alternatives { get; init; } = [];

    /// <summary>What else a reader must know.</summary>
    public string? Note { get; init; }

    /// <summary>How sure this line is.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>The one architecture of these repositories; null when they hold several or when nothing is known.</summary>
    public string? OnlyArchitecture => Architectures is [var one] ? one : null;
}

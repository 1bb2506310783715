using System.Collections.Immutable;

namespace Archway.Knowing;

/// <summary>What the catalog answers about one image or one release on one platform.</summary>
public sealed record CatalogAnswer
{
    /// <summary>The answer.</summary>
    public required CatalogVerdict Verdict { get; init; }

    /// <summary>The reason, one sentence that names the rule: <c>Istio has arm64 images since 1.15.0</c>.</summary>
    public required string Because { get; init; }

    /// <summary>The entry that answered; null when none is about this.</summary>
    public CatalogEntry? Entry { get; init; }

    /// <summary>How sure it is.</summary>
    public Confidence Confidence { get; init; }

    /// <summary>Whether the tag may mean another image tomorrow: <c>latest</c>, <c>1.27</c>, a branch.</summary>
    public bool IsMoving { get; init; }

    /// <summary>The first version with arm64, where this one has none or is not known to have it.</summary>
    public ReleaseVersion? NeededVersion { get; init; }

    /// <summary>The tags to choose where there is a choice, as a glob.</summary>
    public string? PreferredTags { get; init; }

    /// <summary>The repository that took this one's place.</summary>
    public string? MovedTo { get; init; }

    /// <summary>Other images that do the job.</summary>
    public ImmutableArray<string> Alternatives { get; init; } = [];

    /// <summary>What to do or to know, one sentence each; what the other members say is in it too.</summary>
    public ImmutableArray<string> Advice { get; init; } = [];

    /// <summary>The sources it stands on.</summary>
    public ImmutableArray<string> Evidence => Entry?.Evidence ?? [];

    /// <summary>The day up to which this was looked into; null when no entry answered.</summary>
    public DateOnly? AsOf => Entry?.AsOf;
}

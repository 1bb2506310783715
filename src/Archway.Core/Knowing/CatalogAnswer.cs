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

    /// <summary>The form of the software that it is about; null when nothing is known of it.</summary>
    public Delivery? Delivery { get; init; }

    /// <summary>The first version with arm64 in the line of versions asked about, whatever the answer; null when none is known.</summary>
    public ReleaseVersion? Since { get; init; }

    /// <summary>How sure it is.</summary>
    public Confidence Confidence { get; init; }

    /// <summary>The warning that the tag may mean another image tomorrow, as <c>latest</c>, <c>1.27</c> and a branch do; null for one that stays.</summary>
    public string? Caution { get; init; }

    /// <summary>The first version with arm64, where this one has none or is not known to have it.</summary>
    public ReleaseVersion? NeededVersion { get; init; }

    /// <summary>The tags to choose where there is a choice, as a glob.</summary>
    public string? PreferredTags { get; init; }

    /// <summary>The repository that took this one's place.</summary>
    public string? MovedTo { get; init; }

    /// <summary>Other images that do the job.</summary>
    public ImmutableArray<string> Alternatives { get; init; } = [];

    /// <summary>What to do where it does not run, one sentence each: a version, an alternative, a build.</summary>
    public ImmutableArray<string> Remedies { get; init; } = [];

    /// <summary>What to know whether it runs or not, one sentence each: a new home, better tags.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>Whether it names where something that runs is to be had.</summary>
    public bool HasWayOut => NeededVersion is not null || MovedTo is not null || !Alternatives.IsEmpty || Entry?.Build is not null || Entry?.Nightly is not null;

    /// <summary>The sources it stands on.</summary>
    public ImmutableArray<string> Evidence => Entry?.Evidence ?? [];

    /// <summary>The day up to which this was looked into; null when no entry answered.</summary>
    public DateOnly? AsOf => Entry?.AsOf;
}

using System.Collections.Immutable;
using Archway.Judging.Contents;
using Archway.Oci.Platforms;
using Archway.Resolving;

namespace Archway.Judging;

/// <summary>What is said of one image on one platform.</summary>
/// <param name="Platform">The platform asked about.</param>
/// <param name="Status">What a person reads.</param>
/// <param name="Because">Why, in one sentence.</param>
/// <param name="Verification">How far its content was read.</param>
public sealed record TargetJudgement(Platform Platform, ImageStatus Status, string Because, Verification Verification = Verification.None)
{
    /// <summary>Whether the status rests on the catalog alone.</summary>
    public bool IsFromCatalog { get; init; }

    /// <summary>What to beware of where it is ready all the same: that its tag moves; null when there is nothing.</summary>
    public string? Caution { get; init; }

    /// <summary>What else is to be known of the image on the platform, beside its status.</summary>
    public ImmutableArray<Remark> Remarks { get; init; } = [];

    /// <summary>The nearest image that runs there, where this one does not; null where none is known.</summary>
    public NearImage? Near { get; init; }

    /// <summary>The repository that took the place of the image's own; null where none did, or which one depends on the image.</summary>
    internal string? MovedTo { get; init; }

    /// <summary>What its content says; null where none was read.</summary>
    public ContentJudgement? Content { get; init; }
}

/// <summary>What is said of one image, on every platform asked about.</summary>
public sealed record ImageJudgement
{
    /// <summary>What was found out.</summary>
    public required ImageFacts Facts { get; init; }

    /// <summary>One judgement a platform, in the order asked; at least one.</summary>
    public required ImmutableArray<TargetJudgement> Targets { get; init; }

    /// <summary>What to do or to know, one sentence each: a newer home, a preferred tag.</summary>
    public ImmutableArray<string> Advice { get; init; } = [];

    /// <summary>What backs the judgement.</summary>
    public required ImmutableArray<Evidence> Evidence { get; init; }

    /// <summary>The judgement that stands for the image: the worst one, the first of equals.</summary>
    public TargetJudgement Worst => Targets.MinBy(target => target.Status)!;
}

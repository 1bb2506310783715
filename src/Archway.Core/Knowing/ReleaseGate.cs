using System.Collections.Immutable;

namespace Archway.Knowing;

/// <summary>From which release on one line of versions runs on arm64.</summary>
/// <remarks>What lies between <see cref="NoneBelow"/> and <see cref="Since"/> is unknown: a doubtful first release is no evidence either way.</remarks>
public sealed record ReleaseGate
{
    /// <summary>The first version that is known to have arm64, itself included.</summary>
    public ReleaseVersion? Since { get; init; }

    /// <summary>Where arm64 came to release lines older than that of <see cref="Since"/>: 3.0.14 means 3.0.14 and what follows it in 3.0.</summary>
    public ImmutableArray<ReleaseVersion> Backports { get; init; } = [];

    /// <summary>The last version that has arm64; later ones do not.</summary>
    public ReleaseVersion? Until { get; init; }

    /// <summary>Every version below this one is known to lack arm64.</summary>
    public ReleaseVersion? NoneBelow { get; init; }

    /// <summary>The day of the change: builds published after it have arm64, builds before it do not.</summary>
    public DateOnly? Published { get; init; }

    /// <summary>Whether the newest release has arm64, where that is known and the first one with it is not; null where nothing is said.</summary>
    public bool? Current { get; init; }

    /// <summary>True when every version has arm64, false when none has and none will; null when versions decide.</summary>
    public bool? Always { get; init; }

    /// <summary>Variants named in a version's suffix that follow the rule, as globs: <c>distroless</c>, <c>b*</c>.</summary>
    public ImmutableArray<string> Variants { get; init; } = [];

    /// <summary>Words that stand before the version in this line's tags: <c>stable-</c>, <c>RELEASE.</c>.</summary>
    public ImmutableArray<string> Prefixes { get; init; } = [];

    /// <summary>Tags without a version that follow the releases as <c>latest</c> does, as globs: <c>alpine</c>, <c>bookworm-slim</c>.</summary>
    public ImmutableArray<string> Moving { get; init; } = [];

    /// <summary>Whether it says anything at all.</summary>
    public bool IsSilent => (Since, Until, NoneBelow, Published, Current, Always) is (null, null, null, null, null, null);

    /// <summary>The first version with arm64 in the release line of a version: a backport's, if the version belongs to its line.</summary>
    internal ReleaseVersion? SinceFor(ReleaseVersion version) => Backports.FirstOrDefault(version.IsInLineOf) ?? Since;

    /// <summary>This gate of some tags of a line, which read their words as the line does.</summary>
    internal ReleaseGate Within(ReleaseGate line) => this with
    {
        Variants = [.. Variants, .. line.Variants],
        Prefixes = [.. Prefixes, .. line.Prefixes],
        Moving = [.. Moving, .. line.Moving],
    };
}

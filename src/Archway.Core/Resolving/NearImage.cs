using System.Collections.Immutable;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Oci.References;

namespace Archway.Resolving;

/// <summary>
/// An image that runs where another does not, and is the nearest to it: a later tag of its flavour, the same in its new home, or the index that one
/// platform's pinned image belongs to, or an older index came to be.
/// </summary>
/// <param name="Platform">The platform that it runs on.</param>
/// <param name="Image">Its name; pinned where it takes the place of a pinned image of its own repository.</param>
/// <param name="Digest">What the name stands for now.</param>
/// <param name="Platforms">The platforms that it has.</param>
public sealed record NearImage(Platform Platform, ImageReference Image, Digest Digest, ImmutableArray<Platform> Platforms)
{
    /// <summary>Whether it holds the very image that the other name stands for, so that nothing changes where that ran.</summary>
    public bool IsSame { get; init; }

    /// <summary>What is to be known of it beside that: that nearer ones were not asked for, that it is of a kindred flavour; null when it is the nearest.</summary>
    public string? Note { get; init; }
}

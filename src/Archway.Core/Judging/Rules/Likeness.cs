using System.Collections.Immutable;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Resolving;

namespace Archway.Judging.Rules;

/// <summary>What two entries of an index have in common, and what their configs say against it.</summary>
internal static class Likeness
{
    /// <summary>Whether both hold the same layers and no others, as far as was read.</summary>
    internal static bool HaveSameLayers(PlatformFacts one, PlatformFacts other) =>
        one.Layers is { IsEmpty: false } layers && other.Layers is { } others
        && (layers.Select(layer => layer.Digest).SequenceEqual(others.Select(layer => layer.Digest))
            || DiffIds(one) is { } ids && DiffIds(other) is { } otherIds && ids.SequenceEqual(otherIds));

    /// <summary>The lowest layer, where both stand on the same one.</summary>
    internal static Descriptor? SharedBase(PlatformFacts one, PlatformFacts other) =>
        one.Layers is [var lowest, ..] && other.Layers is [var others, ..]
        && (lowest.Digest == others.Digest || DiffIds(one) is [var id, ..] && DiffIds(other) is [var otherId, ..] && id == otherId)
            ? lowest
            : null;

    /// <summary>The platform that the config says, where that is another system or architecture than its index does.</summary>
    /// <remarks>A config seldom names the variant.</remarks>
    internal static Platform? Contradiction(PlatformFacts entry) =>
        entry.Config?.Platform is { } said && !AreOneArchitecture(said, entry.Platform) ? said : null;

    internal static bool AreOneArchitecture(Platform one, Platform other) =>
        one.Canonical.Split('/').Take(2).SequenceEqual(other.Canonical.Split('/').Take(2));

    // Layers that differ by their compression alone have the same diffIDs; of a config that lists too few, none can be told.
    private static ImmutableArray<Digest>? DiffIds(PlatformFacts entry) =>
        entry.Config is { } config && config.DiffIds.Length == entry.Layers?.Length ? config.DiffIds : null;
}

using System.Collections.Immutable;
using Archway.Oci.Platforms;

namespace Archway.Resolving;

/// <summary>The entry of an index that a platform's machines take, with those that tell something when held beside it.</summary>
/// <param name="Entry">The entry that is taken.</param>
/// <param name="Sibling">
/// An entry of the same system for other processors, which cannot run the same programs: one with the very same manifest, else that of amd64, or that
/// of arm64 for an x86 entry; null where there is none.
/// </param>
/// <param name="Rivals">Further entries for the same platform that stand for something else.</param>
/// <param name="Others">Those, and further ones that name features of it besides: whatever a runtime may take in the entry's place.</param>
internal sealed record ChosenEntry(
    PlatformFacts Entry, PlatformFacts? Sibling, ImmutableArray<PlatformFacts> Rivals, ImmutableArray<PlatformFacts> Others)
{
    // Podman and buildah list each platform twice where asked to, and tell the copy for newer runtimes by this.
    private const string OfOtherCompression = "io.github.containers.compression.zstd";

    /// <summary>What the machines of a platform take of an index or a single manifest; null where that names nothing they run.</summary>
    internal static ChosenEntry? Of(ImageFacts facts, Platform target)
    {
        if (facts.EntryFor(target) is not { } taken) return null;
        var declared = facts.Platforms.Where(entry => entry.IsDeclared).ToArray();
        var foreign = Array.FindAll(declared, entry => IsForeign(entry.Platform, taken.Platform));
        var other = FamilyOf(taken.Platform) == "amd64" ? "arm64" : "amd64";
        return new(
            taken,
            Array.Find(foreign, entry => entry.Manifest.Digest == taken.Manifest.Digest)
                ?? Array.Find(foreign, entry => ArchitectureOf(entry.Platform) == other),
            [.. declared.Where(entry => IsRival(entry, taken))],
            [.. declared.Concat(facts.Disguised).Where(entry => IsOther(entry, taken)).DistinctBy(entry => entry.Manifest.Digest)]);
    }

    // A 64-bit machine often runs programs of its 32-bit forebear, so what those two share says nothing.
    private static bool IsForeign(Platform one, Platform other) => SystemOf(one) == SystemOf(other) && FamilyOf(one) != FamilyOf(other);

    private static bool IsOther(PlatformFacts one, PlatformFacts other) =>
        one.Manifest.Digest != other.Manifest.Digest && !one.IsLost && one.Platform.Equals(other.Platform);

    private static bool IsRival(PlatformFacts one, PlatformFacts other) =>
        one.Manifest.Digest != other.Manifest.Digest
        && one.Platform.Equals(other.Platform)
        && one.Platform.OsVersion == other.Platform.OsVersion
        && one.Platform.OsFeatures.ToHashSet(StringComparer.Ordinal).SetEquals(other.Platform.OsFeatures)
        && one.Manifest.Annotations.ContainsKey(OfOtherCompression) == other.Manifest.Annotations.ContainsKey(OfOtherCompression);

    private static string SystemOf(Platform platform) => platform.Canonical.Split('/')[0];

    private static string ArchitectureOf(Platform platform) => platform.Canonical.Split('/')[1];

    private static string FamilyOf(Platform platform) => ArchitectureOf(platform) switch { "386" => "amd64", "arm" => "arm64", var own => own };
}

using System.Collections.Immutable;
using Archway.Oci.Content;
using Archway.Oci.Platforms;

namespace Archway.Resolving;

/// <summary>What a registry, a layout or an archive says of one image, and when it said so.</summary>
public sealed record ImageFacts
{
    /// <summary>The image in full, as it was asked for: <c>docker.io/library/nginx:1.27</c>.</summary>
    public required string Image { get; init; }

    /// <summary>What came of asking.</summary>
    public required ImageAnswer Answer { get; init; }

    /// <summary>When its registry said so, where it was not asked in this run but answered from the cache.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The mirror that said what the name stands for, in its registry's place; null when the registry itself did.</summary>
    public string? Mirror { get; init; }

    /// <summary>What the name stands for now.</summary>
    public Digest? Digest { get; init; }

    /// <summary>The media type of what the name stands for.</summary>
    public string? MediaType { get; init; }

    /// <summary>Whether the name stands for an index, or a manifest list, rather than for one platform's manifest.</summary>
    public bool IsIndex { get; init; }

    /// <summary>Whether it is yet to be published, so that no index lists anything.</summary>
    public bool IsPlanned { get; init; }

    /// <summary>Why its platforms are not fully known: an entry that cannot be read, a config that names none; null when they are.</summary>
    public string? Doubt { get; init; }

    /// <summary>The platforms it has, in the order of its index.</summary>
    public ImmutableArray<PlatformFacts> Platforms { get; init; } = [];

    /// <summary>Why its index was taken at its word, in words: what stands behind it was not read, or not all; null where it was, or claims nothing.</summary>
    public string? TakenAtItsWord { get; init; }

    /// <summary>The entries of its index that name a platform and say that they are no image; runtimes that look at platforms alone take them for one.</summary>
    public ImmutableArray<PlatformFacts> Disguised { get; init; } = [];

    /// <summary>The nearest images that run where this one does not, one a platform; looked for only where it does not run.</summary>
    public ImmutableArray<NearImage> Near { get; init; } = [];

    /// <summary>What backs these facts.</summary>
    public ImmutableArray<Evidence> Evidence { get; init; } = [];

    /// <summary>How many manifests its registry was asked for.</summary>
    internal int Requests { get; init; }

    /// <summary>The entry that a machine of this platform takes: the first that fits and is there; null when none fits.</summary>
    public PlatformFacts? EntryFor(Platform target)
    {
        var fitting = Platforms.Where(entry => entry.IsDeclared && target.CanRun(entry.Platform)).ToArray();
        return Array.Find(fitting, entry => !entry.IsLost) ?? fitting.FirstOrDefault();
    }
}

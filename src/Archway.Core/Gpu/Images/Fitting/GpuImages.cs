using System.Collections.Immutable;
using Archway.Oci.Platforms;
using Archway.Resolving;

namespace Archway.Gpu.Images.Fitting;

/// <summary>The GPU side of one image on all its platforms, which may differ from one to the next.</summary>
/// <param name="Image">The image as it was asked for.</param>
/// <param name="Entries">The entries whose config was read and tells of GPUs, in the order of the index.</param>
/// <param name="Platforms">All platforms that it has.</param>
/// <param name="Tag">Its tag; null where it has none.</param>
public sealed record GpuImages(string Image, ImmutableArray<GpuImage> Entries, ImmutableArray<Platform> Platforms, string? Tag)
{
    /// <summary>Whether one of its entries is a GPU image beyond doubt.</summary>
    public bool IsCertain => Entries.Any(entry => entry.IsCertain);

    /// <summary>The GPU side of an image; null where nothing that was read of it tells of GPUs.</summary>
    public static GpuImages? Find(ImageFacts facts)
    {
        var entries = facts.Platforms
            .Where(entry => entry is { IsDeclared: true, Config: not null })
            .Select(entry => GpuImage.Find(entry.Platform, entry.Config!, facts.Image, entry.Content)).OfType<GpuImage>().ToImmutableArray();
        return entries.IsEmpty ? null : new(facts.Image, entries, [.. facts.Platforms.Where(entry => entry.IsDeclared).Select(entry => entry.Platform)], TagOf(facts.Image));
    }

    /// <summary>The entry that a machine of this architecture takes, if it tells of GPUs.</summary>
    public GpuImage? On(string architecture) => Entries.FirstOrDefault(entry => entry.Platform is { Os: "linux" } platform && platform.Architecture == architecture);

    /// <summary>Whether it has an entry for Linux on this architecture, whatever that says of GPUs.</summary>
    public bool Has(string architecture) => Platforms.Any(platform => platform.Os == "linux" && platform.Architecture == architecture);

    /// <summary>An entry for other processors that asks for less of a driver than this one: it has all of its alternatives, and more; null where there is none.</summary>
    public GpuImage? MoreLenientThan(GpuImage entry) => Entries.FirstOrDefault(other =>
        other.Platform.Architecture != entry.Platform.Architecture && !entry.Requirements.All.IsEmpty && TermsOf(other).IsProperSupersetOf(TermsOf(entry)));

    private static HashSet<string> TermsOf(GpuImage entry) =>
        entry.Requirements.All.SelectMany(one => one.Terms).Select(term => term.ToString()).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static string? TagOf(string image)
    {
        var name = image.Split('@')[0];
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name[(colon + 1)..] : null;
    }
}

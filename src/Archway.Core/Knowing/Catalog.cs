using System.Collections.Immutable;
using Archway.Oci.Platforms;
using Archway.Oci.References;

namespace Archway.Knowing;

/// <summary>What is known about container software on Arm, from <c>catalog/*.yaml</c>.</summary>
/// <remarks>It gives advice always; its verdict stands in only where a registry cannot be asked, which always knows better.</remarks>
public sealed class Catalog
{
    private static readonly Lazy<Catalog> Loaded = new(() => new(CatalogFiles.ReadEmbedded()));
    private static readonly Platform LinuxAmd64 = Platform.Of("linux", "amd64");
    private readonly RepositoryTable _repositories;

    /// <summary>A catalog of these entries.</summary>
    public Catalog(ImmutableArray<CatalogEntry> entries)
    {
        Entries = [.. entries.OrderBy(entry => entry.Id, StringComparer.Ordinal)];
        _repositories = new(Entries);
    }

    /// <summary>The catalog that Archway ships with.</summary>
    public static Catalog Embedded => Loaded.Value;

    /// <summary>Every entry, by id.</summary>
    public ImmutableArray<CatalogEntry> Entries { get; }

    /// <summary>The entry of an id; null when there is none.</summary>
    public CatalogEntry? Find(string id) => Entries.FirstOrDefault(entry => string.Equals(entry.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The entry that a repository belongs to; null when it belongs to none.</summary>
    public CatalogEntry? FindByRepository(string name) => _repositories.Find(name)?.Entry;

    /// <summary>The entries that hold every one of the words, in id, name, category, summary, the guides' name and comment or a repository.</summary>
    public ImmutableArray<CatalogEntry> Search(string words)
    {
        var wanted = words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return [.. Entries.Where(entry => wanted.All(word => Texts(entry).Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase))))];
    }

    /// <summary>Whether an image runs on a platform.</summary>
    public CatalogAnswer Ask(ImageReference image, Platform platform)
    {
        if (ArchitectureOf(platform) is not { } architecture) return ForeignPlatform(platform);
        return _repositories.Find(image.Name) is (var entry, var line)
            ? ImageInquiry.Of(image, entry, line, architecture)
            : Unlisted(image, architecture);
    }

    /// <summary>Whether a version of an entry's software runs on a platform, in the form it foremost comes in or in the one named.</summary>
    /// <remarks>A day such as 2020-08-28 is a version too, where a rule goes by the day of publishing.</remarks>
    public CatalogAnswer AskVersion(string id, string version, Platform platform, Delivery? delivery = null)
    {
        if (Find(id) is not { } entry) return Unknown($"the catalog has no entry '{id}'");
        if (ArchitectureOf(platform) is not { } architecture) return ForeignPlatform(platform);
        foreach (var form in delivery is { } asked ? [asked] : entry.Deliveries)
        {
            if (form is Delivery.Image && entry.Images is [var images, ..])
                return ImageInquiry.OfTag(version, entry, images, images.OnlyArchitecture, architecture);
            if (entry.Releases.FirstOrDefault(line => line.Delivery == form) is { } release)
                return Advice.On(entry, release, version, GateReading.Of(release.Gate, release.Name, Things(form), version, architecture));
        }
        return Unknown($"of {entry.Name} as {(delivery ?? entry.Deliveries[0]).ToString().ToLowerInvariant()} nothing is known") with { Entry = entry };
    }

    // A name that says another architecture is a no even where nothing else is known; one that says the right architecture proves nothing.
    private static CatalogAnswer Unlisted(ImageReference image, string architecture)
    {
        var tag = image.Digest is null ? image.Tag! : "";
        if (TagSuffix.IsWindows(tag)) return Unknown($"'{tag}' is an image for Windows") with { Verdict = CatalogVerdict.No };
        var named = NamedArchitecture.OfRepository(image.Name) ?? NamedArchitecture.OfTag(tag);
        return named is null || named == architecture || NamedArchitecture.IsOfBuildTool(image.Name)
            ? Unknown($"the catalog does not know {image.Name}")
            : Unknown($"the name {image} says another architecture, {named}") with { Verdict = CatalogVerdict.No, Confidence = Confidence.Medium };
    }

    private static CatalogAnswer ForeignPlatform(Platform platform) => Unknown($"the catalog speaks of linux/arm64 and linux/amd64, not of {platform}");

    private static CatalogAnswer Unknown(string because) => new() { Verdict = CatalogVerdict.Unknown, Because = because };

    private static string? ArchitectureOf(Platform platform) =>
        platform.CanRun(Platform.LinuxArm64) ? "arm64" : platform.CanRun(LinuxAmd64) ? "amd64" : null;

    private static string Things(Delivery form) => form switch
    {
        Delivery.Binary => "binaries",
        Delivery.Package => "packages",
        Delivery.Library => "libraries",
        Delivery.Agent => "agents",
        _ => "releases",
    };

    private static IEnumerable<string> Texts(CatalogEntry entry) =>
        [entry.Id, entry.Name, entry.Category, entry.Summary, entry.Guide?.Name ?? "", entry.Guide?.Comment ?? "", .. entry.Images.SelectMany(line => line.Repositories)];
}

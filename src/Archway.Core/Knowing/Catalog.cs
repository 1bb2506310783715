using System.Collections.Immutable;
using Archway.Oci.Platforms;
using Archway.Oci.References;

namespace Archway.Knowing;

/// <summary>What is known about container software on Arm, from <c>catalog/*.yaml</c>.</summary>
/// <remarks>It gives advice always; its verdict stands in only where a registry cannot be asked, which always knows better.</remarks>
public sealed class Catalog
{
    private static readonly Platform LinuxAmd64 = Platform.Of("linux", "amd64");
    private readonly Lazy<UnreadEntry[]> _unread;
    private readonly Lazy<RepositoryTable> _repositories;
    private readonly Lazy<ImmutableArray<CatalogEntry>> _entries;
    private readonly Lazy<EntryNames> _names;

    /// <summary>A catalog of these entries.</summary>
    public Catalog(ImmutableArray<CatalogEntry> entries) : this(() => [.. entries.Select(entry => new UnreadEntry(entry))]) => MakeReady();

    // A scan asks for images, and so for few entries; only who asks for software by name needs them all.
    private Catalog(Func<UnreadEntry[]> read)
    {
        _unread = new(read);
        _repositories = new(() => new(_unread.Value));
        _entries = new(() => [.. _unread.Value.Select(unread => unread.Entry).OrderBy(entry => entry.Id, StringComparer.Ordinal)]);
        _names = new(() => new(Entries));
    }

    /// <summary>The catalog that Archway ships with, which is read when it is first asked.</summary>
    public static Catalog Embedded { get; } = new(CatalogFiles.ReadEmbedded);

    /// <summary>Reads what every question needs, so that the first one need not.</summary>
    public void MakeReady() => _ = _repositories.Value;

    /// <summary>Every entry, by id.</summary>
    public ImmutableArray<CatalogEntry> Entries => _entries.Value;

    /// <summary>The entry of an id; null when there is none.</summary>
    public CatalogEntry? Find(string id) => Array.Find(_unread.Value, unread => string.Equals(unread.Id, id, StringComparison.OrdinalIgnoreCase))?.Entry;

    /// <summary>The entry that goes by a name: its id, its own name or that in the guides, however spelt; null when none does.</summary>
    public CatalogEntry? FindByName(string name) => _names.Value.Find(name);

    /// <summary>The entries that a name no entry has may stand for, the likeliest first.</summary>
    public ImmutableArray<CatalogEntry> Near(string name) => [.. _names.Value.Near(name).Concat(Search(name)).Distinct().Take(5)];

    /// <summary>The entry that a repository belongs to; null when it belongs to none.</summary>
    public CatalogEntry? FindByRepository(string name) => _repositories.Value.Find(name)?.Entry;

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
        return _repositories.Value.Find(image.Name) is { } listed
            ? ImageInquiry.Of(image, listed.Entry, listed.Line, architecture)
            : Unlisted(image, architecture) with { Delivery = Delivery.Image };
    }

    /// <summary>Whether a version of an entry's software runs on a platform, in the form it foremost comes in or in the one named.</summary>
    /// <remarks>A day such as 2020-08-28 is a version too, where a rule goes by the day of publishing.</remarks>
    public CatalogAnswer AskVersion(string id, string version, Platform platform, Delivery? delivery = null)
    {
        if (Find(id) is not { } entry) return Unknown($"the catalog has no entry '{id}'");
        return ArchitectureOf(platform) is { } architecture ? FormInquiry.Of(entry, version, architecture, delivery) : ForeignPlatform(platform);
    }

    /// <summary>Answers a question with all that is known, about the form named or the foremost one first.</summary>
    public CatalogCheck Check(CatalogQuestion question, Platform platform, Delivery? delivery = null)
    {
        if (question.Image is { } image) return new(question, platform, Ask(image, platform), [], NearTo(image));
        if (FindByName(question.Name!) is { } entry) return Check(entry, question, platform, delivery);
        // Of many images there is no entry, and yet a collection knows them: busybox@1.36.
        return ImageReference.Read(question.Version is { } version ? $"{question.Name}:{version}" : question.Name).Value is { } official
            && _repositories.Value.Find(official.Name) is not null
            ? new(question, platform, Ask(official, platform), [], [])
            : new(question, platform, Unknown($"the catalog has no entry '{question.Name}'"), [], [.. Near(question.Name!).Select(near => near.Id)]);
    }

    private static CatalogCheck Check(CatalogEntry entry, CatalogQuestion question, Platform platform, Delivery? delivery)
    {
        if (ArchitectureOf(platform) is not { } architecture) return new(question, platform, ForeignPlatform(platform) with { Entry = entry }, [], []);
        var answer = FormInquiry.Of(entry, question.Version, architecture, delivery);
        var others = entry.Deliveries.Where(form => delivery is null && form != answer.Delivery)
            .Select(form => FormInquiry.InForm(entry, form, question.Version, architecture)).OfType<CatalogAnswer>()
            .Where(other => other.Verdict is not CatalogVerdict.Unknown);
        return new(question, platform, answer, [.. others], []);
    }

    // terraform:0.13.7 is an image that nobody publishes; whoever wrote it may have meant the program.
    private ImmutableArray<string> NearTo(ImageReference image) =>
        image.Name.StartsWith("docker.io/library/", StringComparison.Ordinal) && _repositories.Value.Find(image.Name) is null
            ? [.. Near(image.Repository["library/".Length..]).Select(near => near.Id)]
            : [];

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

    private static IEnumerable<string> Texts(CatalogEntry entry) =>
    [
        entry.Id, entry.Name, entry.Category, entry.Summary, entry.Guide?.Name ?? "", entry.Guide?.Comment ?? "",
        .. entry.Images.SelectMany(line => line.Repositories),
    ];
}

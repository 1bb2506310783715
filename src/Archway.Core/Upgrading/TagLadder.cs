using System.Collections.Immutable;
using System.Globalization;
using Archway.Knowing;

namespace Archway.Upgrading;

/// <summary>The tags that may take another's place, nearest first, series by series: 1.2.4 and 1.2.5, then those of 1.3, and so on.</summary>
/// <param name="Series">The tags of each series; of one that has no version, the newest first.</param>
/// <param name="HasOwn">Whether the first series is that of the tag itself.</param>
/// <param name="IsByVersion">Whether its order is that of versions, of which an earlier one is the nearer; else the newest is.</param>
/// <param name="OfMajor">How many series are of the same major version.</param>
internal sealed record TagLadder(ImmutableArray<ImmutableArray<string>> Series, bool HasOwn, int OfMajor, bool IsByVersion = true)
{
    // Of releases that stand for 'latest' only the newest few do.
    private const int MostNewest = 4;

    /// <summary>The ladder from a tag.</summary>
    /// <param name="tag">The tag that does not run.</param>
    /// <param name="tags">All tags of the repository.</param>
    /// <param name="architecture">The architecture that is wanted: tags that name another are left out.</param>
    internal static TagLadder Of(string tag, IEnumerable<string> tags, string architecture)
    {
        var current = TagName.Read(tag);
        // An image of one architecture stands for none of several.
        var named = tags.Where(one => one != tag).Select(TagName.Read).OfType<TagName>()
            .Where(one => (one.Architecture is null || (one.Architecture == architecture && current?.Architecture is not null)) && !TagSuffix.IsWindows(one.Text))
            .ToArray();
        return current is { Version: not null } ? Above(current, named) : Newest(current?.Words ?? "", named);
    }

    /// <summary>The first tag of a version or a later one; null when there is none.</summary>
    internal string? FirstFrom(ReleaseVersion version) => Series.SelectMany(series => series).FirstOrDefault(tag => TagName.Read(tag)?.Version?.CompareTo(version) >= 0);

    private static TagLadder Above(TagName current, TagName[] tags)
    {
        var above = tags
            .Where(tag => tag.IsOfFlavour(current) && (current.IsPreRelease || !tag.IsPreRelease)
                && (tag.CompareTo(current) > 0 || (tag.CompareTo(current) == 0 && tag.Architecture != current.Architecture))
                && current.Version!.CompareTo(tag.Version!) is not null)
            .GroupBy(tag => string.Join('.', tag.Version!.Numbers), StringComparer.Ordinal)
            .Select(same => Likest(current, same))
            .Order(Comparer<TagName>.Create((one, other) => one.CompareTo(other)))
            .ToArray();
        var series = above.GroupBy(tag => SeriesOf(tag), StringComparer.Ordinal).ToArray();
        return new([.. series.Select(one => one.Select(tag => tag.Text).ToImmutableArray())],
            series is [var first, ..] && first.Key == SeriesOf(current),
            series.Count(one => one.First().Version!.Numbers[0] == current.Version!.Numbers[0]));
    }

    // The tags of one version differ in what they stand on; the one on the same is the nearest, and without such the newest.
    private static TagName Likest(TagName current, IEnumerable<TagName> same) => same
        .OrderBy(tag => tag.Architecture is not null)
        .ThenByDescending(tag => tag.Version!.Suffix == current.Version!.Suffix)
        .ThenByDescending(tag => tag.Text, StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering))
        .First();

    // All numbers but the last; of a day in one number its year and month.
    private static string SeriesOf(TagName tag) => tag is { IsDay: true, Version.Numbers: [var day] }
        ? (day / 100).ToString(CultureInfo.InvariantCulture)
        : string.Join('.', tag.Version!.Numbers[..^1]);

    // What 'latest' and 'alpine' stand for is the newest release with the same words.
    private static TagLadder Newest(string words, TagName[] tags)
    {
        string[] moving = ["latest", "stable", "main", "master", "edge", "current", "release"];
        var wanted = moving.Contains(words) ? "" : words;
        var newest = tags.Where(tag => tag is { Version: not null, IsPreRelease: false } && tag.Words == wanted)
            .GroupBy(tag => (tag.Words == wanted, tag.IsDay, tag.Version!.Numbers.Length, tag.Prefix))
            .OrderByDescending(flavour => flavour.Key.Item1).ThenBy(flavour => flavour.Key.IsDay).ThenByDescending(flavour => flavour.Count())
            .FirstOrDefault();
        return newest is null
            ? new([], false, 0, IsByVersion: false)
            : new([[.. newest.OrderDescending(Comparer<TagName>.Create((one, other) => one.CompareTo(other))).Take(MostNewest).Select(tag => tag.Text)]], false, 0, IsByVersion: false);
    }
}

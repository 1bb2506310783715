using System.Collections.Immutable;
using System.Globalization;
using Archway.Knowing;

namespace Archway.Upgrading;

/// <summary>The tags that may take another's place, nearest first, line by line: 1.2.4 and 1.2.5, then those of 1.3, and so on.</summary>
/// <param name="Lines">The tags of each line of releases; of a tag that has no version one line, the newest first.</param>
/// <param name="HasOwn">Whether the first line is that of the tag itself.</param>
/// <param name="OfMajor">How many lines are of the same major version.</param>
/// <param name="IsByVersion">Whether its order is that of versions, of which an earlier one is the nearer; else the newest is.</param>
/// <param name="IsKindred">Whether its tags stand on another version of what the tag stands on: <c>-alpine3.19</c> for <c>-alpine</c>.</param>
internal sealed record TagLadder(ImmutableArray<ImmutableArray<string>> Lines, bool HasOwn, int OfMajor, bool IsByVersion = true, bool IsKindred = false)
{
    // Of releases that stand for 'latest' only the newest few do.
    private const int MostNewest = 4;

    private static readonly Comparer<TagName> ByVersion = Comparer<TagName>.Create((one, other) => one.CompareTo(other));

    /// <summary>The ladders from a tag: that of its very flavour, then that of kindred ones; none where no tag may take its place.</summary>
    /// <param name="tag">The tag that does not run.</param>
    /// <param name="tags">All tags of the repository.</param>
    /// <param name="architecture">The architecture that is wanted: tags that name another are left out.</param>
    internal static ImmutableArray<TagLadder> Of(string tag, IEnumerable<string> tags, string architecture)
    {
        var current = TagName.Read(tag);
        // An image of one architecture stands for none of several.
        var named = tags.Where(one => one != tag).Select(TagName.Read).OfType<TagName>()
            .Where(one => (one.Architecture is null || (one.Architecture == architecture && current?.Architecture is not null)) && !TagSuffix.IsWindows(one.Text))
            .ToArray();
        return current is { Version: not null } ? Above(current, named) : Newest(current?.Words ?? "", named);
    }

    /// <summary>The first tag of a version or a later one; null when there is none.</summary>
    internal string? FirstFrom(ReleaseVersion version) => Lines.SelectMany(line => line).FirstOrDefault(tag => TagName.Read(tag)?.Version?.CompareTo(version) >= 0);

    /// <summary>The tag of the very version where the tag itself names an architecture: it is likely the same release for the other; null when there is none.</summary>
    internal string? Counterpart(string tag) => TagName.Read(tag) is { Architecture: not null, Version: not null } current
        && Lines[0][0] is var nearest && TagName.Read(nearest) is { Version: not null } first && first.IsKindredTo(current) && first.CompareTo(current) == 0
            ? nearest
            : null;

    private static ImmutableArray<TagLadder> Above(TagName current, TagName[] tags)
    {
        // A series stands for its newest release; any of them is nearer than the next series.
        var within = tags.Where(tag => tag.IsOfSeries(current) && (current.IsPreRelease || !tag.IsPreRelease))
            .GroupBy(tag => tag.Version!.Numbers.Length).OrderByDescending(precision => precision.Count()).ThenByDescending(precision => precision.Key)
            .FirstOrDefault() ?? Enumerable.Empty<TagName>();
        TagName[] above = [.. tags.Where(tag => tag.IsKindredTo(current) && (current.IsPreRelease || !tag.IsPreRelease) && tag.CompareTo(current) is var order
            && (order > 0 || (order == 0 && (tag.Architecture != current.Architecture || tag.Flavour != current.Flavour))))];
        return
        [
            .. above.Concat(within).GroupBy(tag => tag.Flavour != current.Flavour).OrderBy(kind => kind.Key)
                .Select(kind => Over(current, [.. Releases(current, [.. kind.Intersect(within)]), .. StrayTags.Without(current, [.. OnePerVersion(current, kind.Except(within))])])
                    with { IsKindred = kind.Key })
                .Where(ladder => ladder.Lines.Length > 0),
        ];
    }

    private static TagLadder Over(TagName current, IReadOnlyList<TagName> tags)
    {
        var lines = tags.GroupBy(tag => LineOf(tag), StringComparer.Ordinal).ToArray();
        return new([.. lines.Select(line => line.Select(tag => tag.Text).ToImmutableArray())],
            lines is [var first, ..] && (first.Key == LineOf(current) || first.Key == string.Join('.', current.Version!.Numbers)),
            lines.Count(line => line.First().Version!.Numbers[0] == current.Version!.Numbers[0]));
    }

    private static IReadOnlyList<TagName> Releases(TagName current, TagName[] within) =>
        within.Length == 0 ? [] : StrayTags.Without(within.Min(ByVersion)!, [.. OnePerVersion(current, within)]);

    private static IEnumerable<TagName> OnePerVersion(TagName current, IEnumerable<TagName> tags) => tags
        .GroupBy(tag => (string.Join('.', tag.Version!.Numbers), tag.Stage))
        .Select(same => Likest(current, same)).Order(ByVersion);

    // The tags of one version differ in what they stand on; the one on the same is the nearest, and without such the newest. 1.02 is 1.2 written oddly.
    private static TagName Likest(TagName current, IEnumerable<TagName> same) => same
        .OrderBy(tag => tag.Architecture is not null)
        .ThenByDescending(tag => tag.Version!.Suffix == current.Version!.Suffix)
        .ThenBy(tag => tag.IsPadded)
        .ThenByDescending(tag => tag.Text, StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering))
        .First();

    // All numbers but the last; of a day in one number its year and month.
    private static string LineOf(TagName tag) => tag is { IsDay: true, Version.Numbers: [var day] }
        ? (day / 100).ToString(CultureInfo.InvariantCulture)
        : string.Join('.', tag.Version!.Numbers[..^1]);

    // What 'latest' and 'alpine' stand for is the newest release with the same words.
    private static ImmutableArray<TagLadder> Newest(string words, TagName[] tags)
    {
        string[] moving = ["latest", "stable", "main", "master", "edge", "current", "release"];
        var wanted = moving.Contains(words) ? "" : words;
        var newest = tags.Where(tag => tag is { Version: not null, IsPreRelease: false } && tag.Words == wanted)
            .GroupBy(tag => (tag.IsDay, tag.Version!.Numbers.Length, tag.Prefix))
            .OrderBy(flavour => flavour.Key.IsDay).ThenByDescending(flavour => flavour.Count())
            .FirstOrDefault();
        if (newest is null) return [];
        var first = newest.Min(ByVersion)!;
        var releases = StrayTags.Without(first, [.. newest.Order(ByVersion)]);
        return [new([[.. releases.Reverse().Take(MostNewest).Select(tag => tag.Text)]], HasOwn: false, OfMajor: 0, IsByVersion: false)];
    }
}

namespace Archway.Upgrading;

/// <summary>The tags that stand among the versions of a line and are none of it: a year, a build's number, <c>99.99.99</c>, <c>01.13.14</c>.</summary>
internal static class StrayTags
{
    // Real versions leap, from 5.5 to 10 or from 2.1 to 19.1, and a mirror has few of them. A leap by this much of one or two tags is of none, and a year
    // behind versions that are none is another line's.
    private const int FewestBehindLeap = 3;
    private const int ShortestLeap = 50;
    private const int FirstYear = 1990;

    /// <summary>The tags that are of the line.</summary>
    /// <param name="current">The tag from which the line begins.</param>
    /// <param name="tags">Those above it, by version.</param>
    internal static IReadOnlyList<TagName> Without(TagName current, IReadOnlyList<TagName> tags) => current.IsDay
        ? tags
        : Level([.. tags.Where(tag => !tag.HasPaddedMajor || current.HasPaddedMajor)], current, 0);

    // Level by level: a leap of the major number, then of the minor within each major, and so on.
    private static List<TagName> Level(IReadOnlyList<TagName> tags, TagName? current, int level)
    {
        List<TagName> kept = [];
        if (tags.Count == 0 || level == tags[0].Version!.Numbers.Length) return [.. tags];
        var last = current?.Version!.Numbers[level] ?? 0;
        foreach (var same in tags.GroupBy(tag => tag.Version!.Numbers[level]))
        {
            var isLeap = same.Key > Math.Max(ShortestLeap, 10 * (last + 1)) && tags.Count(tag => tag.Version!.Numbers[level] >= same.Key) < FewestBehindLeap;
            if (isLeap || (level == 0 && last < FirstYear && same.Key >= FirstYear)) break;
            kept.AddRange(Level([.. same], current?.Version!.Numbers[level] == same.Key ? current : null, level + 1));
            last = same.Key;
        }

        return kept;
    }
}

using System.Collections.Immutable;

namespace Archway.Upgrading;

/// <summary>The search for the nearest tag that runs, in few questions.</summary>
/// <remarks>
/// Software that has come to run on a platform goes on to, so one answer leaves out half of what follows. Most came to with the first release of a series,
/// so those are asked for, and then whether the series before ended with it. Where questions run out, the nearest tag found so far stands.
/// </remarks>
/// <param name="runs">Asks whether a tag runs; false also where that cannot be told.</param>
/// <param name="most">How many questions there are.</param>
internal sealed class NearestTag(Func<string, Task<bool>> runs, int most)
{
    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);

    private int Left => most - _known.Count;

    /// <summary>The nearest tag that was found to run; null when none was.</summary>
    /// <param name="ladder">The tags.</param>
    /// <param name="likely">A tag of which something says that it is the first that runs; null when nothing does.</param>
    internal async Task<string?> FindAsync(TagLadder ladder, string? likely)
    {
        if (likely is not null && await IsFirstAsync(likely, [.. ladder.Series.SelectMany(series => series)])) return likely;
        if (ladder.HasOwn && await AskAsync(ladder.Series[0][^1]) == true) return await FirstInAsync(ladder.Series[0]);
        var others = ladder.HasOwn ? ladder.Series[1..] : ladder.Series;
        var ofMajor = others[..Math.Clamp(ladder.OfMajor - (ladder.HasOwn ? 1 : 0), 0, others.Length)];
        // So few need not be told by the first of their series.
        return others.Sum(one => one.Length) < 1 << Left
            ? await FindAsync([.. others.SelectMany(one => one).Select(tag => ImmutableArray.Create(tag))], ofMajor.Sum(one => one.Length))
            : await FindAsync(others, ofMajor.Length);
    }

    /// <summary>The newest that runs of tags without an order by version, the newest first; null when none was found.</summary>
    internal async Task<string?> FirstAsync(TagLadder ladder)
    {
        foreach (var tag in ladder.Series.SelectMany(series => series))
            if (await AskAsync(tag) == true) return tag;
        return null;
    }

    private async Task<bool> IsFirstAsync(string likely, ImmutableArray<string> tags)
    {
        var at = tags.IndexOf(likely);
        return at >= 0 && await AskAsync(likely) == true && (at == 0 || await AskAsync(tags[at - 1]) == false);
    }

    private async Task<string?> FindAsync(ImmutableArray<ImmutableArray<string>> series, int ofMajor)
    {
        if (series.IsEmpty) return null;
        var (low, high) = (0, series.Length);
        // Whether anything runs at all is a question more than halving needs.
        if (2 + (int)Math.Ceiling(Math.Log2(series.Length)) <= Left && await AskAsync(series[^1][^1]) == false) return null;
        var next = ofMajor > 0 && ofMajor < high ? ofMajor : high / 2;
        while (low < high && await AskAsync(series[next][0]) is { } answer)
        {
            if (answer) high = next;
            else low = next + 1;
            next = low + ((high - low) / 2);
        }

        if (high > 0 && await AskAsync(series[high - 1][^1]) == true) return await FirstInAsync(series[high - 1]);
        return high < series.Length ? series[high][0] : null;
    }

    /// <summary>The first that runs of a series whose newest does.</summary>
    private async Task<string> FirstInAsync(ImmutableArray<string> series)
    {
        var (low, high) = (_known.TryGetValue(series[0], out var first) && !first ? 1 : 0, series.Length - 1);
        while (low < high && await AskAsync(series[low + ((high - low) / 2)]) is { } answer)
        {
            if (answer) high = low + ((high - low) / 2);
            else low = low + ((high - low) / 2) + 1;
        }

        return series[high];
    }

    private async Task<bool?> AskAsync(string tag)
    {
        if (_known.TryGetValue(tag, out var known)) return known;
        if (Left <= 0) return null;
        return _known[tag] = await runs(tag);
    }
}

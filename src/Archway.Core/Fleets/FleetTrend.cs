namespace Archway.Fleets;

/// <summary>How a fleet stood over time.</summary>
public static class FleetTrend
{
    /// <summary>How many points are told; of more some are left out, and never the last.</summary>
    public const int MostPoints = 400;

    /// <summary>The fleet at each time at which one of its sources was looked at: each source as it was last seen.</summary>
    /// <param name="sources">How each source stood when.</param>
    public static IReadOnlyList<FleetPoint> Of(IReadOnlyList<IReadOnlyDictionary<DateTimeOffset, FleetCounts>> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var looks = sources.SelectMany((points, source) => points.Select(point => (At: point.Key, Source: source, Counts: point.Value))).OrderBy(look => look.At).ThenBy(look => look.Source);
        var (last, sum) = (new FleetCounts[sources.Count], default(FleetCounts));
        List<FleetPoint> trend = [];
        foreach (var (at, source, counts) in looks)
        {
            sum = sum.Plus(counts).Minus(last[source]);
            last[source] = counts;
            if (trend.Count > 0 && trend[^1].At == at) trend[^1] = new(at, sum);
            else trend.Add(new(at, sum));
        }

        return Thinned(trend);
    }

    /// <summary>No more points than are told, spread over all of the time.</summary>
    /// <param name="points">The points, earliest first.</param>
    public static IReadOnlyList<FleetPoint> Thinned(IReadOnlyList<FleetPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count <= MostPoints) return points;
        return [.. Enumerable.Range(0, MostPoints).Select(i => points[(int)((long)i * (points.Count - 1) / (MostPoints - 1))])];
    }
}

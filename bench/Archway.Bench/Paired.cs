using System.Diagnostics;

namespace Archway.Bench;

/// <summary>Several ways to do a job, timed in turn.</summary>
internal static class Paired
{
    private const int Rounds = 5;

    /// <summary>The median time of each, in milliseconds.</summary>
    internal static double[] Medians(params Action[] ways)
    {
        // One round of each first: what is compiled and read then is not what is measured.
        foreach (var way in ways) way();
        var times = Enumerable.Range(0, Rounds).Select(_ => ways.Select(Time).ToArray()).ToArray();
        return [.. ways.Select((_, i) => times.Select(round => round[i]).Order().ElementAt(Rounds / 2))];
    }

    /// <summary>How long a way takes once, in milliseconds.</summary>
    internal static double Time(Action way)
    {
        var watch = Stopwatch.StartNew();
        way();
        return watch.Elapsed.TotalMilliseconds;
    }
}

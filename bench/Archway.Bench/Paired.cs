using System.Diagnostics;
using System.Globalization;

namespace Archway.Bench;

/// <summary>Two ways to do a job, timed in turn.</summary>
internal static class Paired
{
    private const int Rounds = 5;

    /// <summary>One row of the table: the medians of both and their ratio.</summary>
    internal static string Row(string figure, Action ours, Action floor)
    {
        // One round of each first: what is compiled and read then is not what is measured.
        ours();
        floor();
        var times = Enumerable.Range(0, Rounds).Select(_ => (Ours: Time(ours), Floor: Time(floor))).ToArray();
        var (mine, other) = (Median(times.Select(pair => pair.Ours)), Median(times.Select(pair => pair.Floor)));
        return string.Create(CultureInfo.InvariantCulture, $"| {figure} | {mine:0} ms | {other:0} ms | {mine / other:0.00} |");
    }

    private static double Time(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}

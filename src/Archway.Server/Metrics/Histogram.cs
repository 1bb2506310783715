namespace Archway.Server.Metrics;

/// <summary>How many of something took how long.</summary>
internal sealed class Histogram
{
    private readonly long[] _counts = new long[Bounds.Length + 1];
    private long _ticks;

    /// <summary>The upper bounds, in seconds.</summary>
    internal static double[] Bounds { get; } = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>All together, in seconds.</summary>
    internal double Sum => TimeSpan.FromTicks(Interlocked.Read(ref _ticks)).TotalSeconds;

    internal void Add(TimeSpan took)
    {
        var at = Array.BinarySearch(Bounds, took.TotalSeconds);
        Interlocked.Increment(ref _counts[at < 0 ? ~at : at]);
        Interlocked.Add(ref _ticks, took.Ticks);
    }

    /// <summary>How many were within each bound, and all of them at the end.</summary>
    internal long[] Cumulative()
    {
        var counts = new long[_counts.Length];
        for (var i = 0; i < counts.Length; i++) counts[i] = Interlocked.Read(ref _counts[i]) + (i > 0 ? counts[i - 1] : 0);
        return counts;
    }
}

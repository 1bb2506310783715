using Archway.Fleets;
using Microsoft.Data.Sqlite;

namespace Archway.Server.Fleets;

/// <summary>How the fleet stood: each quarter of an hour of late, an hour of last month, a day before; in a file where there is one, and in memory whatever becomes of that.</summary>
internal sealed class FleetHistory : IDisposable
{
    private static readonly TimeSpan Closely = TimeSpan.FromDays(2);
    private static readonly TimeSpan Hourly = TimeSpan.FromDays(30);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(5 * 366);
    private readonly Lock _lock = new();
    private readonly List<FleetPoint> _points = [];
    private readonly HashSet<FleetPoint> _unwritten = [];
    private readonly HashSet<FleetPoint> _unremoved = [];
    private readonly string? _name;
    private readonly HistoryFile? _file;
    private readonly Action<string> _log;
    private string? _trouble;

    private FleetHistory(string? name, HistoryFile? file, Action<string> log) => (_name, _file, _log) = (name, file, log);

    /// <summary>What there is to be known of how it is kept, one sentence; null where it is kept as it should be.</summary>
    internal string? Note
    {
        get
        {
            lock (_lock)
            {
                return _name is null ? "How it went is kept in memory alone, until this server ends; --history FILE keeps it."
                    : _trouble is null ? null : $"How it went is kept in memory alone, until this server ends: {_trouble}.";
            }
        }
    }

    /// <summary>What was kept, and what will be. A file that cannot be used is told, and no reason for the server not to run.</summary>
    /// <param name="options">Where.</param>
    /// <param name="log">Told of troubles.</param>
    internal static FleetHistory Open(FleetOptions options, Action<string> log)
    {
        if (options.HistoryFile is not { } name) return new(null, null, log);
        var file = HistoryFile.Open(name, options.MostHistoryPages, out var problem);
        FleetHistory history = new(name, file, log);
        try
        {
            if (file is null) history.Trouble($"{name} cannot be used: {problem}");
            else history._points.AddRange(file.Read());
        }
        catch (SqliteException fault)
        {
            history.Trouble($"{name} cannot be read: {HistoryFile.Words(fault)}");
        }

        return history;
    }

    /// <summary>How it stood, earliest first.</summary>
    internal IReadOnlyList<FleetPoint> Points()
    {
        lock (_lock) return [.. _points];
    }

    /// <summary>Notes how it stands, and lets go of what is older than it is kept as closely.</summary>
    internal void Add(FleetPoint point)
    {
        lock (_lock)
        {
            // The file knows seconds.
            point = point with { At = DateTimeOffset.FromUnixTimeSeconds(point.At.ToUnixTimeSeconds()) };
            _points.Add(point);
            _unwritten.Add(point);
            foreach (var old in Thinned(_points, point.At))
            {
                if (!_unwritten.Remove(old)) _unremoved.Add(old);
            }

            Write();
        }
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>Takes away what is not kept any longer, and tells what that was.</summary>
    /// <param name="points">The points, earliest first.</param>
    /// <param name="now">The time.</param>
    internal static IReadOnlyList<FleetPoint> Thinned(List<FleetPoint> points, DateTimeOffset now)
    {
        List<FleetPoint> gone = [];
        for (var i = points.Count - 2; i >= 0; i--)
        {
            // The last of each hour and day stays.
            var (age, next) = (now - points[i].At, points[i + 1].At);
            var bucket = age < Closely ? 0 : age < Hourly ? TimeSpan.TicksPerHour : TimeSpan.TicksPerDay;
            if (age <= Longest && (bucket == 0 || points[i].At.UtcTicks / bucket != next.UtcTicks / bucket)) continue;
            gone.Add(points[i]);
            points.RemoveAt(i);
        }

        return gone;
    }

    private void Write()
    {
        if (_file is null) return;
        try
        {
            _file.Write(_unwritten, _unremoved);
            _unwritten.Clear();
            _unremoved.Clear();
            _trouble = null;
        }
        catch (SqliteException fault)
        {
            // It is tried again with the next point.
            Trouble($"{_name} cannot be written: {HistoryFile.Words(fault)}");
        }
    }

    private void Trouble(string problem)
    {
        if (_trouble != problem) _log($"the fleet's history: {problem}");
        _trouble = problem;
    }
}

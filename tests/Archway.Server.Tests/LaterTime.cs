using System.Diagnostics;

namespace Archway.Server.Tests;

/// <summary>The real clock, moved forward as a test likes; timers run as ever.</summary>
internal sealed class LaterTime : TimeProvider
{
    private long _shift;

    internal void Advance(TimeSpan time) => Interlocked.Add(ref _shift, time.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _shift));

    public override long GetTimestamp() => System.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref _shift)).TotalSeconds * Stopwatch.Frequency);
}

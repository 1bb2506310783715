namespace Archway.Testing;

/// <summary>The real clock, which a test can move forward; timers run as ever.</summary>
public sealed class ShiftedTime : TimeProvider
{
    private long _shift;

    /// <summary>Moves the clock forward.</summary>
    public void Advance(TimeSpan time) => Interlocked.Add(ref _shift, time.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _shift));
}

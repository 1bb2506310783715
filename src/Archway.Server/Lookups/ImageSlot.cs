using Archway.Placing.Images;

namespace Archway.Server.Lookups;

/// <summary>What is known of one image, asked for with one set of logins, and what is being done about it.</summary>
/// <param name="key">Its name, and a fingerprint of the logins.</param>
internal sealed class ImageSlot(string key)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private volatile KnownImage? _known;
    private volatile Failure? _failure;
    private Task? _flight;
    private long? _turnAt;

    /// <summary>What it is kept under.</summary>
    internal string Key => key;

    /// <summary>What a registry told last; null when none ever did.</summary>
    internal KnownImage? Known => _known;

    /// <summary>Why there is no answer, while the registry is not to be asked again; null otherwise.</summary>
    internal Failure? FailureAt(TimeProvider time) =>
        _failure is { } failure && time.GetElapsedTime(failure.At) < failure.Pause ? failure : null;

    /// <summary>Whether an asking is under way.</summary>
    internal bool IsAsking
    {
        get
        {
            lock (_lock) return _flight is { IsCompleted: false };
        }
    }

    /// <summary>When the asking that is under way came to its turn; null while it waits for that.</summary>
    internal long? TurnAt
    {
        get
        {
            lock (_lock) return _turnAt;
        }
    }

    /// <summary>The one asking that is under way, begun if there is none.</summary>
    internal Task Ask(Func<Task> ask)
    {
        lock (_lock)
        {
            // Whoever waited for an asking that has ended finds what came of it.
            if (_flight is { IsCompleted: false } flight) return flight;
            _turnAt = null;
            return _flight = Task.Run(ask);
        }
    }

    /// <summary>The asking came to its turn.</summary>
    internal void TurnCame(long now)
    {
        lock (_lock) _turnAt = now;
    }

    /// <summary>A registry told.</summary>
    internal void Told(KnownImage known) => (_known, _failure) = (known, null);

    /// <summary>A registry gave no answer, or said that there is no such image.</summary>
    internal void Failed(ImagePlatforms unknown, bool isAbsent, long now)
    {
        var count = (_failure?.Count ?? 0) + 1;
        var pause = FirstPause * (1 << Math.Min(count - 1, 6));
        // What is not there any more is no longer known either.
        if (isAbsent) _known = null;
        _failure = new(unknown, count, now, pause < LongestPause ? pause : LongestPause);
    }

    /// <summary>An asking that brought nothing.</summary>
    /// <param name="Unknown">What is said of the image.</param>
    /// <param name="Count">How many did, one after the other.</param>
    /// <param name="At">When.</param>
    /// <param name="Pause">For how long nobody asks again; each time twice as long.</param>
    internal sealed record Failure(ImagePlatforms Unknown, int Count, long At, TimeSpan Pause);
}

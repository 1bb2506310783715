namespace Archway.Server.Serving;

/// <summary>What memory reviews get: while one is worked on it takes many times its bytes, as a tree, a patch and an answer.</summary>
/// <remarks>
/// Most reviews have some kilobytes and wait for nothing. Larger ones share what there is, and of large ones few are read and worked on at once;
/// some wait for their turn, and those that come on top are sent away.
/// </remarks>
/// <param name="largest">How many bytes a review may have.</param>
internal sealed class ReviewMemory(int largest) : IDisposable
{
    /// <summary>Bodies up to this many bytes are read without a question.</summary>
    internal const int Usual = 64 * 1024;

    /// <summary>Bodies of more bytes than this are read when their turn has come.</summary>
    internal const int Large = 256 * 1024;

    // Some of 6.7 MB, one behind the other, were seen to take 140 MB, with what is left to be collected; pods of the deployment have 384 MiB.
    private const int MostTurns = 1;
    private const int MostWaiting = 16;
    private const long MostHeld = 24 * 1024 * 1024;
    // No API server waits for longer.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turns = new(MostTurns, MostTurns);
    private long _held;
    private int _large;

    /// <summary>How many bytes a review may have.</summary>
    internal int Largest => largest;

    /// <summary>Takes room for a body between the usual ones and the large; false where there is none.</summary>
    internal bool TryHold(int bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= MostHeld) return true;
        Free(bytes);
        return false;
    }

    internal void Free(int bytes) => Interlocked.Add(ref _held, -bytes);

    /// <summary>Waits for the turn of a large review; false where more wait already than may, or the turn did not come in time.</summary>
    internal async Task<bool> TakeTurnAsync(TimeSpan? patience, CancellationToken cancellationToken)
    {
        var hasTurn = false;
        try
        {
            return hasTurn = Interlocked.Increment(ref _large) <= MostTurns + MostWaiting && await _turns.WaitAsync(patience ?? LongestWait, cancellationToken);
        }
        finally
        {
            if (!hasTurn) Interlocked.Decrement(ref _large);
        }
    }

    internal void EndTurn()
    {
        Interlocked.Decrement(ref _large);
        _turns.Release();
    }

    public void Dispose() => _turns.Dispose();
}

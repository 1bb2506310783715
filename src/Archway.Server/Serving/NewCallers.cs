namespace Archway.Server.Serving;

/// <summary>Connections over which nothing was asked yet: whoever has just connected is about to ask.</summary>
internal sealed class NewCallers
{
    private int _count;

    /// <summary>How many there are.</summary>
    internal int Count => Volatile.Read(ref _count);

    /// <summary>Somebody connects.</summary>
    internal Caller Enter()
    {
        Interlocked.Increment(ref _count);
        return new(this);
    }

    /// <summary>One who connected, and is new until something is asked, or the connection ends.</summary>
    internal sealed class Caller(NewCallers callers) : IDisposable
    {
        private int _hasAsked;

        internal void Asks()
        {
            if (Volatile.Read(ref _hasAsked) == 0 && Interlocked.Exchange(ref _hasAsked, 1) == 0) Interlocked.Decrement(ref callers._count);
        }

        public void Dispose() => Asks();
    }
}

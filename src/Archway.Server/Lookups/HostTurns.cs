namespace Archway.Server.Lookups;

/// <summary>The line before each registry: so many images at once, so that of each it is known whether it was asked for yet.</summary>
/// <param name="atOnce">How many.</param>
/// <param name="longest">How long one keeps others waiting; then the registry's own line alone bounds what it gets.</param>
/// <param name="time">The clock.</param>
internal sealed class HostTurns(int atOnce, TimeSpan longest, TimeProvider time)
{
    private readonly Lock _lock = new();
    // Pods name what registries they like: only those before whom somebody stands have a line.
    private readonly Dictionary<string, HostQueue> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Does some work when its turn has come.</summary>
    /// <param name="host">The registry.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    internal async Task TakeAsync(string host, Func<Task> work, CancellationToken cancellationToken)
    {
        var queue = Enter(host);
        try
        {
            await queue.Places.WaitAsync(cancellationToken);
            Task doing;
            try
            {
                doing = work();
                // What comes of it, and that it takes too long, is for whoever waits for it.
                await doing.WaitAsync(longest, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            finally
            {
                queue.Places.Release();
            }

            await doing;
        }
        finally
        {
            Leave(host, queue);
        }
    }

    private HostQueue Enter(string host)
    {
        lock (_lock)
        {
            if (!_hosts.TryGetValue(host, out var queue)) _hosts[host] = queue = new(atOnce);
            queue.Users++;
            return queue;
        }
    }

    private void Leave(string host, HostQueue queue)
    {
        lock (_lock)
        {
            if (--queue.Users > 0) return;
            _hosts.Remove(host);
            queue.Places.Dispose();
        }
    }

    private sealed class HostQueue(int places)
    {
        internal SemaphoreSlim Places { get; } = new(places);

        internal int Users { get; set; }
    }
}

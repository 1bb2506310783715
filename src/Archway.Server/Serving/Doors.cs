using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Archway.Server.Serving;

/// <summary>The ports that are listened on, which close before the connections that came through them do: Kestrel by itself closes both at once.</summary>
/// <param name="inner">What listens.</param>
internal sealed class Doors(IConnectionListenerFactory inner) : IConnectionListenerFactory
{
    private readonly List<IConnectionListener> _open = [];

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listener = await inner.BindAsync(endpoint, cancellationToken);
        lock (_open) _open.Add(listener);
        return listener;
    }

    /// <summary>Lets nobody in any more; who is in stays.</summary>
    internal async Task CloseAsync()
    {
        IConnectionListener[] open;
        lock (_open) open = [.. _open];
        foreach (var listener in open) await listener.UnbindAsync();
    }
}

using System.Net;
using System.Net.Sockets;

namespace Archway.Testing;

/// <summary>A line to a host that breaks in the middle: so many bytes one way, and the connection is gone.</summary>
public sealed class CutLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly int _port;
    private readonly Task _serving;
    private long _up = long.MaxValue;
    private long _down = long.MaxValue;
    private int _cuts;

    /// <summary>A line to a port of this machine, whole until it is told to break.</summary>
    public CutLine(string host)
    {
        _port = new Uri($"http://{host}").Port;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The host and port at this end.</summary>
    public string Host => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>How often it broke.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Breaks once, when so many bytes more went up to the host.</summary>
    public void CutUpAfter(long bytes) => Interlocked.Exchange(ref _up, bytes);

    /// <summary>Breaks once, when so many bytes more came down from the host.</summary>
    public void CutDownAfter(long bytes) => Interlocked.Exchange(ref _down, bytes);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _serving;
        _ended.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> lines = [];
        try
        {
            while (true) lines.Add(PassAsync(await _listener.AcceptTcpClientAsync(_ended.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task PassAsync(TcpClient near)
    {
        using (near)
        using (TcpClient far = new())
        {
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, _port, _ended.Token);
                await await Task.WhenAny(PumpAsync(near, far, isUp: true), PumpAsync(far, near, isUp: false));
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Either side may be gone.
            }

            // No farewell: what is on its way is lost.
            if (near.Client is { } socket) socket.LingerState = new(true, 0);
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool isUp)
    {
        var piece = new byte[16 * 1024];
        while (await from.GetStream().ReadAsync(piece, _ended.Token) is > 0 and var count)
        {
            await to.GetStream().WriteAsync(piece.AsMemory(0, count), _ended.Token);
            ref var left = ref isUp ? ref _up : ref _down;
            if (Interlocked.Read(ref left) == long.MaxValue || Interlocked.Add(ref left, -count) > 0) continue;
            Interlocked.Exchange(ref left, long.MaxValue);
            Interlocked.Increment(ref _cuts);
            return;
        }
    }
}

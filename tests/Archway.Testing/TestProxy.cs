using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Archway.Testing;

/// <summary>
/// A proxy on a loopback port that makes tunnels (RFC 9110, 9.3.6) to wherever a test says that a name leads, so that servers of a test stand in for
/// hosts of any name; what it knows nothing of it refuses.
/// </summary>
public sealed class TestProxy : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, string> _ways = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string? _login;
    private readonly Task _serving;

    /// <summary>A proxy that serves.</summary>
    /// <param name="login">The user and password it wants, with a colon between; null lets anyone through.</param>
    public TestProxy(string? login = null)
    {
        _login = login is null ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(login));
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The host and port.</summary>
    public string Host => _listener.LocalEndpoint.ToString()!;

    /// <summary>The hosts and ports to which ways were wanted, in order.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    /// <summary>What it answers to everyone, where that is not a way: <c>429 Too Many Requests</c>.</summary>
    public string? Refusal { get; set; }

    /// <summary>Whether it closes the connection on which it asked for its login.</summary>
    public bool Closes { get; init; }

    /// <summary>Leads a host's port for TLS to a server of the test.</summary>
    public TestProxy Lead(string host, TestRegistry server) => Lead(host, server.Host);

    /// <summary>Leads a host's port for TLS to another host and port.</summary>
    public TestProxy Lead(string host, string way)
    {
        _ways[$"{host}:443"] = way;
        return this;
    }

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
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                _ = TunnelAsync(await _listener.AcceptTcpClientAsync(_ended.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task TunnelAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            var near = client.GetStream();
            while (true)
            {
                var head = await HeadAsync(near);
                if (head.Length == 0) return;
                var target = head.Split(' ')[1];
                if (_login is not null && !head.Contains("Proxy-Authorization: " + _login, StringComparison.OrdinalIgnoreCase))
                {
                    await AnswerAsync(near, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0"
                        + (Closes ? "\r\nConnection: close" : ""));
                    if (Closes) return;
                    continue;
                }

                _asked.Enqueue(target);
                if (Refusal is not null)
                {
                    await AnswerAsync(near, Refusal + "\r\nContent-Length: 0");
                    return;
                }

                if (!head.StartsWith("CONNECT ", StringComparison.Ordinal) || !_ways.TryGetValue(target, out var way))
                {
                    await AnswerAsync(near, "403 Forbidden\r\nContent-Length: 0");
                    return;
                }

                using TcpClient server = new();
                await server.ConnectAsync(IPEndPoint.Parse(way), _ended.Token);
                await AnswerAsync(near, "200 Connection Established");
                var far = server.GetStream();
                await Task.WhenAny(near.CopyToAsync(far, _ended.Token), far.CopyToAsync(near, _ended.Token));
                return;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Either side may leave at any time.
        }
    }

    private async Task<string> HeadAsync(NetworkStream stream)
    {
        StringBuilder head = new();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _ended.Token) == 0) return "";
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private async Task AnswerAsync(NetworkStream stream, string status) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n\r\n"), _ended.Token);
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Archway.Testing;

/// <summary>A host that answers one request with a manifest of so many bytes, and counts how many were taken from it.</summary>
/// <remarks>By hand, since a server that has buffers of its own does not know.</remarks>
public sealed class FloodingHost : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    /// <summary>A host that waits for its request.</summary>
    /// <param name="bytes">How many bytes it has.</param>
    /// <param name="isTold">Whether it says so beforehand.</param>
    public FloodingHost(long bytes, bool isTold)
    {
        _listener.Start();
        Taken = ServeAsync(bytes, isTold ? $"Content-Length: {bytes}" : "Connection: close");
    }

    /// <summary>The host and port, as references name it.</summary>
    public string Host => _listener.LocalEndpoint.ToString()!;

    /// <summary>How many bytes were taken, by the client or by the buffers on the way to it, once it has left.</summary>
    public Task<long> Taken { get; }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private async Task<long> ServeAsync(long bytes, string length)
    {
        using var client = await _listener.AcceptSocketAsync();
        var sent = 0L;
        try
        {
            await client.ReceiveAsync(new byte[4096]);
            await client.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.oci.image.index.v1+json\r\n{length}\r\n\r\n"));
            var block = new byte[64 * 1024];
            while (sent < bytes) sent += await client.SendAsync(block.AsMemory(0, (int)Math.Min(block.Length, bytes - sent)));
        }
        catch (SocketException)
        {
            // It has left.
        }

        return sent;
    }
}

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Archway.Testing;

/// <summary>A host on a loopback port that takes each request and closes the connection without an answer.</summary>
public sealed class ClosingHost : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly X509Certificate2? _certificate;
    private readonly Task _serving;
    private int _requests;

    /// <summary>A host that closes, with TLS where it is given a certificate.</summary>
    public ClosingHost(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The host and port.</summary>
    public string Host => _listener.LocalEndpoint.ToString()!;

    /// <summary>How many requests came so far; what is no HTTP does not count.</summary>
    public int Requests => Volatile.Read(ref _requests);

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
        try
        {
            while (true) _ = CloseAsync(await _listener.AcceptTcpClientAsync(_ended.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The end.
        }
    }

    private async Task CloseAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            await using var stream = await StreamAsync(client);
            var request = new byte[4096];
            if (await stream.ReadAtLeastAsync(request, 4, throwOnEndOfStream: false, _ended.Token) >= 4 && request.AsSpan().StartsWith("GET "u8))
                Interlocked.Increment(ref _requests);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // Whoever asks may leave at any time.
        }
    }

    private async Task<Stream> StreamAsync(TcpClient client)
    {
        if (_certificate is null) return client.GetStream();
        SslStream stream = new(client.GetStream());
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _ended.Token);
        return stream;
    }
}

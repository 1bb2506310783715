using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Archway.Oci.Registries;

/// <summary>The connections of one run, each made only to an address that may be asked.</summary>
/// <remarks>
/// Addresses are checked when connecting, not by name, since a name may lead anywhere. Where a public host leads, by a redirect or a token realm,
/// goes over connections of its own: one that was made to a private registry is never reused for it.
/// </remarks>
internal sealed class Connections : IDisposable
{
    private readonly ConcurrentDictionary<string, bool> _public = new(StringComparer.OrdinalIgnoreCase);
    private readonly HttpMessageInvoker _direct;
    private readonly HttpMessageInvoker _led;

    internal Connections(RegistryClientOptions options)
    {
        _direct = Invoker(options, AddressClass.Private);
        _led = Invoker(options, AddressClass.Public);
    }

    /// <summary>Whether <paramref name="address"/> was reached over the internet; what was never reached counts as if.</summary>
    internal bool IsPublic(Uri address) => _public.GetValueOrDefault(address.Authority, true);

    /// <summary>Sends a request, and returns when the answer's headers are there.</summary>
    /// <param name="request">The request.</param>
    /// <param name="led">Whether a public host led here, so that private addresses are out of bounds.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, bool led, CancellationToken cancellationToken) =>
        (led ? _led : _direct).SendAsync(request, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _direct.Dispose();
        _led.Dispose();
    }

    private HttpMessageInvoker Invoker(RegistryClientOptions options, AddressClass furthest)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
            MaxResponseHeadersLength = 64,
            ActivityHeadersPropagator = null,
        };
        options.ConfigureHandler?.Invoke(handler);
        handler.ConnectCallback = (context, cancellationToken) => ConnectAsync(context, furthest, cancellationToken);
        return new(handler);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, AddressClass furthest, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var found = IPAddress.TryParse(host.Trim('[', ']'), out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        var allowed = found.Where(address => Addresses.Of(address) <= furthest).ToArray();
        if (allowed.Length == 0) throw new AddressRefusedException(Addresses.Of(found[0]));

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            // Public once is public for the run: a name that then turns to a private address gains nothing by it.
            var isPublic = Addresses.Of(((IPEndPoint)socket.RemoteEndPoint!).Address) == AddressClass.Public;
            _public.AddOrUpdate(context.InitialRequestMessage.RequestUri!.Authority, isPublic, (_, before) => before || isPublic);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

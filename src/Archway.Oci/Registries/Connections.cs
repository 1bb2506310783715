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
    private static readonly TimeSpan LongestLookup = TimeSpan.FromSeconds(2);
    private static readonly HttpRequestOptionsKey<int> Connected = new("archway.connected");

    private readonly ConcurrentDictionary<string, bool> _public = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Lazy<Task<AddressClass>>> _behindProxy = new(StringComparer.OrdinalIgnoreCase);
    private readonly RegistryClientOptions _options;
    private readonly HttpMessageInvoker _direct;
    private readonly HttpMessageInvoker _led;

    internal Connections(RegistryClientOptions options)
    {
        _options = options;
        _direct = Invoker(AddressClass.Private);
        _led = Invoker(AddressClass.Public);
    }

    /// <summary>Whether <paramref name="address"/> was reached over the internet; what was never reached counts as if.</summary>
    internal bool IsPublic(Uri address) => _public.GetValueOrDefault(address.Authority, true);

    /// <summary>The proxy through which an address is asked, without its login; null when it is asked directly.</summary>
    internal Uri? ProxyOf(Uri address) => _options.Proxy?.GetProxy(address);

    /// <summary>Sends a request, and returns when the answer's headers are there.</summary>
    /// <param name="request">The request.</param>
    /// <param name="led">Whether a public host led here, so that private addresses are out of bounds.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    internal async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, bool led, CancellationToken cancellationToken)
    {
        if (ProxyOf(request.RequestUri!) is not null)
            await CheckBehindProxyAsync(request.RequestUri!, led, cancellationToken).ConfigureAwait(false);
        return await (led ? _led : _direct).SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _direct.Dispose();
        _led.Dispose();
    }

    private HttpMessageInvoker Invoker(AddressClass furthest)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = _options.Proxy is not null,
            Proxy = _options.Proxy,
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
            MaxResponseHeadersLength = 64,
            ActivityHeadersPropagator = null,
        };
        handler.SslOptions.RemoteCertificateValidationCallback = TrustedAuthorities.Besides(_options.Authorities);
        handler.ConnectCallback = (context, cancellationToken) => ConnectAsync(context, furthest, cancellationToken);
        handler.PlaintextStreamFilter = (context, _) =>
        {
            var request = context.InitialRequestMessage;
            CheckConnections(request);
            request.Options.Set(Connected, request.Options.TryGetValue(Connected, out var count) ? count + 1 : 1);
            return ValueTask.FromResult(context.PlaintextStream);
        };
        return new(handler);
    }

    // The handler by itself asks up to four times at once, each over a new connection, where one is closed unanswered; who calls it waits in between.
    private void CheckConnections(HttpRequestMessage request)
    {
        // A proxy that wants its login may close the connection on which it said so.
        if (request.Method == HttpMethod.Connect) return;
        var most = request.RequestUri!.Scheme == "http" && ProxyOf(request.RequestUri) is not null ? 2 : 1;
        if (request.Options.TryGetValue(Connected, out var count) && count >= most) throw new ConnectionClosedException();
    }

    // Who takes names from strangers asks in private networks only what it was told may be asked there.
    private AddressClass FurthestOf(Uri address, AddressClass furthest) =>
        _options.PrivateHosts is { } named && !named.Contains(address.Authority) ? AddressClass.Public : furthest;

    // Behind a proxy no connection shows the address: what the name means here counts, and a name that only the proxy knows is the proxy's to refuse.
    private async Task CheckBehindProxyAsync(Uri address, bool led, CancellationToken cancellationToken)
    {
        var furthest = FurthestOf(address, led ? AddressClass.Public : AddressClass.Private);
        var asked = _behindProxy.GetOrAdd(address.IdnHost, host => new(() => ClassOfAsync(host)));
        var found = await asked.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (found > furthest) throw new HttpRequestException(HttpRequestError.ConnectionError, null, new AddressRefusedException(found, led));
        _public.TryAdd(address.Authority, found == AddressClass.Public);
    }

    private async Task<AddressClass> ClassOfAsync(string host)
    {
        using CancellationTokenSource limit = new(LongestLookup, _options.Time);
        try
        {
            var found = await AddressesOfAsync(host, limit.Token).ConfigureAwait(false);
            return found.Select(Addresses.Of).DefaultIfEmpty(AddressClass.Public).Max();
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return AddressClass.Public;
        }
    }

    private async Task<IPAddress[]> AddressesOfAsync(string host, CancellationToken cancellationToken) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await _options.Resolve(host, cancellationToken).ConfigureAwait(false);

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, AddressClass furthest, CancellationToken cancellationToken)
    {
        var request = context.InitialRequestMessage;
        CheckConnections(request);
        if (request.Method == HttpMethod.Connect || ProxyOf(request.RequestUri!) is not null)
            return await ConnectToProxyAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
        var found = await AddressesOfAsync(context.DnsEndPoint.Host, cancellationToken).ConfigureAwait(false);
        var allowed = found.Where(address => Addresses.Of(address) <= FurthestOf(request.RequestUri!, furthest)).ToArray();
        if (allowed.Length == 0) throw new AddressRefusedException(Addresses.Of(found[0]), furthest == AddressClass.Public);

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            // Public once is public for the run: a name that then turns to a private address gains nothing by it.
            var isPublic = Addresses.Of(((IPEndPoint)socket.RemoteEndPoint!).Address) == AddressClass.Public;
            _public.AddOrUpdate(request.RequestUri!.Authority, isPublic, (_, before) => before || isPublic);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // The user named the proxy: it may lie anywhere.
    private static async ValueTask<Stream> ConnectToProxyAsync(DnsEndPoint proxy, CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(proxy, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new ProxyException($"{proxy.Host}:{proxy.Port}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

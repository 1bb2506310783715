using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Archway.Server.Lookups;
using Archway.Server.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Archway.Server.Serving;

/// <summary>The server: reviews over HTTPS on one port, probes and metrics over plain HTTP on another.</summary>
internal sealed class WebhookServer : IAsyncDisposable
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);
    // Whoever has connected, and asks nothing for as long, is no API server with a review.
    private static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    private readonly ServerOptions _options;
    private readonly TimeProvider _time;
    private readonly ServingCertificate _certificate;
    private readonly ImageLookups _lookups;
    private readonly ServerMetrics _metrics;
    private readonly ReviewMemory _memory;
    private readonly ReviewEndpoint _reviews;
    private readonly NewCallers _callers = new();
    private readonly Action<string> _log;
    private readonly MetricsText _text;
    private readonly WebApplication _server;
    private readonly Doors _doors;
    private readonly CancellationTokenSource _ended = new();
    private Task _reloading = Task.CompletedTask;
    private volatile bool _isDraining;

    private WebhookServer(ServerOptions options, ServingCertificate certificate, ServerMetrics metrics, IPullSecrets? secrets, Action<string> log, TimeProvider time)
    {
        (_options, _certificate, _metrics, _log, _time) = (options, certificate, metrics, log, time);
        _lookups = new(options.Lookups, metrics, time);
        _memory = new(options.LargestReview);
        _reviews = new(new(options.Policy, _lookups, secrets, time), _memory, metrics, log, time);
        _text = new(metrics, _lookups, () => _certificate.Until, options.MostImageMetrics);
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "archway-server" });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = LongestEnd);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(Configure);
        // The last one that is there listens.
        builder.Services.AddSingleton(services => new Doors(new SocketTransportFactory(
            services.GetRequiredService<IOptions<SocketTransportOptions>>(), services.GetRequiredService<ILoggerFactory>())));
        builder.Services.AddSingleton<IConnectionListenerFactory>(services => services.GetRequiredService<Doors>());
        _server = builder.Build();
        _doors = _server.Services.GetRequiredService<Doors>();
        _server.Run(AnswerAsync);
    }

    /// <summary>Where reviews are taken.</summary>
    internal Uri Address => new(_server.Urls.First(url => url.StartsWith("https", StringComparison.Ordinal)));

    /// <summary>Where probes and metrics are answered.</summary>
    internal Uri PlainAddress => new(_server.Urls.First(url => !url.StartsWith("https", StringComparison.Ordinal)));

    /// <summary>What it counts.</summary>
    internal ServerMetrics Metrics => _metrics;

    /// <summary>What it knows of images, and asks for.</summary>
    internal ImageLookups Lookups => _lookups;

    /// <summary>A server that answers.</summary>
    /// <exception cref="ServerException">The certificate cannot be read, or the port is taken.</exception>
    internal static async Task<WebhookServer> StartAsync(
        ServerOptions options, IPullSecrets? secrets, Action<string> log, TimeProvider time, CancellationToken cancellationToken)
    {
        ServerMetrics metrics = new();
        var certificate = await ServingCertificate.ReadAsync(options.CertificateFile, options.KeyFile, log, metrics, time, cancellationToken);
        WebhookServer server = new(options, certificate, metrics, secrets, log, time);
        try
        {
            await server._server.StartAsync(cancellationToken);
        }
        catch (IOException taken)
        {
            await server.DisposeAsync();
            throw new ServerException($"cannot listen on {options.Listen} and {options.ListenPlain}: {taken.Message}");
        }

        server._reloading = server.KeepReloadingAsync();
        return server;
    }

    /// <summary>
    /// Stops without losing a review: says that it is not ready, takes what still comes for a while, lets nobody in any more, and ends when all who are in
    /// have asked and are answered.
    /// </summary>
    internal async Task StopAsync()
    {
        _isDraining = true;
        await Task.Delay(_options.Drain, _time, CancellationToken.None);
        await _doors.CloseAsync();
        for (var began = _time.GetTimestamp(); _callers.Count > 0 && _time.GetElapsedTime(began) < LongestSettling;) await Task.Delay(Look, _time, CancellationToken.None);
        using CancellationTokenSource limit = new(LongestEnd, _time);
        await _server.StopAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _reloading;
        await _server.DisposeAsync();
        _lookups.Dispose();
        _memory.Dispose();
        _certificate.Dispose();
        _ended.Dispose();
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = _options.LargestReview;
        // What is read ahead of a review that waits for its turn.
        kestrel.Limits.MaxRequestBufferSize = ReviewMemory.Usual;
        kestrel.Limits.MaxConcurrentConnections = 2000;
        // An API server sends all its reviews over one connection; those that wait for a registry are not to hold up those that need none.
        kestrel.Limits.Http2.MaxStreamsPerConnection = 5000;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        var check = _options.ClientAuthorities is { } authorities ? new ClientCheck(authorities, _options.ClientName) : null;
        RefusedClients refused = new(_options.ClientName, _metrics, _log, _time);
        Listen(kestrel, _options.Listen, listen =>
        {
            listen.Use(Announced);
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = TimeSpan.FromSeconds(10),
                OnConnection = caller => new(new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = _certificate.Context,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
                    ClientCertificateRequired = check is not null,
                    RemoteCertificateValidationCallback = check is null ? null : (_, shown, sent, errors) =>
                    {
                        if (check.Refusal(shown, sent, errors) is not { } because) return true;
                        refused.Add(because, caller.Connection.RemoteEndPoint, shown);
                        return false;
                    },
                }),
            });
        });
        Listen(kestrel, _options.ListenPlain, listen => listen.Protocols = HttpProtocols.Http1);
    }

    private ConnectionDelegate Announced(ConnectionDelegate next) => async connection =>
    {
        using var caller = _callers.Enter();
        connection.Features.Set(caller);
        await next(connection);
    };

    // On every address of either kind, where the machine has both.
    private static void Listen(KestrelServerOptions kestrel, IPEndPoint place, Action<ListenOptions> configure)
    {
        if (place.Address.Equals(IPAddress.IPv6Any)) kestrel.ListenAnyIP(place.Port, configure);
        else kestrel.Listen(place, configure);
    }

    private Task AnswerAsync(HttpContext context)
    {
        var isSecure = context.Features.Get<ITlsHandshakeFeature>() is not null;
        context.Features.Get<NewCallers.Caller>()?.Asks();
        // Who keeps a connection is to look for another server while this one still answers.
        if (_isDraining && context.Request.Protocol == "HTTP/1.1") context.Response.Headers.Connection = "close";
        return (context.Request.Path.Value, isSecure) switch
        {
            ("/admit", true) when context.Request.Method == "POST" => _reviews.AnswerAsync(context),
            ("/admit", true) => TextAsync(context, StatusCodes.Status405MethodNotAllowed, "reviews are posted here"),
            ("/healthz", _) => TextAsync(context, StatusCodes.Status200OK, "ok"),
            ("/readyz", _) => _isDraining ? TextAsync(context, StatusCodes.Status503ServiceUnavailable, "stopping") : TextAsync(context, StatusCodes.Status200OK, "ok"),
            ("/metrics", false) => MetricsAsync(context),
            _ => TextAsync(context, StatusCodes.Status404NotFound, "there is nothing here"),
        };
    }

    private Task MetricsAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(_text.Write(), context.RequestAborted);
    }

    private static Task TextAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }

    // Mounted secrets change by a link, which watchers of files do not see everywhere.
    private async Task KeepReloadingAsync()
    {
        using PeriodicTimer timer = new(_options.ReloadEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token)) await _certificate.ReloadAsync(_ended.Token);
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The end.
        }
    }
}

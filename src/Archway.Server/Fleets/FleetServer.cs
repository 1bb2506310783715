using System.Net;
using System.Text.Json;
using Archway.Clusters;
using Archway.Fleets;
using Archway.Server.Lookups;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Archway.Server.Fleets;

/// <summary>The fleet's page and its JSON, read and never written, on a port of their own. Nobody is asked who they are: where it listens is who sees it.</summary>
internal sealed class FleetServer : IAsyncDisposable
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);
    private readonly FleetOptions _options;
    private readonly Cluster _cluster;
    private readonly FleetHistory _history;
    private readonly FleetBoard _board;
    private readonly WebApplication _server;
    private readonly CancellationTokenSource _ended = new();
    private readonly ClusterWatch _watch;
    private readonly FleetImages _images;
    private Task _running = Task.CompletedTask;

    private FleetServer(FleetOptions options, Cluster cluster, ImageLookups lookups, IPullSecrets? secrets, Action<string> log, TimeProvider time)
    {
        (_options, _cluster) = (options, cluster);
        PodCensus census = new();
        _watch = new(cluster, census, options, log, time);
        _images = new(census, lookups, secrets, options, time);
        _history = FleetHistory.Open(options, log);
        _board = new(_watch, census, _images, _history, options, time);
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "archway-server" });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = LongestEnd);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Configure);
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    /// <summary>Where it is shown.</summary>
    internal Uri Address => new(_server.Urls.First());

    /// <summary>One that answers, and watches.</summary>
    /// <exception cref="ServerException">There is no cluster to watch, or the port is taken.</exception>
    internal static async Task<FleetServer> StartAsync(
        FleetOptions options, ClusterSettings settings, ImageLookups lookups, IPullSecrets? secrets, Action<string> log, CancellationToken cancellationToken)
    {
        FleetServer server;
        try
        {
            server = new(options, Cluster.Open(context: null, settings), lookups, secrets, log, settings.Time);
        }
        catch (ClusterException problem)
        {
            throw new ServerException($"there is no cluster to watch: {problem.Message}");
        }

        try
        {
            await server._server.StartAsync(cancellationToken);
        }
        catch (IOException taken)
        {
            await server.DisposeAsync();
            throw new ServerException($"cannot show the fleet on {options.Listen}: {taken.Message}");
        }

        server._running = Task.WhenAll(server._watch.RunAsync(server._ended.Token), server._images.RunAsync(server._ended.Token), server._board.RecordAsync(server._ended.Token));
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _running;
        await _server.DisposeAsync();
        _history.Dispose();
        _cluster.Dispose();
        _ended.Dispose();
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Limits.MaxConcurrentConnections = 200;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        if (_options.Listen.Address.Equals(IPAddress.IPv6Any)) kestrel.ListenAnyIP(_options.Listen.Port, listen => listen.Protocols = HttpProtocols.Http1);
        else kestrel.Listen(_options.Listen, listen => listen.Protocols = HttpProtocols.Http1);
    }

    private Task AnswerAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = FleetPage.Frame.Policy + "; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        if (!HostNames.IsOwn(context.Request.Host.Host, _options.Hosts))
            return TextAsync(context, StatusCodes.Status421MisdirectedRequest, "this page is not shown under that name; --fleet-host names others");
        if (context.Request.Method is not ("GET" or "HEAD")) return TextAsync(context, StatusCodes.Status405MethodNotAllowed, "there is nothing to be written here");
        return context.Request.Path.Value switch
        {
            "/" => BytesAsync(context, "text/html; charset=utf-8", _board.Show().Page),
            "/healthz" => TextAsync(context, StatusCodes.Status200OK, "ok"),
            "/api/fleet" => BytesAsync(context, "application/json", _board.Show().Json),
            "/api/trend" => BytesAsync(context, "application/json", JsonSerializer.SerializeToUtf8Bytes(_history.Points(), FleetJson.Default.IReadOnlyListFleetPoint)),
            "/api/summary" => BytesAsync(context, "application/json", JsonSerializer.SerializeToUtf8Bytes(_board.Show().Fleet.Summary, FleetJson.Default.FleetCounts)),
            _ => TextAsync(context, StatusCodes.Status404NotFound, "there is nothing here"),
        };
    }

    private static async Task BytesAsync(HttpContext context, string type, byte[] bytes)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        if (context.Request.Method != "HEAD") await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static Task TextAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Request.Method == "HEAD" ? Task.CompletedTask : context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }
}

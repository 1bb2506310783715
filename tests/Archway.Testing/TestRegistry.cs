using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Archway.Testing.Registries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Archway.Testing;

/// <summary>A registry in this process, on a loopback port, that follows the OCI distribution specification and misbehaves as it is told.</summary>
public sealed class TestRegistry : IAsyncDisposable
{
    // Far above what a test pushes, and below what a machine has.
    private const long LongestBody = 1 << 30;

    private readonly TestRegistryOptions _options;
    private readonly RegistryApi _api;
    private readonly ConcurrentDictionary<string, Fault> _faults = new();
    private readonly ConcurrentQueue<LoggedRequest> _log = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly WebApplication _server;
    private Gate? _gate;
    private int _connections;

    private TestRegistry(TestRegistryOptions options)
    {
        _options = options;
        _api = new(options);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LongestBody;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = options.Protocols;
                listen.Use(next => connection =>
                {
                    Interlocked.Increment(ref _connections);
                    return next(connection);
                });
                if (options.Certificate is { } certificate) listen.UseHttps(certificate);
            });
        });
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    /// <summary>The host and port, as references name it.</summary>
    public string Host => new Uri(_server.Urls.Single()).Authority;

    /// <summary>What was asked so far, in order.</summary>
    public IReadOnlyList<LoggedRequest> Log => [.. _log];

    /// <summary>How many connections were opened to it so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>A registry that answers, over TLS when it is given a certificate.</summary>
    public static Task<TestRegistry> StartAsync(X509Certificate2? certificate = null) => StartAsync(new TestRegistryOptions { Certificate = certificate });

    /// <summary>A registry that answers in its own ways.</summary>
    public static async Task<TestRegistry> StartAsync(TestRegistryOptions options)
    {
        TestRegistry registry = new(options);
        await registry._server.StartAsync();
        return registry;
    }

    /// <summary>Stores an image, and all below it, under a name, whether or not a push would be let in.</summary>
    /// <returns>The reference it can be read under.</returns>
    public string Put(string repository, string tag, StoredImage image)
    {
        _api.Put(repository, tag, image);
        return $"{Host}/{repository}:{tag}";
    }

    /// <summary>Where misbehaviour is told: paths that begin with this repository, or all of them.</summary>
    /// <param name="repository">A repository; nothing for the whole host.</param>
    public Fault On(string repository = "") => _faults.GetOrAdd(repository, _ => new Fault(_ended.Token));

    /// <summary>Lets in only who shows a user and a password.</summary>
    public void WantBasic(string user, string password) => _gate = Gate.Basic(user, password);

    /// <summary>Lets in only who shows a token, which is to be had at <c>/token</c> of this host or of <paramref name="service"/>.</summary>
    /// <param name="service">Another registry whose token endpoint is named.</param>
    /// <param name="user">Who gets tokens; null lets anyone.</param>
    /// <param name="realm">The realm as told, where it is a lie.</param>
    public void WantBearer(TestRegistry? service = null, string? user = null, string? realm = null) =>
        _gate = (service ?? this)._gate = Gate.Bearer(realm ?? $"http://{(service ?? this).Host}/token", user);

    /// <summary>Gives no token for several scopes at once.</summary>
    public void RefuseSeveralScopes(int status) => _gate!.SeveralRefused = status;

    /// <summary>Gives tokens that are good for the first of the scopes only.</summary>
    public void HeedFirstScopeOnly() => _gate!.HeedsFirstOnly = true;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _server.DisposeAsync();
        _ended.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using MemoryStream content = new();
        try
        {
            await context.Request.Body.CopyToAsync(content, context.RequestAborted);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException && context.Request.Method == "PATCH")
        {
            // What came of an upload before its connection broke stays.
            _api.Answer(new(context.Request.Method, RegistryRoute.Read(context.Request.Path.Value!), context.Request.Query, context.Request.Headers, content.ToArray()));
            return;
        }

        var body = content.ToArray();
        var text = context.Request.ContentType == "application/octet-stream" ? "" : Encoding.UTF8.GetString(body);
        LoggedRequest logged = new(context.Request.Method, context.Request.Path.Value!, context.Request.QueryString.Value ?? "",
            context.Request.Headers.Authorization.FirstOrDefault(), text)
        {
            Protocol = context.Request.Protocol,
            Host = context.Request.Host.Value ?? "",
        };
        _log.Enqueue(logged);
        _options.Heard?.Invoke(logged);
        if (_options.Before is { } before && await before(context, text)) return;

        var path = context.Request.Path.Value!;
        if (path == "/token")
        {
            if (_faults.TryGetValue("/token", out var trouble) && await trouble.SpoilAsync(context, [])) return;
            await _gate!.GiveTokenAsync(context, text);
            return;
        }

        RegistryRequest request = new(context.Request.Method, RegistryRoute.Read(path), context.Request.Query, context.Request.Headers, body);
        // What is only read may be made out before it is known whether it is let out; what is written may not.
        var found = request.IsReading ? _api.Answer(request) : null;
        var place = path.StartsWith("/v2/", StringComparison.Ordinal) ? path["/v2/".Length..] : path;
        foreach (var (prefix, fault) in _faults)
            if (prefix != "/token" && place.StartsWith(prefix, StringComparison.Ordinal)
                && await fault.SpoilAsync(context, found is { Status: 200 } ? found.Body : [])) return;
        if (_gate is not null && !await _gate.LetInAsync(context, request.Repository.Length > 0 ? request.Repository : path)) return;

        context.Response.Headers["Docker-Distribution-Api-Version"] = "registry/2.0";
        await (found ?? _api.Answer(request)).WriteAsync(context);
    }
}

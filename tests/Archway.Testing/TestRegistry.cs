using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Archway.Oci.Content;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Archway.Testing;

/// <summary>A registry in this process, on a loopback port, that holds what a test puts into it and misbehaves as it is told.</summary>
public sealed class TestRegistry : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, StoredImage> _manifests = new();
    private readonly ConcurrentDictionary<string, byte[]> _blobs = new();
    private readonly ConcurrentDictionary<string, Fault> _faults = new();
    private readonly ConcurrentQueue<LoggedRequest> _log = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly WebApplication _server;
    private Gate? _gate;

    private TestRegistry(X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    /// <summary>The host and port, as references name it.</summary>
    public string Host => new Uri(_server.Urls.Single()).Authority;

    /// <summary>What was asked so far, in order.</summary>
    public IReadOnlyList<LoggedRequest> Log => [.. _log];

    /// <summary>A registry that answers, over TLS when it is given a certificate.</summary>
    public static async Task<TestRegistry> StartAsync(X509Certificate2? certificate = null)
    {
        TestRegistry registry = new(certificate);
        await registry._server.StartAsync();
        return registry;
    }

    /// <summary>Stores an image, and all below it, under a name.</summary>
    /// <returns>The reference it can be read under.</returns>
    public string Put(string repository, string tag, StoredImage image)
    {
        foreach (var manifest in image.All())
        {
            _manifests[$"{repository}/{manifest.Digest}"] = manifest;
            foreach (var blob in manifest.Blobs) _blobs[$"{repository}/{Digest.Of(blob)}"] = blob;
        }

        _manifests[$"{repository}/{tag}"] = image;
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
        var path = context.Request.Path.Value!;
        using StreamReader reader = new(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        _log.Enqueue(new(context.Request.Method, path, context.Request.QueryString.Value ?? "", context.Request.Headers.Authorization.FirstOrDefault(), body));

        if (path == "/token")
        {
            if (_faults.TryGetValue("/token", out var trouble) && await trouble.SpoilAsync(context, [])) return;
            await _gate!.GiveTokenAsync(context, body);
            return;
        }

        var (kind, repository, name) = Parts(path);
        var content = kind == "manifests" && _manifests.TryGetValue($"{repository}/{name}", out var manifest) ? manifest.Raw
            : kind == "blobs" && _blobs.TryGetValue($"{repository}/{name}", out var blob) ? blob : null;
        foreach (var (prefix, fault) in _faults)
            if (prefix != "/token" && $"{repository}/{kind}".StartsWith(prefix, StringComparison.Ordinal) && await fault.SpoilAsync(context, content ?? [])) return;
        if (_gate is not null && !await _gate.LetInAsync(context, repository)) return;

        context.Response.Headers["Docker-Distribution-Api-Version"] = "registry/2.0";
        if (content is null)
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsJsonAsync(new { errors = new[] { new { code = "MANIFEST_UNKNOWN", message = "manifest unknown" } } });
            return;
        }

        context.Response.ContentType = kind == "manifests" ? _manifests[$"{repository}/{name}"].MediaType : "application/octet-stream";
        context.Response.Headers["Docker-Content-Digest"] = Digest.Of(content).ToString();
        await Fault.WriteAsync(context, content);
    }

    // /v2/some/name/manifests/latest
    private static (string Kind, string Repository, string Name) Parts(string path)
    {
        var parts = path.Split('/');
        return parts is ["", "v2", .., var kind, var name] ? (kind, string.Join('/', parts[2..^2]), name) : ("", path, "");
    }
}

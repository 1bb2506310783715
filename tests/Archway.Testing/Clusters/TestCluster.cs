using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Archway.Testing.Clusters;

/// <summary>A stand-in for an API server, over TLS on a loopback port, that lists in pages, tells what changes, and misbehaves as it is told.</summary>
public sealed class TestCluster : IAsyncDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly ConcurrentDictionary<string, ClusterList> _lists = new();
    private readonly ConcurrentQueue<LoggedRequest> _log = new();
    private readonly ConcurrentQueue<(string Path, Func<HttpContext, Task> Answer)> _faults = new();
    private readonly WebApplication _server;

    private TestCluster(TestClusterOptions options)
    {
        Options = options;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = _authority.Issue(options.Names);
            if (options.ClientAuthority is not { } clients) return;
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.ClientCertificateValidation = (certificate, _, _) => certificate.Issuer == clients.Subject;
        })));
        _server = builder.Build();
        _server.Run(AnswerAsync);
        foreach (var kind in ClusterKinds.All) _lists[kind.Plural] = new(kind);
    }

    /// <summary>How it is asked.</summary>
    public TestClusterOptions Options { get; }

    /// <summary>Its address.</summary>
    public string Address => _server.Urls.Single();

    /// <summary>The certificate of its authority, in PEM.</summary>
    public string Authority => _authority.Certificate.ExportCertificatePem();

    /// <summary>What was asked so far, in order.</summary>
    public IReadOnlyList<LoggedRequest> Log => [.. _log];

    /// <summary>What lets someone in, beside a certificate; it may be changed.</summary>
    public string? Authorization { get; set; }

    /// <summary>One that answers.</summary>
    public static async Task<TestCluster> StartAsync(TestClusterOptions? options = null)
    {
        TestCluster cluster = new(options ?? new()) { Authorization = options?.Authorization };
        await cluster._server.StartAsync();
        return cluster;
    }

    /// <summary>Adds an object, or changes the one of its name.</summary>
    /// <param name="plural">Its kind, as paths name it: <c>deployments</c>.</param>
    /// <param name="item">The object.</param>
    public TestCluster Put(string plural, JsonObject item)
    {
        _lists[plural].Put(item);
        return this;
    }

    /// <summary>Takes an object away.</summary>
    public void Delete(string plural, string space, string name) => _lists[plural].Delete(space, name);

    /// <summary>Says how far things are to whoever watches, as a bookmark does.</summary>
    public void Bookmark(string plural) => _lists[plural].Bookmark();

    /// <summary>Ends every watch, as a server does after its time.</summary>
    public void EndWatches(string plural) => _lists[plural].EndWatches();

    /// <summary>How many watch a kind now.</summary>
    public int Watches(string plural) => _lists[plural].Watches;

    /// <summary>Forgets what was before: what goes on from there is answered 410.</summary>
    public void Compact(string plural) => _lists[plural].Compact();

    /// <summary>Makes of an expired list one that has to begin again, as older servers do.</summary>
    public void ExpireWithoutContinue(string plural) => _lists[plural].ContinuesExpired = false;

    /// <summary>Answers the next request, or each one, whose path begins so in another way.</summary>
    public TestCluster On(string path, Func<HttpContext, Task> answer, int times = 1)
    {
        for (var i = 0; i < times; i++) _faults.Enqueue((path, answer));
        return this;
    }

    /// <summary>Answers a status, as an API server says it.</summary>
    public TestCluster On(string path, int status, string message, int times = 1, string? retryAfter = null) => On(path, context =>
    {
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        return WriteAsync(context, status, Status(status, message));
    }, times);

    /// <summary>A kubeconfig of one context, <c>test</c>, for a user.</summary>
    /// <param name="user">What stands in the user, as YAML in braces.</param>
    /// <param name="cluster">What stands in the cluster besides, as YAML behind a comma.</param>
    /// <param name="context">What stands in the context besides.</param>
    public string Kubeconfig(string user, string cluster = "", string context = "") => $$"""
        apiVersion: v1
        kind: Config
        current-context: test
        clusters:
        - name: here
          cluster: {server: "{{Address}}", certificate-authority-data: {{Convert.ToBase64String(Encoding.UTF8.GetBytes(Authority))}}{{cluster}}}
        users:
        - name: me
          user: {{user}}
        contexts:
        - name: test
          context: {cluster: here, user: me{{context}}}

        """;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var list in _lists.Values) list.EndWatches();
        await _server.DisposeAsync();
        _authority.Dispose();
    }

    /// <summary>A refusal in an API server's own form.</summary>
    public static JsonObject Status(int code, string message, string? next = null) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = next is null ? new() : new JsonObject { ["continue"] = next },
        ["status"] = "Failure",
        ["message"] = message,
        ["reason"] = code switch { 401 => "Unauthorized", 403 => "Forbidden", 404 => "NotFound", 410 => "Expired", 429 => "TooManyRequests", _ => "InternalError" },
        ["code"] = code,
    };

    internal static Task WriteAsync(HttpContext context, int status, JsonNode body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString());
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        _log.Enqueue(new(context.Request.Method, path, context.Request.QueryString.Value ?? "", context.Request.Headers.Authorization.ToString() is { Length: > 0 } shown ? shown : null, "")
        {
            Host = context.Request.Host.Value ?? "",
        });
        if (_faults.TryPeek(out var fault) && path.StartsWith(fault.Path, StringComparison.Ordinal) && _faults.TryDequeue(out fault))
        {
            await fault.Answer(context);
            return;
        }

        await AnswerAsItIsAsync(context);
    }

    /// <summary>Answers as an API server does.</summary>
    public async Task AnswerAsItIsAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var isKnown = (Authorization is null && Options.ClientAuthority is null)
            || (Authorization is not null && context.Request.Headers.Authorization == Authorization)
            || (Options.ClientAuthority is not null && await context.Connection.GetClientCertificateAsync() is not null);
        if (!isKnown) await WriteAsync(context, 401, Status(401, "Unauthorized"));
        else if (ClusterKinds.Discovery(path) is { } discovery) await WriteAsync(context, 200, discovery);
        else if (ClusterKinds.Find(path, out var space, out var name) is { } plural) await _lists[plural].AnswerAsync(context, space, name);
        else
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsync("404 page not found\n");
        }
    }
}

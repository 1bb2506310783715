using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Archway.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Archway.Server.Tests;

/// <summary>An API server, as far as this program asks one: secrets and webhook configurations, for who shows the pod's token.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private const string Token = "the-token-of-the-pod";
    private readonly TestAuthority _authority = new();
    private readonly TempFolder _account = new();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly WebApplication _server;

    private TestCluster()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_authority.Issue("127.0.0.1"))));
        _server = builder.Build();
        _server.Run(AnswerAsync);
        _account.With("token", Token + "\n").With("namespace", "archway").With("ca.crt", _authority.Certificate.ExportCertificatePem());
    }

    /// <summary>The objects, by their paths.</summary>
    internal ConcurrentDictionary<string, JsonNode> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>Namespaces whose secrets the pod may not read.</summary>
    internal HashSet<string> Forbidden { get; } = [];

    /// <summary>What was asked, a line each.</summary>
    internal IReadOnlyCollection<string> Log => _log;

    internal static async Task<TestCluster> StartAsync()
    {
        TestCluster cluster = new();
        await cluster._server.StartAsync(Webhook.Stop);
        return cluster;
    }

    /// <summary>What a pod of the cluster finds around it.</summary>
    internal Surroundings Pod(TextWriter output, TextWriter error, TimeProvider? time = null) => new()
    {
        Output = output,
        Error = error,
        Time = time ?? TimeProvider.System,
        ServiceAccountFolder = _account.Path,
        Variable = name => name switch
        {
            "KUBERNETES_SERVICE_HOST" => "127.0.0.1",
            "KUBERNETES_SERVICE_PORT" => $"{new Uri(_server.Urls.Single()).Port}",
            _ => null,
        },
    };

    /// <summary>Adds a pull secret.</summary>
    internal void AddPullSecret(string space, string name, string host, string user, string password)
    {
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        var file = $$"""{"auths":{"{{host}}":{"auth":"{{login}}"} } }""";
        Objects[$"/api/v1/namespaces/{space}/secrets/{name}"] = new JsonObject
        {
            ["type"] = "kubernetes.io/dockerconfigjson",
            ["data"] = new JsonObject { [".dockerconfigjson"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(file)) },
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _authority.Dispose();
        _account.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (method, path) = (context.Request.Method, context.Request.Path.Value!);
        _log.Enqueue($"{method} {path}");
        using StreamReader reader = new(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var (status, answer) = context.Request.Headers.Authorization != $"Bearer {Token}" ? (401, null)
            : Forbidden.Any(space => path.StartsWith($"/api/v1/namespaces/{space}/", StringComparison.Ordinal)) ? (403, null)
            : Done(method, path, body, context.Request.ContentType);
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(answer?.ToJsonString() ?? "{}", context.RequestAborted);
    }

    private (int Status, JsonNode? Body) Done(string method, string path, string body, string? type)
    {
        if (method == "POST")
        {
            var made = JsonNode.Parse(body)!;
            return (201, Objects[$"{path}/{made["metadata"]!["name"]}"] = made);
        }

        if (!Objects.TryGetValue(path, out var found)) return (404, null);
        if (method != "PATCH") return (200, found);
        if (type == "application/json-patch+json") return (200, Objects[path] = JsonPatch.Apply(found, JsonNode.Parse(body)!.AsArray()));
        var merged = found.DeepClone();
        foreach (var (name, value) in JsonNode.Parse(body)!["data"]!.AsObject()) merged["data"]![name] = value!.DeepClone();
        return (200, Objects[path] = merged);
    }
}

using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Archway.Server.Fleets;
using Archway.Server.Lookups;
using Archway.Testing;
using Xunit;
using ApiServer = Archway.Testing.Clusters.TestCluster;

namespace Archway.Server.Tests;

/// <summary>A cluster over TLS, a registry, and the server that watches the one and asks the other.</summary>
internal sealed class FleetScene : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<string> _log = new();
    private ImageLookups? _lookups;
    private FleetServer? _server;

    private FleetScene(ApiServer cluster, TestRegistry registry) => (Cluster, Registry) = (cluster, registry);

    internal ApiServer Cluster { get; }

    internal TestRegistry Registry { get; }

    /// <summary>What the server told whoever runs it.</summary>
    internal IReadOnlyCollection<string> Log => _log;

    internal Uri Address => _server!.Address;

    internal string HistoryFile => Path.Combine(_folder.Path, "history.db");

    /// <summary>A cluster and a registry, and no server yet.</summary>
    internal static async Task<FleetScene> CreateAsync() => new(await ApiServer.StartAsync(), await TestRegistry.StartAsync());

    /// <summary>A cluster with a node of each kind, and a server that watches it.</summary>
    internal static async Task<FleetScene> StartAsync(Func<FleetOptions, FleetOptions>? with = null)
    {
        var scene = await CreateAsync();
        foreach (var architecture in (string[])["amd64", "arm64"]) scene.Cluster.Put("nodes", Node(architecture));
        await scene.BeginAsync(with);
        return scene;
    }

    internal async Task BeginAsync(Func<FleetOptions, FleetOptions>? with = null)
    {
        _folder.With("config", Cluster.Kubeconfig("{}"));
        FleetOptions options = new()
        {
            Listen = new(IPAddress.Loopback, 0),
            AskEvery = TimeSpan.FromMilliseconds(20),
            RecordEvery = TimeSpan.FromMilliseconds(50),
            FirstPause = TimeSpan.FromMilliseconds(20),
            LongestPause = TimeSpan.FromMilliseconds(200),
            PageLifetime = TimeSpan.Zero,
        };
        _lookups = new(new() { Deadline = TimeSpan.FromSeconds(10), PrivateHosts = new[] { Registry.Host }.ToFrozenSet() }, new(), TimeProvider.System);
        _server = await FleetServer.StartAsync(with?.Invoke(options) ?? options, new()
        {
            Variable = name => name == "KUBECONFIG" ? Path.Combine(_folder.Path, "config") : null,
            WorkingFolder = _folder.Path,
            FirstRetryWait = TimeSpan.FromMilliseconds(1),
        }, _lookups, secrets: null, _log.Enqueue, Webhook.Stop);
    }

    internal async Task EndAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _lookups?.Dispose();
        (_server, _lookups) = (null, null);
    }

    /// <summary>Waits until the fleet is as told, and fails with what it is where it does not become so.</summary>
    internal async Task<JsonElement> UntilAsync(Func<JsonElement, bool> isSo)
    {
        var fleet = JsonElementOf(await GetAsync("/api/fleet"));
        for (var began = TimeProvider.System.GetTimestamp(); !isSo(fleet); fleet = JsonElementOf(await GetAsync("/api/fleet")))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"it never became so:\n{fleet}\n{string.Join('\n', _log)}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Webhook.Stop);
        }

        return fleet;
    }

    /// <summary>Waits until the workloads are these: <c>shop/Deployment/cart ready amd64:2</c>.</summary>
    internal Task<JsonElement> UntilWorkloadsAsync(params string[] workloads) => UntilAsync(fleet => Workloads(fleet).SequenceEqual(workloads));

    internal static string[] Workloads(JsonElement fleet) => [.. fleet.GetProperty("workloads").EnumerateArray().Select(one =>
        $"{one.GetProperty("namespace").GetString()}/{one.GetProperty("kind").GetString()}/{one.GetProperty("name").GetString()} {one.GetProperty("standing").GetString()} "
        + string.Join(',', one.GetProperty("pods").EnumerateObject().Select(pods => $"{pods.Name}:{pods.Value}")))];

    internal static string Notes(JsonElement fleet) => string.Join('\n', fleet.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));

    internal async Task<string> GetAsync(string path)
    {
        using HttpClient client = new() { BaseAddress = Address };
        return await client.GetStringAsync(new Uri(path, UriKind.Relative), Webhook.Stop);
    }

    internal async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? host = null)
    {
        using HttpClient client = new() { BaseAddress = Address };
        using HttpRequestMessage request = new(method, path);
        if (host is not null) request.Headers.Host = host;
        return await client.SendAsync(request, Webhook.Stop);
    }

    internal static JsonObject Node(string architecture, string? name = null) => JsonNode.Parse($$"""
        {"metadata":{"name":"{{name ?? architecture}}","uid":"node-{{name ?? architecture}}"},"status":{"nodeInfo":{"architecture":"{{architecture}}"} } }
        """)!.AsObject();

    /// <summary>A pod, of something that makes it or by itself.</summary>
    internal static JsonObject Pod(string name, string image, string? node = "amd64", string space = "shop", (string Kind, string Name)? owner = null, string phase = "Running", string? team = null)
    {
        JsonObject metadata = new() { ["name"] = name, ["namespace"] = space, ["uid"] = $"{space}-{name}" };
        if (owner is var (kind, of)) metadata["ownerReferences"] = new JsonArray(new JsonObject { ["kind"] = kind, ["name"] = of, ["uid"] = $"{space}-{kind}-{of}", ["controller"] = true });
        if (team is not null) metadata["labels"] = new JsonObject { ["team"] = team };
        return new()
        {
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["nodeName"] = node, ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = image }) },
            ["status"] = new JsonObject { ["phase"] = phase },
        };
    }

    /// <summary>A ReplicaSet of a Deployment, or a Job of a CronJob.</summary>
    internal static JsonObject Made(string kind, string name, string ownerKind, string owner, string space = "shop") => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = space,
            ["uid"] = $"{space}-{kind}-{name}",
            ["ownerReferences"] = new JsonArray(new JsonObject { ["kind"] = ownerKind, ["name"] = owner, ["uid"] = $"{space}-{ownerKind}-{owner}", ["controller"] = true }),
        },
    };

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await Cluster.DisposeAsync();
        await Registry.DisposeAsync();
        _folder.Dispose();
    }

    private static JsonElement JsonElementOf(string text) => JsonDocument.Parse(text).RootElement;
}

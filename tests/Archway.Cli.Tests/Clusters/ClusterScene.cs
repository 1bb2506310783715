using System.Text.Json;
using System.Text.Json.Nodes;
using Archway.Testing;
using Archway.Testing.Clusters;

namespace Archway.Cli.Tests.Clusters;

/// <summary>A cluster, and the program with a kubeconfig for it.</summary>
internal sealed class ClusterScene : IAsyncDisposable
{
    internal const string Token = "a-very-secret-token";

    private ClusterScene(TestCluster cluster) => Cluster = cluster;

    internal TestCluster Cluster { get; }

    internal TempFolder Folder { get; } = new();

    internal ArchwayProgram Archway { get; private init; } = new();

    internal string KubeconfigFile => Path.Combine(Folder.Path, "config");

    internal static async Task<ClusterScene> StartAsync(TestClusterOptions? options = null)
    {
        var cluster = await TestCluster.StartAsync(options ?? new() { Authorization = $"Bearer {Token}" });
        ClusterScene scene = new(cluster);
        scene.Configure(cluster.Kubeconfig($"{{token: {Token}}}"));
        return scene;
    }

    /// <summary>Writes the kubeconfig.</summary>
    internal ClusterScene Configure(string kubeconfig)
    {
        Folder.With("config", kubeconfig);
        Archway.With("KUBECONFIG", KubeconfigFile);
        return this;
    }

    internal Task<Ran> ScanAsync(params string[] more) => Archway.RunAsync(["scan", "k8s:", "--offline", "--no-cache", "--quiet", .. more]);

    internal async Task<JsonElement> ScanJsonAsync(params string[] more) => (await ScanAsync([.. more, "--format", "json"])).Json();

    /// <summary>The images that are told, each with where and how.</summary>
    internal static string[] Places(JsonElement report) =>
    [
        .. report.GetProperty("occurrences").EnumerateArray().Select(place => string.Join(' ', new[]
        {
            Text(place, "workload"), Text(place, "container"), Text(place, "written"), Text(place, "state") is { } state ? $"({state})" : null,
        }.OfType<string>())),
    ];

    internal static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>An object of a kind that makes pods.</summary>
    internal static JsonObject Workload(string name, string image, string space = "shop", string spec = "{}", JsonObject? podSpec = null, string? uid = null, (string Kind, string Name, string Uid)? owner = null)
    {
        var pod = podSpec?.DeepClone().AsObject() ?? [];
        pod["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = image });
        var all = JsonNode.Parse(spec)!.AsObject();
        all["template"] = new JsonObject { ["metadata"] = new JsonObject(), ["spec"] = pod };
        return Object(name, space, all, uid, owner);
    }

    /// <summary>A pod.</summary>
    internal static JsonObject Pod(string name, string image, string space = "shop", (string Kind, string Name, string Uid)? owner = null, string? node = null, string phase = "Running")
    {
        JsonObject spec = new() { ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = image }) };
        if (node is not null) spec["nodeName"] = node;
        var pod = Object(name, space, spec, null, owner);
        pod["status"] = new JsonObject { ["phase"] = phase };
        return pod;
    }

    /// <summary>A machine.</summary>
    internal static JsonObject Node(string name, string architecture, string os = "Debian GNU/Linux 12 (bookworm)", string runtime = "containerd://1.7.2", string kernel = "6.1.0") => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["labels"] = new JsonObject { ["kubernetes.io/arch"] = architecture, ["kubernetes.io/os"] = "linux", ["kubernetes.io/hostname"] = name },
        },
        ["spec"] = new JsonObject(),
        ["status"] = new JsonObject
        {
            ["allocatable"] = new JsonObject { ["cpu"] = "4", ["memory"] = "16Gi", ["pods"] = "110" },
            ["nodeInfo"] = new JsonObject
            {
                ["operatingSystem"] = "linux",
                ["architecture"] = architecture,
                ["osImage"] = os,
                ["containerRuntimeVersion"] = runtime,
                ["kernelVersion"] = kernel,
            },
        },
    };

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        Archway.Dispose();
        Folder.Dispose();
    }

    private static JsonObject Object(string name, string space, JsonObject spec, string? uid, (string Kind, string Name, string Uid)? owner)
    {
        JsonObject metadata = new() { ["name"] = name, ["namespace"] = space };
        if (uid is not null) metadata["uid"] = uid;
        if (owner is { } own)
            metadata["ownerReferences"] = new JsonArray(new JsonObject { ["apiVersion"] = "v1", ["kind"] = own.Kind, ["name"] = own.Name, ["uid"] = own.Uid, ["controller"] = true });
        return new() { ["metadata"] = metadata, ["spec"] = spec };
    }
}

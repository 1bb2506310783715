using System.Text.Json.Nodes;
using Archway.Clusters;
using Archway.Testing;
using Archway.Testing.Clusters;
using Xunit;

namespace Archway.Core.Tests.Clusters;

/// <summary>A program that runs in a pod, and reads the cluster it runs in.</summary>
public sealed class PodIdentityTests
{
    [Fact]
    public async Task The_service_account_lets_in_and_its_token_is_read_anew()
    {
        await using var server = await TestCluster.StartAsync(new() { Authorization = "Bearer first" });
        server.Put("pods", new() { ["metadata"] = new JsonObject { ["name"] = "one", ["namespace"] = "shop" }, ["spec"] = new JsonObject() });
        using TempFolder account = new TempFolder().With("token", "first\n").With("ca.crt", server.Authority).With("namespace", "shop");
        using var cluster = Cluster.Open(null, Settings(server, account.Path, null));

        Assert.Equal(("in-cluster", "shop"), (cluster.Name, cluster.Namespace));
        Assert.Equal(1, await CountAsync(cluster));
        server.Authorization = "Bearer second";
        account.With("token", "second\n");
        Assert.Equal(1, await CountAsync(cluster));
    }

    [Fact]
    public async Task A_kubeconfig_outranks_it()
    {
        await using var server = await TestCluster.StartAsync();
        using TempFolder folder = new TempFolder().With("token", "first").With("ca.crt", server.Authority).With("config", server.Kubeconfig("{}"));

        using var cluster = Cluster.Open(null, Settings(server, folder.Path, Path.Combine(folder.Path, "config")));

        Assert.Equal("test", cluster.Name);
    }

    [Fact]
    public async Task Outside_of_a_pod_there_is_none()
    {
        await using var server = await TestCluster.StartAsync();
        using TempFolder folder = new();

        var fault = Assert.Throws<ClusterException>(() => Cluster.Open(null, Settings(server, folder.Path, null)));

        Assert.Contains("no context is current in a kubeconfig", fault.Message, StringComparison.Ordinal);
    }

    private static ClusterSettings Settings(TestCluster server, string account, string? kubeconfig) => new()
    {
        Variable = name => name switch
        {
            "KUBERNETES_SERVICE_HOST" => "127.0.0.1",
            "KUBERNETES_SERVICE_PORT" => new Uri(server.Address).Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "KUBECONFIG" => kubeconfig,
            _ => null,
        },
        WorkingFolder = account,
        ServiceAccountFolder = account,
    };

    private static async Task<int> CountAsync(Cluster cluster)
    {
        var count = 0;
        await foreach (var _ in cluster.ListAsync(ResourceKind.Pod, null, TestContext.Current.CancellationToken)) count++;
        return count;
    }
}

using System.Text.Json;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Clusters;

/// <summary>Plans and simulations of what a live cluster runs.</summary>
public sealed class LivePlanTests
{
    [Fact]
    public async Task A_plan_is_made_of_what_runs_and_tells_what_nodes_would_lack()
    {
        await using var scene = await StartAsync();
        await using var registry = await TestRegistry.StartAsync();
        Fill(scene, registry);

        var plan = (await scene.Archway.RunAsync("plan", "k8s:", "--nodes", "karpenter", "--strategy", "taints", "--no-cache", "--quiet", "--format", "json")).Json();

        Assert.Equal(["Deployment/shop/web"], Named(plan, "stateless"));
        Assert.Equal(["DaemonSet/shop/agent", "Deployment/shop/old"], Named(plan, "blocked"));
        Assert.Equal(["DaemonSet/shop/agent"], plan.GetProperty("missingDaemonSets").EnumerateArray().Select(one => one.GetString()));
        Assert.Contains(plan.GetProperty("remarks").EnumerateArray(), remark => remark.GetString()!.Contains("changed where it is written", StringComparison.Ordinal));
        Assert.DoesNotContain(plan.GetProperty("files").EnumerateArray(), file => file.GetProperty("name").GetString() == "patches.diff");
    }

    [Fact]
    public async Task What_moves_is_let_onto_tainted_machines_though_no_file_of_it_is_there()
    {
        await using var scene = await StartAsync();
        await using var registry = await TestRegistry.StartAsync();
        Fill(scene, registry);

        var plan = (await scene.Archway.RunAsync("plan", "k8s:", "--nodes", "eks", "--strategy", "taints", "--no-cache", "--quiet", "--format", "json")).Json();

        var steps = plan.GetProperty("waves")[1].GetProperty("canary").EnumerateArray().Select(step => step.GetString()!);
        Assert.Contains(steps, step => step.Contains("kubectl get deployment web -n shop -o yaml | archway place --prefer arm64:100 --toleration kubernetes.io/arch=arm64:NoSchedule | kubectl apply -f -", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pod_that_a_scheduler_has_bound_is_not_told_to_be_bound()
    {
        await using var scene = await StartAsync();
        await using var registry = await TestRegistry.StartAsync();
        scene.Cluster.Put("pods", ClusterScene.Pod("db-0", registry.Put("acme/both", "1", Images.Index("linux/amd64", "linux/arm64")), owner: ("PostgresCluster", "db", "u-1"), node: "amd-1"));

        var plan = (await scene.Archway.RunAsync("plan", "k8s:", "--nodes", "eks", "--no-cache", "--quiet", "--format", "json")).Json();

        Assert.Empty(Named(plan, "change"));
        Assert.Single(Named(plan, "stateless"));
    }

    [Fact]
    public async Task What_runs_is_simulated_on_the_clusters_own_nodes()
    {
        await using var scene = await StartAsync();
        await using var registry = await TestRegistry.StartAsync();
        Fill(scene, registry);

        var ran = await scene.Archway.RunAsync("simulate", "--nodes", "k8s:", "k8s:", "--no-cache", "--quiet", "--format", "json");

        var pods = ran.Json().GetProperty("pods").EnumerateArray().ToLookup(pod => pod.GetProperty("workload").GetString()!);
        Assert.Equal("may crash", pods["Deployment/shop/old"].Single().GetProperty("outcome").GetString());
        Assert.Equal("arm-1", pods["Deployment/shop/old"].Single().GetProperty("crashes")[0].GetString());
        Assert.Equal("runs", pods["Deployment/shop/web"].Single().GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_live_cluster_is_not_placed_and_it_is_said_what_is()
    {
        await using var scene = await StartAsync();

        var ran = await scene.Archway.RunAsync("place", "k8s:prod");

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.Contains("kubectl get", ran.Error, StringComparison.Ordinal);
    }

    private static async Task<ClusterScene> StartAsync()
    {
        var scene = await ClusterScene.StartAsync();
        scene.Cluster.Put("nodes", ClusterScene.Node("amd-1", "amd64", "Debian GNU/Linux 12", "containerd://1.7.2")).Put("nodes", ClusterScene.Node("arm-1", "arm64", "Debian GNU/Linux 12", "containerd://1.7.2"));
        return scene;
    }

    private static void Fill(ClusterScene scene, TestRegistry registry)
    {
        var (both, amd) = (registry.Put("acme/both", "1", Images.Index("linux/amd64", "linux/arm64")), registry.Put("acme/amd", "1", Images.Index("linux/amd64")));
        scene.Cluster.Put("deployments", ClusterScene.Workload("web", both)).Put("deployments", ClusterScene.Workload("old", amd)).Put("daemonsets", ClusterScene.Workload("agent", amd));
    }

    private static IEnumerable<string?> Named(JsonElement plan, string kind) => plan.GetProperty("waves").EnumerateArray().Where(wave => wave.GetProperty("kind").GetString() == kind)
        .SelectMany(wave => wave.GetProperty("workloads").EnumerateArray()).Select(one => one.GetProperty("name").GetString());
}

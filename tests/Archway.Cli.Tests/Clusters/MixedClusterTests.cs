using System.Text.Json.Nodes;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Clusters;

/// <summary>What nodes of two architectures have to do with what runs on them.</summary>
public sealed class MixedClusterTests
{
    [Fact]
    public async Task A_workload_that_may_be_put_where_it_does_not_run_is_a_blocker_and_says_on_which_nodes()
    {
        await using var scene = await MixedAsync();
        await using var registry = await TestRegistry.StartAsync();
        var amd = registry.Put("acme/amd", "1", Images.Index("linux/amd64"));
        var both = registry.Put("acme/both", "1", Images.Index("linux/amd64", "linux/arm64"));
        scene.Cluster.Put("deployments", ClusterScene.Workload("loose", amd))
            .Put("deployments", ClusterScene.Workload("kept", amd, podSpec: Spec("""{"nodeSelector": {"kubernetes.io/arch": "amd64"}}""")))
            .Put("deployments", ClusterScene.Workload("fine", both))
            .Put("deployments", ClusterScene.Workload("tolerant", amd, podSpec: Spec("""{"tolerations": [{"operator": "Exists"}]}""")))
            .Put("pods", ClusterScene.Pod("bound", amd, node: "arm-1"))
            .Put("pods", ClusterScene.Pod("over", amd, phase: "Failed"));

        var report = (await scene.Archway.RunAsync("scan", "k8s:", "--no-cache", "--quiet", "--format", "json", "--fail-on", "blocker")).Json();

        Assert.Equal(
        [
            $"k8s:test/shop/Deployment/loose Deployment/shop/loose may be put on 1 of 3 nodes that take it where it crashes: {amd} does not run on linux/arm64: it has linux/amd64; that is arm-1; "
                + "keep it off them with a nodeSelector for kubernetes.io/arch, or replace the image",
            $"k8s:test/shop/Deployment/tolerant Deployment/shop/tolerant may be put on 2 of 4 nodes that take it where it crashes: {amd} does not run on linux/arm64: it has linux/amd64; those are arm-1, arm-2; "
                + "keep it off them with a nodeSelector for kubernetes.io/arch, or replace the image",
            $"k8s:test/shop/Pod/bound Pod/shop/bound may be put on 1 of 1 node that takes it where it crashes: {amd} does not run on linux/arm64: it has linux/amd64; that is arm-1; "
                + "keep it off them with a nodeSelector for kubernetes.io/arch, or replace the image",
        ], Findings(report, "K115"));
    }

    [Fact]
    public async Task DaemonSets_that_lack_the_platform_come_first()
    {
        await using var scene = await MixedAsync();
        await using var registry = await TestRegistry.StartAsync();
        scene.Cluster.Put("deployments", ClusterScene.Workload("aaa", registry.Put("aaa/app", "1", Images.Index("linux/amd64"))))
            .Put("daemonsets", ClusterScene.Workload("zzz", registry.Put("zzz/agent", "1", Images.Index("linux/amd64")), space: "kube-system"));

        var ran = await scene.Archway.RunAsync("scan", "k8s:", "--no-cache", "--quiet");

        Golden.Equal("Cluster.A_mixed_cluster", ran.ToString().Replace(registry.Host, "registry.example", StringComparison.Ordinal));
        var report = (await scene.Archway.RunAsync("scan", "k8s:", "--no-cache", "--quiet", "--format", "json")).Json();
        Assert.Equal([$"{registry.Host}/zzz/agent:1", $"{registry.Host}/aaa/app:1"], report.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("image").GetString()));
    }

    [Fact]
    public async Task What_nodes_run_beneath_is_held_against_the_catalog()
    {
        await using var scene = await ClusterScene.StartAsync();
        scene.Cluster.Put("nodes", ClusterScene.Node("old-1", "amd64", "Flatcar Container Linux by Kinvolk 2605.12.0 (Oklo)", "containerd://1.4.3"))
            .Put("nodes", ClusterScene.Node("old-2", "amd64", "Flatcar Container Linux by Kinvolk 2605.12.0 (Oklo)", "docker://19.3.1"))
            .Put("nodes", ClusterScene.Node("new", "amd64", "Flatcar Container Linux by Kinvolk 3975.2.0 (Oklo)", "containerd://1.7.2"))
            .Put("nodes", ClusterScene.Node("arm", "arm64", "Flatcar Container Linux by Kinvolk 2605.12.0 (Oklo)", "containerd://1.4.3", "5.14.0-427.el9.aarch64+64k"))
            .Put("deployments", ClusterScene.Workload("cart", "acme/cart:1"));

        var report = await scene.ScanJsonAsync();

        var told = Findings(report, "K116");
        Assert.Equal(2, told.Length);
        Assert.StartsWith("k8s:test/nodes Flatcar Container Linux 2605.12.0 of 2 nodes is not there for linux/arm64: ", told[0], StringComparison.Ordinal);
        Assert.Contains("(old-1, old-2)", told[0], StringComparison.Ordinal);
        Assert.StartsWith("k8s:test/nodes containerd 1.4.3 of a node is not there for linux/arm64: ", told[1], StringComparison.Ordinal);
        Assert.Equal(65536, report.GetProperty("clusters")[0].GetProperty("nodes").EnumerateArray().Single(sort => sort.GetProperty("platform").GetString()!.StartsWith("linux/arm64", StringComparison.Ordinal)).GetProperty("pageSize").GetInt32());
    }

    [Fact]
    public async Task A_finding_about_a_cluster_may_be_set_aside_as_any_other()
    {
        await using var scene = await ClusterScene.StartAsync();
        scene.Cluster.Put("nodes", ClusterScene.Node("old", "amd64", "Flatcar Container Linux by Kinvolk 2605.12.0 (Oklo)")).Put("deployments", ClusterScene.Workload("cart", "acme/cart:1"));

        Assert.Empty(Findings(await scene.ScanJsonAsync("--rules", "K116=off"), "K116"));
    }

    // Two nodes of each architecture; one of Arm's is tainted, as GKE does it.
    private static async Task<ClusterScene> MixedAsync()
    {
        var scene = await ClusterScene.StartAsync();
        var tainted = ClusterScene.Node("arm-2", "arm64");
        tainted["spec"] = JsonNode.Parse("""{"taints": [{"key": "kubernetes.io/arch", "value": "arm64", "effect": "NoSchedule"}]}""");
        scene.Cluster.Put("nodes", ClusterScene.Node("amd-1", "amd64")).Put("nodes", ClusterScene.Node("amd-2", "amd64"))
            .Put("nodes", ClusterScene.Node("arm-1", "arm64")).Put("nodes", tainted);
        return scene;
    }

    private static JsonObject Spec(string json) => JsonNode.Parse(json)!.AsObject();

    private static string[] Findings(System.Text.Json.JsonElement report, string rule) =>
    [
        .. report.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("rule").GetString() == rule)
            .Select(finding => $"{finding.GetProperty("file")} {finding.GetProperty("message")}"),
    ];
}

using Xunit;

namespace Archway.Cli.Tests.Planning;

/// <summary>The plan's own changes, on the plan's own nodes.</summary>
public sealed class PlanSimulationTests
{
    [Theory]
    [InlineData("labels", "eksctl")]
    [InlineData("taints", "eks")]
    [InlineData("taints", "cluster-autoscaler")]
    [InlineData("labels", "karpenter")]
    [InlineData("taints", "gke")]
    [InlineData("taints", "aks")]
    // What clouds taint by themselves.
    [InlineData("labels", "gke")]
    [InlineData("multi-arch", "gke")]
    [InlineData("labels", "aks", "--spot")]
    public async Task Every_ready_pod_lands_on_arm64_and_no_blocked_one_does(string strategy, string nodes, params string[] more)
    {
        await using var scene = await PlanScene.StartAsync(hasBlocked: strategy != "multi-arch", hasUnknown: strategy == "taints");
        Assert.Equal(0, (await scene.PlanAsync(["--nodes", nodes, "--strategy", strategy, "--out", "plan", .. more])).ExitCode);
        await PlanScene.PatchAsync(scene.Folder, "k8s", "patches.diff");

        var ran = await scene.Archway.RunAsync("simulate", "--nodes", "plan/nodes.yaml", "k8s", "--format", "json", "--give-up-after", "3", "--no-cache");

        foreach (var pod in ran.Json().GetProperty("pods").EnumerateArray())
        {
            var (workload, lands) = (pod.GetProperty("workload").GetString()!, pod.GetProperty("lands").GetString());
            if (workload is "Deployment/shop/web" or "StatefulSet/shop/db") Assert.True(lands?.StartsWith("arm64", StringComparison.Ordinal) == true, $"{strategy}, {nodes}: {pod}");
            if (workload is "Deployment/shop/old" or "Deployment/shop/riddle") Assert.True(lands?.StartsWith("amd64", StringComparison.Ordinal) == true, $"{strategy}, {nodes}: {pod}");
            Assert.NotEqual("crashes", pod.GetProperty("outcome").GetString());
            if (workload is "DaemonSet/shop/old-agent") Assert.StartsWith("amd64", lands, StringComparison.Ordinal);
        }

        Assert.Contains(ran.Json().GetProperty("pods").EnumerateArray(), pod => pod.GetProperty("workload").GetString() == "DaemonSet/shop/agent" && pod.GetProperty("lands").GetString()!.StartsWith("arm64", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_plan_of_what_was_changed_changes_nothing_more()
    {
        await using var scene = await PlanScene.StartAsync();
        await scene.PlanAsync("--nodes", "eksctl", "--out", "plan");
        await PlanScene.PatchAsync(scene.Folder, "k8s", "patches.diff");

        await scene.PlanAsync("--nodes", "eksctl", "--out", "plan");

        Assert.False(File.Exists(Path.Combine(scene.Folder, "plan/patches.diff")));
    }
}

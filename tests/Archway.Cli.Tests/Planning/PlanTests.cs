using System.Text.Json;
using Xunit;

namespace Archway.Cli.Tests.Planning;

/// <summary>What <c>archway plan</c> says of a fleet: its waves, its strategy, and what is in the way.</summary>
public sealed class PlanTests
{
    [Fact]
    public async Task Each_workload_is_in_the_wave_of_its_kind()
    {
        await using var scene = await PlanScene.StartAsync();

        var plan = (await scene.PlanAsync("--nodes", "eksctl", "--format", "json")).Json();

        Assert.Equal(["cluster: DaemonSet/shop/agent", "stateless: Deployment/shop/web", "stateful: StatefulSet/shop/db", "unknown: Deployment/shop/riddle",
            "blocked: DaemonSet/shop/old-agent, Deployment/shop/old"], Waves(plan));
    }

    [Fact]
    public async Task What_cannot_move_says_why_and_whose_it_is()
    {
        await using var scene = await PlanScene.StartAsync();

        var ran = await scene.Archway.RunAsync("plan", ".", "--nodes", "eksctl", "--format", "json", "--give-up-after", "3", "--no-cache");

        var old = Workload(ran.Json(), "Deployment/shop/old");
        Assert.Contains("shop/old:1", old.GetProperty("because").GetString(), StringComparison.Ordinal);
        Assert.Equal("@acme/legacy", old.GetProperty("owners")[0].GetString());
        Assert.Equal("k8s/old.yaml", old.GetProperty("file").GetString());
        Assert.Equal("unknown", Workload(ran.Json(), "Deployment/shop/riddle").GetProperty("readiness").GetString());
    }

    [Theory]
    [InlineData(true, true, "taints", "not known")]
    [InlineData(true, false, "labels", "most workloads, 3 of 5")]
    [InlineData(false, false, "multi-arch", "every image runs on both")]
    public async Task The_strategy_fits_what_was_found_and_says_why(bool hasBlocked, bool hasUnknown, string strategy, string because)
    {
        await using var scene = await PlanScene.StartAsync(hasBlocked, hasUnknown);

        var plan = (await scene.PlanAsync("--nodes", "karpenter", "--format", "json")).Json();

        Assert.Equal(strategy, plan.GetProperty("strategy").GetString());
        Assert.Contains(because, plan.GetProperty("because").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arm-only")]
    [InlineData("multi-arch")]
    public async Task A_strategy_that_cannot_be_is_refused_and_names_what_is_in_the_way(string strategy)
    {
        await using var scene = await PlanScene.StartAsync();

        var ran = await scene.PlanAsync("--nodes", "eks", "--strategy", strategy);

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.Contains("Deployment/shop/old", ran.Error, StringComparison.Ordinal);
        Assert.Contains("Deployment/shop/riddle", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arm_machines_alone_are_planned_where_everything_runs_there()
    {
        await using var scene = await PlanScene.StartAsync(hasBlocked: false, hasUnknown: false);

        var plan = (await scene.PlanAsync("--nodes", "eks", "--strategy", "arm-only", "--format", "json")).Json();

        Assert.Equal(["arm64"], plan.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("architecture").GetString()));
    }

    [Fact]
    public async Task DaemonSets_that_tainted_nodes_would_lack_are_listed()
    {
        await using var scene = await PlanScene.StartAsync();

        var plan = (await scene.PlanAsync("--nodes", "gke", "--strategy", "taints", "--format", "json")).Json();

        Assert.Equal(["DaemonSet/shop/old-agent"], plan.GetProperty("missingDaemonSets").EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public async Task A_pod_that_tolerates_everything_and_is_not_known_is_told_of()
    {
        await using var scene = await PlanScene.StartAsync();
        scene.With("k8s/reckless.yaml", PlanScene.Workload("DaemonSet", "reckless", "registry.example.invalid/shop/reckless:1", "minReadySeconds: 1", "10m", "16Mi") + "      tolerations: [{operator: Exists}]\n");

        var ran = await scene.PlanAsync("--nodes", "eksctl", "--strategy", "taints");

        Assert.Contains("DaemonSet/shop/reckless may start on Arm machines as it is written, since it tolerates the taint", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pin_to_amd64_is_to_be_changed_first()
    {
        await using var scene = await PlanScene.StartAsync();
        scene.With("k8s/pinned.yaml", PlanScene.Workload("Deployment", "pinned", $"{scene.Host}/shop/web:1", "replicas: 1", "10m", "16Mi") + "      nodeSelector: {kubernetes.io/arch: amd64}\n");

        var pinned = Workload((await scene.PlanAsync("--nodes", "eksctl", "--format", "json")).Json(), "Deployment/shop/pinned");

        Assert.Equal("change", pinned.GetProperty("readiness").GetString());
        Assert.Contains("K101", pinned.GetProperty("toDo").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--nodes", "nomad")]
    [InlineData("--nodes", "eks", "--cluster", "a'; rm -rf /")]
    [InlineData("--nodes", "eks", "--region", "eu west")]
    [InlineData("--nodes", "eks", "--taint", "arm")]
    [InlineData("--nodes", "eks", "--taint", "arm=true:PreferNoSchedule")]
    [InlineData("--nodes", "eks", "--kubernetes", "1.99")]
    [InlineData("--nodes", "eks", "--machine", "m99.enormous")]
    [InlineData("--nodes", "gke", "--machine", "m7g.large")]
    [InlineData]
    public async Task What_cannot_be_meant_is_refused(params string[] arguments)
    {
        await using var scene = await PlanScene.StartAsync(hasBlocked: false, hasUnknown: false);

        var ran = await scene.PlanAsync(arguments);

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.StartsWith("archway: ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_makes_pods_is_no_plan()
    {
        await using var scene = await PlanScene.StartAsync(hasBlocked: false, hasUnknown: false);
        scene.With("other/Dockerfile", "FROM scratch\n");

        var ran = await scene.Archway.RunAsync("plan", "other", "--nodes", "eks");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("nothing that makes pods", ran.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Waves(JsonElement plan) => plan.GetProperty("waves").EnumerateArray().Select(wave =>
        $"{wave.GetProperty("kind").GetString()}: {string.Join(", ", wave.GetProperty("workloads").EnumerateArray().Select(one => one.GetProperty("name").GetString()))}");

    private static JsonElement Workload(JsonElement plan, string name) => plan.GetProperty("waves").EnumerateArray()
        .SelectMany(wave => wave.GetProperty("workloads").EnumerateArray()).Single(one => one.GetProperty("name").GetString() == name);
}

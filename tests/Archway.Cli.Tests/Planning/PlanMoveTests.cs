using System.Text.Json;
using Xunit;

namespace Archway.Cli.Tests.Planning;

/// <summary>How the waves of a plan go: what is done first, what sends pods to Arm machines, and what keeps others off them.</summary>
public sealed class PlanMoveTests
{
    [Fact]
    public async Task What_does_not_run_there_is_kept_off_before_there_is_an_Arm_machine()
    {
        await using var scene = await PlanScene.StartAsync(hasUnknown: false);

        var plan = (await scene.PlanAsync("--nodes", "eksctl", "--strategy", "labels", "--out", "plan", "--format", "json")).Json();

        var steps = Steps(plan, 0, "canary");
        Assert.StartsWith("keep off what does not run there, before there is an Arm machine: git apply patches-keep-off.diff, and apply old-agent.yaml, old.yaml", steps[0], StringComparison.Ordinal);
        Assert.StartsWith("make the node groups", steps[1], StringComparison.Ordinal);
        Assert.Contains("+++ b/old.yaml", scene.Read("plan/patches-keep-off.diff"), StringComparison.Ordinal);
        Assert.DoesNotContain("web.yaml", scene.Read("plan/patches-keep-off.diff"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_changes_wave_by_wave_are_the_changes_all_at_once()
    {
        await using var one = await PlanScene.StartAsync(hasUnknown: false);
        one.With("k8s/both.yaml", $"{PlanScene.Workload("Deployment", "a", $"{one.Host}/shop/web:1", "replicas: 1", "10m", "16Mi")}---\n{PlanScene.Workload("Deployment", "b", $"{one.Host}/shop/old:1", "replicas: 1", "10m", "16Mi")}");
        await one.PlanAsync("--nodes", "eksctl", "--strategy", "labels", "--out", "plan");
        one.With("copy/both.yaml", one.Read("k8s/both.yaml"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(one.Folder, "k8s"), "*.yaml")) one.With($"copy/{Path.GetFileName(file)}", File.ReadAllText(file));

        await PlanScene.PatchAsync(one.Folder, "k8s", "patches.diff");
        foreach (var wave in (string[])["keep-off", "cluster", "stateless", "stateful"]) await PlanScene.PatchAsync(one.Folder, "copy", $"patches-{wave}.diff");

        foreach (var file in Directory.EnumerateFiles(Path.Combine(one.Folder, "copy"))) Assert.Equal(one.Read($"k8s/{Path.GetFileName(file)}"), File.ReadAllText(file));
    }

    [Fact]
    public async Task The_machines_are_made_though_nothing_runs_on_every_node()
    {
        await using var scene = await PlanScene.StartAsync(hasBlocked: false, hasUnknown: false);
        scene.Without("k8s/agent.yaml");

        var ran = await scene.PlanAsync("--nodes", "eksctl");

        Assert.Contains("Wave 1: the machines", ran.Output, StringComparison.Ordinal);
        Assert.Contains("eksctl create nodegroup", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_of_Arm_machines_alone_has_its_x86_ones_taken_away()
    {
        await using var scene = await PlanScene.StartAsync(hasBlocked: false, hasUnknown: false);

        var plan = (await scene.PlanAsync("--nodes", "eks", "--strategy", "arm-only", "--format", "json")).Json();

        Assert.Contains(Steps(plan, 0, "rest"), step => step.StartsWith("kubectl cordon -l kubernetes.io/arch=amd64", StringComparison.Ordinal));
        Assert.Contains(Steps(plan, 2, "rest"), step => step.Contains("kubectl drain -l kubernetes.io/arch=amd64", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_workload_without_pods_goes_before_no_other()
    {
        await using var scene = await PlanScene.StartAsync(hasBlocked: false, hasUnknown: false);
        scene.With("k8s/asleep.yaml", PlanScene.Workload("Deployment", "asleep", $"{scene.Host}/shop/web:1", "replicas: 0", "10m", "16Mi"));

        var plan = (await scene.PlanAsync("--nodes", "eks", "--format", "json")).Json();

        Assert.Contains(Steps(plan, 1, "canary"), step => step.Contains("apply web.yaml first, which changes Deployment/shop/web alone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_name_is_a_word_of_the_commands_and_no_more()
    {
        await using var scene = await PlanScene.StartAsync(hasBlocked: false, hasUnknown: false);
        scene.With("k8s/$(id).yaml", PlanScene.Workload("Deployment", "a", $"{scene.Host}/shop/web:1", "replicas: 1", "10m", "16Mi"));

        var plan = (await scene.PlanAsync("--nodes", "eks", "--format", "json")).Json();

        Assert.Contains(Steps(plan, 1, "canary"), step => step.Contains("apply '$(id).yaml' first", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nodeSelector: {disktype: ssd}", "it asks for nodes with disktype=ssd")]
    [InlineData("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: node.kubernetes.io/instance-type, operator: In, values: [m5.large]}]}]}}}", "instance-type In [m5.large]")]
    public async Task What_asks_for_other_nodes_than_the_plan_has_is_to_be_changed_first(string spec, string because)
    {
        await using var scene = await PlanScene.StartAsync(hasBlocked: false, hasUnknown: false);
        scene.With("k8s/choosy.yaml", PlanScene.Workload("Deployment", "choosy", $"{scene.Host}/shop/web:1", "replicas: 1", "10m", "16Mi") + $"      {spec}\n");

        var choosy = Workload((await scene.PlanAsync("--nodes", "eks", "--format", "json")).Json(), "Deployment/shop/choosy");

        Assert.Equal("change", choosy.GetProperty("readiness").GetString());
        Assert.Contains(because, choosy.GetProperty("because").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_controller_makes_pods_of_is_in_the_way_where_it_is_blocked()
    {
        await using var scene = await PlanScene.StartAsync(hasBlocked: false, hasUnknown: false);
        scene.With("k8s/prometheus.yaml", $"apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: {{name: main, namespace: shop}}\nspec:\n  image: {scene.Host}/shop/old:1\n");

        var ran = await scene.PlanAsync("--nodes", "eks", "--strategy", "arm-only");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("Prometheus/shop/main", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taint_without_a_value_is_the_same_everywhere()
    {
        await using var scene = await PlanScene.StartAsync(hasUnknown: false);

        await scene.PlanAsync("--nodes", "cluster-autoscaler", "--strategy", "taints", "--taint", "arm:NoSchedule", "--out", "plan");

        Assert.Contains("""taints: ["arm=true:NoSchedule"]""", scene.Read("plan/nodes.yaml"), StringComparison.Ordinal);
        Assert.Contains("--register-with-taints=arm=true:NoSchedule", scene.Read("plan/nodegroups.cfn.yaml"), StringComparison.Ordinal);
        Assert.Contains("+          value: \"true\"", scene.Read("plan/patches.diff"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_that_no_usual_machine_holds_has_a_large_one()
    {
        await using var scene = await PlanScene.StartAsync(hasBlocked: false, hasUnknown: false);
        scene.With("k8s/large.yaml", PlanScene.Workload("Deployment", "large", $"{scene.Host}/shop/web:1", "replicas: 2", "20", "16Gi"));

        var arm = (await scene.PlanAsync("--nodes", "eks", "--format", "json")).Json().GetProperty("capacity").GetProperty("arm");

        Assert.True(arm.GetProperty("nodes").GetInt64() >= 1);
        Assert.Matches("\\.(8|12|16|24)xlarge$", arm.GetProperty("machine").GetString());
    }

    [Fact]
    public async Task Pods_that_keep_off_each_other_have_a_machine_each()
    {
        await using var scene = await PlanScene.StartAsync(hasBlocked: false, hasUnknown: false);
        scene.With("k8s/apart.yaml", PlanScene.Workload("Deployment", "apart", $"{scene.Host}/shop/web:1", "replicas: 9", "10m", "16Mi")
            + "      affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: apart}}}]}}\n");

        var capacity = (await scene.PlanAsync("--nodes", "eks", "--format", "json")).Json().GetProperty("capacity");

        Assert.Equal(9, capacity.GetProperty("arm").GetProperty("nodes").GetInt64());
        Assert.Contains(capacity.GetProperty("remarks").EnumerateArray(), remark => remark.GetString()!.Contains("Deployment/shop/apart stand on nodes of their own: at least 9", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ECS_has_no_taints()
    {
        await using var scene = await PlanScene.StartAsync();

        var refused = await scene.PlanAsync("--nodes", "ecs", "--strategy", "taints");
        var planned = (await scene.PlanAsync("--nodes", "ecs", "--format", "json")).Json();

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("Amazon ECS has no taints", refused.Error, StringComparison.Ordinal);
        Assert.Contains("runtimePlatform", planned.GetProperty("because").GetString(), StringComparison.Ordinal);
        Assert.Equal(["web"], planned.GetProperty("waves").EnumerateArray().SelectMany(wave => wave.GetProperty("workloads").EnumerateArray()).Select(one => one.GetProperty("name").GetString()));
    }

    private static string[] Steps(JsonElement plan, int wave, string which) => [.. plan.GetProperty("waves")[wave].GetProperty(which).EnumerateArray().Select(step => step.GetString()!)];

    private static JsonElement Workload(JsonElement plan, string name) => plan.GetProperty("waves").EnumerateArray()
        .SelectMany(wave => wave.GetProperty("workloads").EnumerateArray()).Single(one => one.GetProperty("name").GetString() == name);
}

using Xunit;

namespace Archway.Cli.Tests.Planning;

/// <summary>The folder that a plan is kept in.</summary>
public sealed class PlanFolderTests
{
    [Fact]
    public async Task A_plan_made_again_tells_what_moved()
    {
        await using var scene = await PlanScene.StartAsync();
        await scene.PlanAsync("--nodes", "eksctl", "--out", "plan");
        scene.Without("k8s/riddle.yaml");
        scene.With("k8s/old.yaml", scene.Read("k8s/old.yaml").Replace("shop/old:1", "shop/web:1", StringComparison.Ordinal));
        scene.With("k8s/new.yaml", PlanScene.Workload("Deployment", "new", $"{scene.Host}/shop/web:1", "replicas: 1", "10m", "16Mi"));

        var again = (await scene.PlanAsync("--nodes", "eksctl", "--out", "plan", "--format", "json")).Json();

        var moved = again.GetProperty("moved").EnumerateArray().Select(one => one.GetString()!).ToArray();
        Assert.Equal(["Deployment/shop/new is new, in what keeps no state", "Deployment/shop/old moved from blocked to what keeps no state", "Deployment/shop/riddle is gone"], moved.Take(3));
        Assert.Contains("what stays, on x86: 1 × m5a.2xlarge before, none now", moved);
        Assert.Equal("the strategy was taints and is labels", moved[^1]);
        Assert.Contains("## Since the last plan", scene.Read("plan/plan.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_plan_is_the_same_bytes_and_says_that_nothing_moved()
    {
        await using var scene = await PlanScene.StartAsync();
        await scene.PlanAsync("--nodes", "karpenter", "--out", "plan");
        await scene.PlanAsync("--nodes", "karpenter", "--out", "plan");
        var first = Directory.EnumerateFiles(Path.Combine(scene.Folder, "plan")).Order().Select(file => (Path.GetFileName(file), File.ReadAllText(file))).ToArray();

        await scene.PlanAsync("--nodes", "karpenter", "--out", "plan");

        Assert.Equal(first, Directory.EnumerateFiles(Path.Combine(scene.Folder, "plan")).Order().Select(file => (Path.GetFileName(file), File.ReadAllText(file))));
        Assert.Contains("Nothing moved.", scene.Read("plan/plan.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_plan_left_behind_is_taken_away()
    {
        await using var scene = await PlanScene.StartAsync();
        await scene.PlanAsync("--nodes", "karpenter", "--out", "plan");
        scene.With("plan/mine.txt", "mine");

        await scene.PlanAsync("--nodes", "eks", "--out", "plan");

        Assert.Equal(["mine.txt", "nodegroups.cfn.yaml", "nodes.yaml", "patches-cluster.diff", "patches-stateful.diff", "patches-stateless.diff", "patches.diff", "plan.json", "plan.md"],
            Directory.EnumerateFiles(Path.Combine(scene.Folder, "plan")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Other_pods_and_another_target_are_told()
    {
        await using var scene = await PlanScene.StartAsync(hasBlocked: false, hasUnknown: false);
        await scene.PlanAsync("--nodes", "karpenter", "--out", "plan");
        scene.With("k8s/web.yaml", scene.Read("k8s/web.yaml").Replace("replicas: 6", "replicas: 60", StringComparison.Ordinal));

        var moved = (await scene.PlanAsync("--nodes", "gke", "--out", "plan", "--format", "json")).Json().GetProperty("moved").EnumerateArray().Select(one => one.GetString()!).ToArray();

        Assert.Contains("Deployment/shop/web had 6 pods and has 60", moved);
        Assert.Contains("the machines were made by karpenter and are by gke", moved);
        Assert.Contains(moved, one => one.StartsWith("what moves, on Arm: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_changed_by_hand_is_kept()
    {
        await using var scene = await PlanScene.StartAsync(hasBlocked: false, hasUnknown: false);
        await scene.PlanAsync("--nodes", "karpenter", "--out", "plan");
        scene.With("plan/nodes.yaml", "mine\n");

        var ran = await scene.PlanAsync("--nodes", "karpenter", "--out", "plan");

        Assert.Equal("mine\n", scene.Read("plan/nodes.yaml.yours"));
        Assert.Contains("nodes.yaml was changed by hand since the last plan; that is kept as nodes.yaml.yours", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_link_leads_to_is_not_written()
    {
        await using var scene = await PlanScene.StartAsync(hasBlocked: false, hasUnknown: false);
        await scene.PlanAsync("--nodes", "karpenter", "--out", "plan");
        scene.With("precious.txt", "precious");
        File.Delete(Path.Combine(scene.Folder, "plan/plan.md"));
        File.CreateSymbolicLink(Path.Combine(scene.Folder, "plan/plan.md"), Path.Combine(scene.Folder, "precious.txt"));

        await scene.PlanAsync("--nodes", "karpenter", "--out", "plan");

        Assert.Equal("precious", scene.Read("precious.txt"));
        Assert.Contains("# ", scene.Read("plan/plan.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("readme.txt", "something of mine")]
    [InlineData("plan.json", "{\"version\":1}")]
    [InlineData("plan.json", "not JSON")]
    [InlineData("plan.json", "null")]
    public async Task A_folder_of_something_else_is_left_alone(string file, string text)
    {
        await using var scene = await PlanScene.StartAsync();
        scene.With($"plan/{file}", text);

        var ran = await scene.PlanAsync("--nodes", "eks", "--out", "plan");

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.Equal([text], Directory.EnumerateFiles(Path.Combine(scene.Folder, "plan")).Select(File.ReadAllText));
    }

    [Fact]
    public async Task A_kept_plan_that_names_files_elsewhere_takes_none_of_them_away()
    {
        await using var scene = await PlanScene.StartAsync();
        await scene.PlanAsync("--nodes", "eks", "--out", "plan");
        scene.With("precious.yaml", "precious");
        scene.With("plan/plan.json", scene.Read("plan/plan.json").Replace("\"nodegroups.cfn.yaml\"", "\"../precious.yaml\"", StringComparison.Ordinal));

        await scene.PlanAsync("--nodes", "eks", "--out", "plan");

        Assert.Equal("precious", scene.Read("precious.yaml"));
    }
}

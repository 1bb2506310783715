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

        Assert.Equal(["Deployment/shop/new is new, in what keeps no state", "Deployment/shop/old moved from blocked to what keeps no state", "Deployment/shop/riddle is gone",
            "the strategy was taints and is labels"], again.GetProperty("moved").EnumerateArray().Select(one => one.GetString()));
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

        Assert.Equal(["mine.txt", "nodegroups.cfn.yaml", "nodes.yaml", "patches.diff", "plan.json", "plan.md"],
            Directory.EnumerateFiles(Path.Combine(scene.Folder, "plan")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
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

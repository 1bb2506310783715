using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Planning;

/// <summary>Plans as they are read.</summary>
public sealed class PlanReportTests
{
    [Theory]
    [InlineData("table")]
    [InlineData("markdown")]
    [InlineData("json")]
    public async Task The_example_fleet(string format)
    {
        using ArchwayProgram archway = new() { WorkingFolder = Repository.Root };

        var ran = await archway.RunAsync("plan", "examples/shop", "--nodes", "eksctl", "--cluster", "shop", "--region", "eu-west-1", "--offline", "--format", format);

        Golden.Equal($"Plan.The_example_fleet.{format}", ran.ToString().Replace(ProgramVersion.Text, "VERSION", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("eksctl")]
    [InlineData("eks")]
    [InlineData("karpenter")]
    [InlineData("cluster-autoscaler")]
    [InlineData("gke")]
    [InlineData("aks")]
    [InlineData("kubeadm")]
    [InlineData("ecs")]
    public async Task The_files_of_the_example_fleet(string nodes)
    {
        using TempFolder folder = new();
        using ArchwayProgram archway = new() { WorkingFolder = Repository.Root };

        await archway.RunAsync("plan", "examples/shop", "--nodes", nodes, "--cluster", "shop", "--region", "eu-west-1", "--spot", "--offline", "--out", Path.Combine(folder.Path, "plan"));

        Golden.Equal($"Plan.Files.{nodes}", string.Concat(Directory.EnumerateFiles(Path.Combine(folder.Path, "plan")).Order(StringComparer.Ordinal)
            .Where(file => !Path.GetFileName(file).StartsWith("plan.", StringComparison.Ordinal))
            .Select(file => $"===== {Path.GetFileName(file)}\n{File.ReadAllText(file)}")));
    }

    [Fact]
    public async Task Hostile_names_run_nothing_in_the_page()
    {
        await using var scene = await PlanScene.StartAsync();
        scene.With("k8s/<img src=x onerror=alert(1)>.yaml", PlanScene.Workload("Deployment", "\"<script>alert(1)</script>\"", $"{scene.Host}/shop/web:1", "replicas: 1", "1m", "1Mi"));

        var page = (await scene.PlanAsync("--nodes", "eks", "--format", "html")).Output;
        var markdown = (await scene.PlanAsync("--nodes", "eks", "--format", "markdown")).Output;

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script>", markdown.Replace("`<script>", "", StringComparison.Ordinal).Replace("/<script>", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }
}

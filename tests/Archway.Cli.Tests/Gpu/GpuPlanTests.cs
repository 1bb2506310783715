using System.Text.Json;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Gpu;

/// <summary>Plans and simulations of pods that ask for GPUs.</summary>
public sealed class GpuPlanTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private TestRegistry? _registry;

    [Theory]
    [InlineData("eksctl", "g5g.xlarge", "nodegroups.eksctl.yaml")]
    [InlineData("karpenter", "g5g.xlarge", "nodepools.karpenter.yaml")]
    [InlineData("eks", "AL2023_ARM_64_NVIDIA", "nodegroups.cfn.yaml")]
    [InlineData("cluster-autoscaler", "amazon-linux-2023/arm64/nvidia/recommended", "nodegroups.cfn.yaml")]
    public async Task What_fits_gets_Arm_machines_with_GPUs_of_its_own(string nodes, string told, string file)
    {
        await WorkloadAsync("train", "nvidia/cuda", GpuImages.Cuda1302, gpus: 1);
        await WorkloadAsync("web", "shop/web", Images.Index("linux/amd64", "linux/arm64"), gpus: 0);

        var plan = await PlanAsync("--nodes", nodes, "--out", "plan");

        var group = plan.GetProperty("groups").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "arm64-gpu");
        Assert.Equal("g5g.xlarge", group.GetProperty("machineTypes")[0].GetString());
        Assert.Equal("nvidia.com/gpu=true:NoSchedule", group.GetProperty("taints").EnumerateArray().Last().GetString());
        Assert.Equal(2, group.GetProperty("desired").GetInt32());
        Assert.Equal(("g5g.xlarge", 2), (Count(plan, "armGpu").GetProperty("machine").GetString(), Count(plan, "armGpu").GetProperty("nodes").GetInt32()));
        Assert.DoesNotContain("g5g", Count(plan, "arm").GetProperty("machine").GetString(), StringComparison.Ordinal);
        Assert.Contains(told, File.ReadAllText(Directory.EnumerateFiles(Path.Combine(_folder.Path, "plan"), "*", SearchOption.AllDirectories).Single(one => Path.GetFileName(one) == file)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jetson", "blocked", "built for Tegra")]
    [InlineData("newer", "blocked", "compute capability 8.0 or newer")]
    [InlineData("amd", "blocked", "it has linux/amd64")]
    public async Task What_finds_no_GPU_on_them_stays(string image, string readiness, string because)
    {
        await WorkloadAsync("train", "acme/train", image switch
        {
            "jetson" => GpuImages.Jetson,
            "amd" => GpuImages.AmdOnly,
            _ => LayeredImage.Index(GpuImages.Cuda("linux/amd64", "12.4.1", "arch>=8.0"), GpuImages.Cuda("linux/arm64", "12.4.1", "arch>=8.0")),
        }, gpus: 1);

        var plan = await PlanAsync("--nodes", "eksctl");

        var train = Workload(plan, "Deployment/shop/train");
        Assert.Equal(readiness, train.GetProperty("readiness").GetString());
        Assert.Contains(because, train.GetProperty("because").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(plan.GetProperty("groups").EnumerateArray(), group => group.GetProperty("name").GetString() == "arm64-gpu");
    }

    [Fact]
    public async Task A_cloud_of_which_no_Arm_machine_with_a_GPU_is_known_is_not_planned_for()
    {
        await WorkloadAsync("train", "nvidia/cuda", GpuImages.Cuda1302, gpus: 1);

        var train = Workload(await PlanAsync("--nodes", "gke"), "Deployment/shop/train");

        Assert.Equal("unknown", train.GetProperty("readiness").GetString());
        Assert.Contains("no Arm machine with a GPU of that cloud", train.GetProperty("because").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_that_tolerates_no_taint_leaves_the_group_without_one()
    {
        await WorkloadAsync("train", "nvidia/cuda", GpuImages.Cuda1302, gpus: 1, tolerates: false);

        var group = (await PlanAsync("--nodes", "eksctl", "--strategy", "labels")).GetProperty("groups").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "arm64-gpu");

        Assert.Empty(group.GetProperty("taints").EnumerateArray());
    }

    [Fact]
    public async Task In_a_simulation_a_GPU_is_a_resource_that_only_some_nodes_have()
    {
        await WorkloadAsync("train", "nvidia/cuda", GpuImages.Cuda1302, gpus: 1);
        await WorkloadAsync("greedy", "nvidia/cuda", GpuImages.Cuda1302, gpus: 2);
        _folder.With("nodes.yaml", """
            groups:
              - {name: plain, labels: {kubernetes.io/arch: arm64}, allocatable: {cpu: 8, memory: 32Gi, pods: 110}, count: 1}
              - {name: gpu, labels: {kubernetes.io/arch: arm64}, taints: ["nvidia.com/gpu=true:NoSchedule"], allocatable: {cpu: 4, memory: 8Gi, pods: 58, nvidia.com/gpu: 1}, count: 2}
            """);
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };

        var pods = (await archway.RunAsync("simulate", "--nodes", "nodes.yaml", "k8s", "--format", "json", "--no-cache")).Json().GetProperty("pods").EnumerateArray().ToArray();

        Assert.Equal(["gpu-1", "gpu-2"], pods.Where(pod => pod.GetProperty("workload").GetString() == "Deployment/shop/train").Select(pod => pod.GetProperty("lands").GetString()).Order());
        Assert.All(pods.Where(pod => pod.GetProperty("workload").GetString() == "Deployment/shop/greedy"),
            pod => Assert.Contains("nvidia.com/gpu", pod.GetRawText(), StringComparison.Ordinal));
    }

    public async ValueTask InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_registry is not null) await _registry.DisposeAsync();
        _folder.Dispose();
    }

    private Task WorkloadAsync(string name, string repository, StoredImage image, int gpus, bool tolerates = true)
    {
        var reference = _registry!.Put(repository, "1", image);
        var toleration = tolerates ? "tolerations: [{key: nvidia.com/gpu, operator: Exists}]" : "enableServiceLinks: false";
        var limit = gpus == 0 ? "memory: 4Gi" : $"nvidia.com/gpu: {gpus}";
        _folder.With($"k8s/{name}.yaml", $"""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: {name}
              namespace: shop
            spec:
              replicas: 2
              selector:
                matchLabels:
                  app: {name}
              template:
                metadata:
                  labels:
                    app: {name}
                spec:
                  {toleration}
                  containers:
                    - name: main
                      image: {reference}
                      resources:
                        requests:
                          cpu: "2"
                          memory: 4Gi
                        limits:
                          {limit}
            """);
        return Task.CompletedTask;
    }

    private async Task<JsonElement> PlanAsync(params string[] arguments)
    {
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };
        var ran = await archway.RunAsync(["plan", "k8s", "--no-cache", "--format", "json", .. arguments]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        return ran.Json();
    }

    private static JsonElement Count(JsonElement plan, string of) => plan.GetProperty("capacity").GetProperty(of);

    private static JsonElement Workload(JsonElement plan, string name) => plan.GetProperty("waves").EnumerateArray()
        .SelectMany(wave => wave.GetProperty("workloads").EnumerateArray()).Single(one => one.GetProperty("name").GetString() == name);
}

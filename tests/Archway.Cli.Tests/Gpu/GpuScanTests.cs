using System.Text.Json;
using System.Text.Json.Nodes;
using Archway.Cli.Tests.Clusters;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Gpu;

/// <summary>What a scan says of workloads that are to have a GPU, where nodes tell what they have.</summary>
public sealed class GpuScanTests
{
    [Fact]
    public async Task Nodes_whose_driver_is_too_old_for_the_images_CUDA_are_a_blocker()
    {
        await using var scene = await GpuClusterAsync();
        await using var registry = await TestRegistry.StartAsync();
        var cuda13 = registry.Put("nvidia/cuda", "13.0.2", GpuImages.Cuda1302);
        scene.Cluster.Put("deployments", Asking("new", cuda13)).Put("deployments", ClusterScene.Workload("plain", cuda13));

        var findings = await FindingsAsync(scene, "G103");

        Assert.Equal(
        [
            $"k8s:test/shop/Deployment/new blocker Deployment/shop/new is to have a GPU (nvidia.com/gpu: 1) and needs another driver than 1 of 2 nodes with GPUs that may take it: "
                + $"old (driver 535.161.08): CUDA 13.0.2 of {cuda13} needs driver 580.65.06 or newer; upgrade the driver, or use an image of an earlier CUDA",
        ], findings);
    }

    [Fact]
    public async Task Where_only_the_requirement_is_not_met_it_is_a_warning()
    {
        await using var scene = await GpuClusterAsync();
        await using var registry = await TestRegistry.StartAsync();
        scene.Cluster.Put("deployments", Asking("strict", registry.Put("nvidia/cuda", "12.3.2", GpuImages.Cuda1232)))
            .Put("deployments", Asking("fine", registry.Put("nvidia/cuda", "optional", GpuImages.Optional)));

        var finding = Assert.Single(await FindingsAsync(scene, "G103"));

        Assert.StartsWith("k8s:test/shop/Deployment/strict warning ", finding, StringComparison.Ordinal);
        Assert.Contains("CUDA 12.3 or newer (driver 545 or newer)", finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_selector_that_leaves_the_new_nodes_leaves_no_finding()
    {
        await using var scene = await GpuClusterAsync();
        await using var registry = await TestRegistry.StartAsync();
        var chosen = Asking("chosen", registry.Put("nvidia/cuda", "13.0.2", GpuImages.Cuda1302));
        chosen["spec"]!["template"]!["spec"]!["nodeSelector"] = new JsonObject { ["kubernetes.io/hostname"] = "new" };
        scene.Cluster.Put("deployments", chosen);

        Assert.Empty(await FindingsAsync(scene, "G103"));
    }

    [Fact]
    public async Task Jetsons_image_on_nodes_that_are_servers_is_a_blocker()
    {
        await using var scene = await GpuClusterAsync();
        await using var registry = await TestRegistry.StartAsync();
        scene.Cluster.Put("deployments", Asking("board", registry.Put("acme/board", "1", GpuImages.Jetson)));

        var finding = Assert.Single(await FindingsAsync(scene, "G104"));

        Assert.Contains("blocker Deployment/shop/board is to have a GPU (nvidia.com/gpu: 1) and cannot use the GPU of 2 of 2 nodes", finding, StringComparison.Ordinal);
        Assert.Contains("is built for Tegra (Jetson), and the node is an Arm server", finding, StringComparison.Ordinal);
        Assert.Contains("as L4T_VERSION=36.4.0 says", Assert.Single(await FindingsAsync(scene, "G102")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_plugin_that_no_node_takes_is_told_and_those_that_wait_for_it_make_it_a_blocker()
    {
        await using var scene = await GpuClusterAsync();
        var plugin = ClusterScene.Workload("nvidia-device-plugin", "nvcr.io/nvidia/k8s-device-plugin:v0.17.4", space: "kube-system");
        plugin["spec"]!["template"]!["spec"]!["affinity"] = JsonNode.Parse("""
            {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
              {"matchExpressions": [{"key": "feature.node.kubernetes.io/pci-10de.present", "operator": "In", "values": ["true"]}]}]}}}
            """);
        scene.Cluster.Put("daemonsets", plugin);

        Assert.Contains("warning DaemonSet/kube-system/nvidia-device-plugin hands out GPUs, and none of 3 nodes takes it", Assert.Single(await FindingsAsync(scene, "G106")), StringComparison.Ordinal);
        scene.Cluster.Put("deployments", Asking("waits", "acme/waits:1"));
        Assert.Contains("blocker DaemonSet/kube-system/nvidia-device-plugin", Assert.Single(await FindingsAsync(scene, "G106")), StringComparison.Ordinal);
        plugin["spec"]!["template"]!["spec"]!["affinity"] = null;
        scene.Cluster.Put("daemonsets", plugin);
        Assert.Empty(await FindingsAsync(scene, "G106"));
    }

    [Fact]
    public async Task A_node_that_hands_out_fewer_GPUs_than_it_has_is_told()
    {
        await using var scene = await GpuClusterAsync();
        var sick = Node("sick", "580.159.03", "13", "0");
        sick["status"]!["capacity"] = new JsonObject { ["nvidia.com/gpu"] = "4" };
        sick["status"]!["allocatable"]!["nvidia.com/gpu"] = "3";
        scene.Cluster.Put("nodes", sick).Put("deployments", ClusterScene.Workload("plain", "acme/plain:1"));

        Assert.Equal("k8s:test/nodes warning a node hands out fewer GPUs than it has, as when some are unhealthy: sick 3 of 4; "
            + "the log of the device plugin there says which, and dmesg why (Xid)", Assert.Single(await FindingsAsync(scene, "G107")));
    }

    [Fact]
    public async Task A_RuntimeClass_that_is_not_there_is_a_blocker()
    {
        await using var scene = await GpuClusterAsync();
        scene.Cluster.Put("deployments", ClusterScene.Workload("serve", "acme/serve:1", podSpec: new() { ["runtimeClassName"] = "nvidia" }));

        Assert.StartsWith("k8s:test/shop/Deployment/serve blocker Deployment/shop/serve names the RuntimeClass nvidia, which the cluster does not have",
            Assert.Single(await FindingsAsync(scene, "G108")), StringComparison.Ordinal);
        scene.Cluster.Put("runtimeclasses", new() { ["metadata"] = new JsonObject { ["name"] = "nvidia" }, ["handler"] = "nvidia" });
        Assert.Empty(await FindingsAsync(scene, "G108"));
    }

    [Fact]
    public async Task Nodes_that_are_written_beside_manifests_count_where_none_of_them_does()
    {
        await using var registry = await TestRegistry.StartAsync();
        var cuda13 = registry.Put("nvidia/cuda", "13.0.2", GpuImages.Cuda1302);
        using TempFolder folder = new();
        folder.With("pod.yaml", $$$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: train}
            spec:
              containers:
                - name: train
                  image: "{{{cuda13}}}"
                  resources: {limits: {nvidia.com/gpu: 1}}
            """).With("nodes.yaml", Nodes("535.161.08"));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        Assert.Contains("pod.yaml blocker Pod/train is to have a GPU (nvidia.com/gpu: 1) and needs another driver than 1 of 1 node with GPUs", Assert.Single(await TreeAsync(archway)), StringComparison.Ordinal);
        folder.With("more.yaml", Nodes("580.95.05").Replace("gpu-1", "gpu-2", StringComparison.Ordinal));
        Assert.Empty(await TreeAsync(archway));
    }

    private static async Task<string[]> TreeAsync(ArchwayProgram archway) => Findings((await archway.RunAsync("scan", ".", "--no-cache", "--quiet", "--format", "json")).Json(), "G103");

    private static string Nodes(string driver) => $$$"""
        apiVersion: v1
        kind: List
        items:
          - apiVersion: v1
            kind: Node
            metadata:
              name: gpu-1
              labels: {kubernetes.io/arch: arm64, nvidia.com/gpu.product: NVIDIA-T4G, nvidia.com/cuda.driver-version.full: "{{{driver}}}"}
            status: {nodeInfo: {architecture: arm64, operatingSystem: linux}}
        """;

    private static async Task<string[]> FindingsAsync(ClusterScene scene, string rule) =>
        Findings((await scene.Archway.RunAsync("scan", "k8s:", "--no-cache", "--quiet", "--format", "json")).Json(), rule);

    private static string[] Findings(JsonElement report, string rule) =>
    [
        .. report.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("rule").GetString() == rule)
            .Select(finding => $"{finding.GetProperty("file")} {finding.GetProperty("severity")} {finding.GetProperty("message")}"),
    ];

    private static JsonObject Asking(string name, string image)
    {
        var workload = ClusterScene.Workload(name, image);
        workload["spec"]!["template"]!["spec"]!["containers"]![0]!["resources"] = JsonNode.Parse("""{"limits": {"nvidia.com/gpu": "1"}}""");
        return workload;
    }

    // Two nodes with GPUs, one of an old driver, and one without.
    private static async Task<ClusterScene> GpuClusterAsync()
    {
        var scene = await ClusterScene.StartAsync();
        scene.Cluster.Put("nodes", Node("new", "580.159.03", "13", "0")).Put("nodes", Node("old", "535.161.08", "12", "2")).Put("nodes", ClusterScene.Node("plain", "arm64"));
        return scene;
    }

    private static JsonObject Node(string name, string driver, string cuda, string minor)
    {
        var node = ClusterScene.Node(name, "arm64");
        var labels = node["metadata"]!["labels"]!.AsObject();
        labels["nvidia.com/gpu.present"] = "true";
        labels["nvidia.com/gpu.product"] = "NVIDIA-T4G";
        labels["nvidia.com/gpu.compute.major"] = "7";
        labels["nvidia.com/gpu.compute.minor"] = "5";
        labels["nvidia.com/cuda.driver-version.full"] = driver;
        labels["nvidia.com/cuda.runtime-version.major"] = cuda;
        labels["nvidia.com/cuda.runtime-version.minor"] = minor;
        node["status"]!["allocatable"]!["nvidia.com/gpu"] = "1";
        node["status"]!["capacity"] = new JsonObject { ["nvidia.com/gpu"] = "1" };
        return node;
    }
}

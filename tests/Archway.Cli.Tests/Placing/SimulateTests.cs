using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Placing;

/// <summary>What <c>archway simulate</c> reads and says.</summary>
public sealed class SimulateTests
{
    private const string Nodes = """
        apiVersion: v1
        kind: List
        items:
          - {apiVersion: v1, kind: Node, metadata: {name: arm, labels: {kubernetes.io/arch: arm64}}, status: {allocatable: {cpu: "2", memory: 4Gi, pods: "2"}}}
          - {apiVersion: v1, kind: Node, metadata: {name: amd, labels: {kubernetes.io/arch: amd64}}, spec: {taints: [{key: old, value: "true", effect: NoSchedule}]}}

        """;

    [Fact]
    public async Task An_unknown_image_is_never_a_yes()
    {
        var pod = (await RunAsync("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: registry.example.com/acme/app:1}]}}")).Json().GetProperty("pods")[0];

        Assert.Equal("unknown", pod.GetProperty("outcome").GetString());
        Assert.Equal("arm", pod.GetProperty("unknown")[0].GetString());
        Assert.Equal("arm", pod.GetProperty("lands").GetString());
        Assert.Contains("taint old=true:NoSchedule is not tolerated", pod.GetProperty("refused").GetProperty("amd").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_API_server_refuses_is_rejected_with_the_reason()
    {
        var pod = (await RunAsync("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeSelector: {gpu: true}, containers: [{name: c, image: x}]}}")).Json().GetProperty("pods")[0];

        Assert.Contains("spec.nodeSelector[gpu]", pod.GetProperty("rejected").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pods_beyond_the_room_wait()
    {
        var ran = await RunAsync("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec:
              replicas: 3
              template:
                spec:
                  containers: [{name: c, image: registry.example.com/acme/app:1, resources: {limits: {cpu: 500m}}}]
            """);

        var pods = ran.Json().GetProperty("pods").EnumerateArray().ToArray();
        Assert.Equal(3, pods.Length);
        Assert.Equal(2, pods.Count(pod => pod.GetProperty("lands").GetString() == "arm"));
        Assert.Contains("too many pods", pods.Single(pod => pod.GetProperty("lands").GetString() is null).GetProperty("waits").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_at_zero_grows_where_nothing_else_takes_the_pod()
    {
        var ran = await RunAsync("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeSelector: {pool: spare}, containers: [{name: c, image: registry.example.com/acme/app:1}]}}",
            Nodes + "---\ngroups:\n  - {name: spare, labels: {pool: spare, kubernetes.io/arch: arm64}, taints: [], max: 2}\n");

        Assert.Equal("spare-1", ran.Json().GetProperty("pods")[0].GetProperty("lands").GetString());
    }

    [Fact]
    public async Task Files_without_pods_are_said_to_have_none()
    {
        var ran = await RunAsync("{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("there are no pods", ran.Error, StringComparison.Ordinal);
    }

    private static async Task<Ran> RunAsync(string pods, string nodes = Nodes)
    {
        using TempFolder folder = new();
        folder.With("nodes.yaml", nodes).With("pods.yaml", pods);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        return await archway.RunAsync("simulate", "--nodes", "nodes.yaml", "pods.yaml", "--format", "json", "--offline");
    }
}

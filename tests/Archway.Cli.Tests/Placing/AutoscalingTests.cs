using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Placing;

/// <summary>What <c>archway simulate</c> makes of the files of autoscalers.</summary>
public sealed class AutoscalingTests
{
    private const string Tag = "k8s.io/cluster-autoscaler/node-template";

    [Fact]
    public async Task A_group_of_eksctl_at_zero_grows_by_its_tags_alone()
    {
        const string Untagged = "{name: arm, instanceType: m7g.large, minSize: 0, maxSize: 3, labels: {team: shop}}";
        const string Tagged = $$$"""{name: arm, instanceType: m7g.large, minSize: 0, maxSize: 3, labels: {team: shop}, tags: { {{{Tag}}}/label/team: shop}}""";

        var without = Only(await RunAsync(Eksctl(Untagged), Pod("nodeSelector: {team: shop}")));
        var with = Only(await RunAsync(Eksctl(Tagged), Pod("nodeSelector: {team: shop}")));

        Assert.Null(without.Lands);
        Assert.Contains("Cluster Autoscaler makes none for it, taking it for a node on which nodeSelector asks for team=shop", without.Refused("arm-1"), StringComparison.Ordinal);
        Assert.Equal("arm-1", with.Lands);
    }

    [Fact]
    public async Task A_group_that_has_a_node_grows_by_what_that_node_is()
    {
        var nodes = Eksctl("{name: arm, instanceType: m7g.large, desiredCapacity: 1, maxSize: 3, labels: {team: shop}}");

        var pod = Only(await RunAsync(nodes, Pod("nodeSelector: {team: shop}")));

        Assert.Equal("arm-1", pod.Lands);
        Assert.Empty(pod.Why);
    }

    [Fact]
    public async Task The_architecture_is_that_of_the_type_of_instance()
    {
        var nodes = Eksctl("{name: arm, instanceType: m7g.large, minSize: 0, maxSize: 1}, {name: web, instanceType: m7i.large, minSize: 0, maxSize: 1}");

        Assert.Equal("arm-1", Only(await RunAsync(nodes, Pod("nodeSelector: {kubernetes.io/arch: arm64}"))).Lands);
        Assert.Equal("web-1", Only(await RunAsync(nodes, Pod("nodeSelector: {kubernetes.io/arch: amd64}"))).Lands);
    }

    [Fact]
    public async Task A_node_has_the_room_that_its_type_of_instance_leaves_for_pods()
    {
        const string Asking = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 3, template: {spec: {containers: [{name: c, image: x.example/x:1, resources: {requests: {cpu: \"1\"}}}]}}}}";
        var nodes = Eksctl("{name: arm, instanceType: m7g.large, minSize: 0, maxSize: 2}");

        var pods = (await RunAsync(nodes, Asking)).Pods;

        // Of its two processors a node keeps a part for itself, so that one pod fits on each.
        Assert.Equal(["arm-1", "arm-2", null], pods.Select(pod => pod.Lands).OrderBy(name => name is null).ThenBy(name => name));
    }

    [Fact]
    public async Task A_tag_may_say_another_architecture_and_the_node_that_comes_is_still_what_it_is()
    {
        var nodes = Eksctl($$$"""{name: web, instanceType: m5.large, minSize: 0, maxSize: 1, tags: { {{{Tag}}}/label/kubernetes.io/arch: arm64}}""");

        var arm = Only(await RunAsync(nodes, Pod("nodeSelector: {kubernetes.io/arch: arm64}")));
        var amd = Only(await RunAsync(nodes, Pod("nodeSelector: {kubernetes.io/arch: amd64}")));

        Assert.Contains("the node has kubernetes.io/arch=amd64", arm.Refused("web-1"), StringComparison.Ordinal);
        Assert.Contains("Cluster Autoscaler makes none for it", amd.Refused("web-1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arm64:NoSchedule", true)]
    [InlineData(":NoExecute", true)]
    [InlineData("arm64", false)]
    [InlineData("arm64=NoSchedule", false)]
    public async Task A_tag_of_a_taint_counts_with_an_effect_and_is_told_of_without(string value, bool counts)
    {
        var described = $$$"""
            {"AutoScalingGroups": [{"AutoScalingGroupName": "arm", "MinSize": 0, "MaxSize": 2, "DesiredCapacity": 0,
              "MixedInstancesPolicy": {"LaunchTemplate": {"Overrides": [{"InstanceType": "m7g.large"}, {"InstanceType": "m5.large"}]}},
              "Tags": [{"Key": "{{{Tag}}}/taint/arch", "Value": "{{{value}}}"}, {"Key": "{{{Tag}}}/label/team", "Value": "shop"}, {"Key": "Name", "Value": "arm"}]}]}
            """;

        var ran = await RunAsync(described, Pod("nodeSelector: {team: shop, kubernetes.io/arch: arm64}"));

        Assert.Equal(counts ? null : "arm-1", Only(ran).Lands);
        Assert.Equal(!counts, ran.Error.Contains($"arm: Cluster Autoscaler ignores the tag {Tag}/taint/arch = {value}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_group_of_EKS_is_known_by_its_own_labels_and_taints_but_for_those_without_a_value()
    {
        const string Template = """
            Resources:
              Arm:
                Type: AWS::EKS::Nodegroup
                Properties:
                  InstanceTypes: [m7g.large]
                  ScalingConfig: {MinSize: 0, MaxSize: 2, DesiredSize: 0}
                  Labels: {team: shop}
                  Taints: [{Key: bare, Effect: NO_SCHEDULE}, {Key: arch, Value: arm64, Effect: NO_SCHEDULE}]
            """;

        var ran = await RunAsync(Template, Pod("nodeSelector: {team: shop}, tolerations: [{key: arch, value: arm64}]"));
        var both = await RunAsync(Template, Pod("nodeSelector: {team: shop}, tolerations: [{key: arch, value: arm64}, {key: bare, operator: Exists}]"));

        Assert.Contains("leaves out the taint bare, which has no value", ran.Error, StringComparison.Ordinal);
        Assert.Equal("taint bare:NoSchedule is not tolerated", Only(ran).Refused("Arm-1"));
        Assert.Equal("Arm-1", Only(both).Lands);
    }

    [Fact]
    public async Task Where_nodes_are_told_of_groups_add_only_what_may_come()
    {
        var nodes = Eksctl("{name: arm, instanceType: m7g.large, desiredCapacity: 2, maxSize: 3}")
            + "---\n{apiVersion: v1, kind: Node, metadata: {name: here, labels: {kubernetes.io/arch: amd64}}}\n";

        var ran = await RunAsync(nodes, Pod("nodeSelector: {kubernetes.io/arch: arm64}"));

        Assert.Equal("arm-3", Only(ran).Lands);
    }

    [Fact]
    public async Task The_heaviest_pool_of_Karpenter_that_a_pod_fits_is_taken_and_of_equals_the_last_by_name()
    {
        var pools = Pool("a", "kubernetes.io/arch In [amd64]", weight: 10) + Pool("b", "kubernetes.io/arch In [arm64]", weight: 50)
            + Pool("y", "kubernetes.io/arch In [amd64]", weight: 10);

        Assert.Equal("b-arm64-1", Only(await RunAsync(pools, Pod(""))).Lands);
        Assert.Equal("y-amd64-1", Only(await RunAsync(pools, Pod("nodeSelector: {kubernetes.io/arch: amd64}"))).Lands);
    }

    [Fact]
    public async Task Nodes_that_are_there_come_before_pools_and_a_taint_keeps_a_pool_out()
    {
        var pools = Pool("heavy", "kubernetes.io/arch In [arm64]", weight: 90, taint: true) + Pool("light", "kubernetes.io/arch In [arm64]");
        const string Here = "---\n{apiVersion: v1, kind: Node, metadata: {name: here, labels: {kubernetes.io/arch: arm64, kubernetes.io/os: linux}}}\n";

        Assert.Equal("light-arm64-1", Only(await RunAsync(pools, Pod(""))).Lands);
        Assert.Equal("heavy-arm64-1", Only(await RunAsync(pools, Pod("tolerations: [{operator: Exists}]"))).Lands);
        Assert.Equal("here", Only(await RunAsync(pools + Here, Pod("tolerations: [{operator: Exists}]"))).Lands);
    }

    [Fact]
    public async Task A_pool_makes_a_node_of_what_the_pod_needs_within_what_it_allows()
    {
        var pools = Pool("arm", "karpenter.k8s.aws/instance-family In [m7g, c7g]; topology.kubernetes.io/zone NotIn [eu-central-1c]; team Exists");

        Assert.Equal("arm-arm64-1", Only(await RunAsync(pools, Pod("nodeSelector: {karpenter.k8s.aws/instance-family: c7g, topology.kubernetes.io/zone: eu-central-1a, team: shop}"))).Lands);
        Assert.Contains("its pool asks for karpenter.k8s.aws/instance-family In [m7g, c7g]",
            Only(await RunAsync(pools, Pod("nodeSelector: {karpenter.k8s.aws/instance-family: m5}"))).Refused("arm-arm64-1"), StringComparison.Ordinal);
        Assert.Null(Only(await RunAsync(pools, Pod("nodeSelector: {topology.kubernetes.io/zone: eu-central-1c}"))).Lands);
        Assert.Null(Only(await RunAsync(pools, Pod("nodeSelector: {disk: fast}"))).Lands);
        Assert.Null(Only(await RunAsync(pools, Pod("nodeSelector: {kubernetes.io/arch: amd64}"))).Lands);
    }

    [Fact]
    public async Task A_wish_is_a_need_to_Karpenter_as_long_as_a_pool_meets_it()
    {
        const string Wish = "affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [WANTED]}]}}]}}";
        var pools = Pool("amd", "kubernetes.io/arch In [amd64]", weight: 100) + Pool("arm", "kubernetes.io/arch In [arm64]");

        Assert.Equal("arm-arm64-1", Only(await RunAsync(pools, Pod(Wish.Replace("WANTED", "arm64", StringComparison.Ordinal)))).Lands);
        Assert.Equal("amd-amd64-1", Only(await RunAsync(pools, Pod(Wish.Replace("WANTED", "s390x", StringComparison.Ordinal)))).Lands);
    }

    [Fact]
    public async Task A_daemon_set_brings_no_node()
    {
        var pools = Pool("amd", "kubernetes.io/arch In [amd64]", weight: 1) + Pool("arm", "kubernetes.io/arch In [arm64]", weight: 2);
        const string Daemon = "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: d}, spec: {template: {spec: {nodeSelector: {kubernetes.io/arch: amd64}, containers: [{name: c, image: x.example/x:1}]}}}}\n---\n";

        var ran = await RunAsync(pools, Daemon + Pod(""));

        Assert.Contains(ran.Pods, pod => pod.Lands == "arm-arm64-1");
    }

    [Fact]
    public async Task A_pool_whose_requirements_leave_no_architecture_is_told_of()
    {
        var ran = await RunAsync(Pool("none", "kubernetes.io/arch In [arm64]; node.kubernetes.io/instance-type In [m5.large]") + Pool("some", "kubernetes.io/arch In [arm64]"), Pod(""));

        Assert.Contains("the pool none can make no node", ran.Error, StringComparison.Ordinal);
        Assert.Equal("some-arm64-1", Only(ran).Lands);
    }

    private static string Eksctl(string groups) => $"apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {{name: shop}}\nnodeGroups: [{groups}]\n";

    private static string Pool(string name, string requirements, int weight = 0, bool taint = false) => $$"""
        ---
        apiVersion: karpenter.sh/v1
        kind: NodePool
        metadata: {name: {{name}}}
        spec:
          weight: {{weight}}
          template:
            spec:
              taints: {{(taint ? "[{key: own, value: \"true\", effect: NoSchedule}]" : "[]")}}
              requirements:
                {{string.Join("\n        ", requirements.Split("; ").Select(one => one.Split(' ', 3)).Select(one =>
                    $"- {{key: {one[0]}, operator: {one[1]}{(one.Length > 2 ? $", values: {one[2]}" : "")}}}"))}}

        """;

    private static string Pod(string spec) => $"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{{(spec.Length > 0 ? spec + ", " : "")}containers: [{{name: c, image: x.example/x:1}}]}}}}\n";

    private static Placed Only(Simulated ran) => Assert.Single(ran.Pods);

    private static async Task<Simulated> RunAsync(string nodes, string pods)
    {
        using TempFolder folder = new();
        folder.With("nodes.yaml", nodes).With("pods.yaml", pods);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        var ran = await archway.RunAsync("simulate", "--nodes", "nodes.yaml", "pods.yaml", "--format", "json", "--offline");
        return new(ran.Error, [.. ran.Json().GetProperty("pods").EnumerateArray().Select(pod => new Placed(
            pod.GetProperty("lands").GetString(),
            pod.GetProperty("refused").EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetString()!)))]);
    }

    private sealed record Simulated(string Error, Placed[] Pods);

    private sealed record Placed(string? Lands, Dictionary<string, string> Why)
    {
        internal string Refused(string node) => Why[node];
    }
}

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

    [Theory]
    [InlineData("count: x", "count is a number of nodes, not 'x'")]
    [InlineData("count: -1", "not '-1'")]
    [InlineData("count: 1.5", "not '1.5'")]
    [InlineData("count: 5, max: 2", "has 5 nodes now")]
    [InlineData("allocatable: {cpu: lots}", "'lots' is no amount of cpu")]
    [InlineData("cnt: 3", "a group has no 'cnt'")]
    [InlineData("taints: [{key: k, value: v}]", "'k=v:' is no taint")]
    public async Task A_group_that_nobody_can_mean_is_refused_and_said_where(string member, string problem)
    {
        var ran = await RunAsync("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: x}]}}",
            $"groups:\n  - {{name: arm, labels: {{kubernetes.io/arch: arm64}}, {member}}}\n");

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.Contains(problem, ran.Error, StringComparison.Ordinal);
        Assert.Contains(":2: ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_API_server_refuses_is_rejected_with_the_reason()
    {
        var pod = (await RunAsync("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeSelector: {gpu: true}, containers: [{name: c, image: x}]}}")).Json().GetProperty("pods")[0];

        Assert.Contains("spec.nodeSelector[gpu]", pod.GetProperty("rejected").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pod", "metadata: {name: UP_per}, spec: {PODS}", "metadata.name: Invalid value: 'UP_per'")]
    [InlineData("Pod", "metadata: {name: p, namespace: a.b}, spec: {PODS}", "metadata.namespace: Invalid value: 'a.b'")]
    [InlineData("Pod", "metadata: {name: p, labels: {'a b': c}}, spec: {PODS}", "metadata.labels: 'a b' is not the name of a label")]
    [InlineData("Pod", "metadata: {name: p, labels: {a: true}}, spec: {PODS}", "metadata.labels[a]: 'true' is not a string")]
    [InlineData("Pod", "metadata: {name: p, annotations: {a: 1}}, spec: {PODS}", "metadata.annotations[a]: '1' is not a string")]
    [InlineData("Pod", "metadata: {name: p}, spec: {restartPolicy: Sometimes, PODS}", "spec.restartPolicy: Unsupported value: 'Sometimes'")]
    [InlineData("Pod", "metadata: {name: p}, spec: {os: {name: plan9}, PODS}", "spec.os: Unsupported value: 'plan9'")]
    [InlineData("Pod", "metadata: {name: p}, spec: {containers: [{name: c, image: 'x '}]}", "spec.containers[0].image: Invalid value: 'x ': must not have leading or trailing whitespace")]
    [InlineData("Pod", "metadata: {name: p}, spec: {volumes: [{name: v}, {name: v}], PODS}", "spec.volumes: Duplicate value: 'v'")]
    [InlineData("Pod", "metadata: {name: p}, spec: {containers: [{name: c, image: x, volumeMounts: [{mountPath: /a}, {mountPath: /a}]}]}", "must be unique")]
    [InlineData("Pod", "metadata: {name: p}, spec: {containers: [{name: c, image: x, ports: [{containerPort: 0}]}]}", "must be between 1 and 65535")]
    [InlineData("Pod", "metadata: {name: p}, spec: {containers: [{name: c, image: x, imagePullPolicy: Now}]}", "spec.containers[0].imagePullPolicy: Unsupported value: 'Now'")]
    [InlineData("Deployment", "metadata: {name: p}, spec: {replicas: -1, template: {spec: {PODS}}}", "spec.replicas: Invalid value: '-1': must be greater than or equal to 0")]
    [InlineData("Deployment", "metadata: {name: p}, spec: {template: {spec: {restartPolicy: Never, PODS}}}", "spec.template.spec.restartPolicy: Unsupported value: 'Never': supported values: Always")]
    [InlineData("Job", "metadata: {name: p}, spec: {template: {spec: {restartPolicy: Always, PODS}}}", "supported values: OnFailure, Never")]
    [InlineData("Deployment", "metadata: {name: p}, spec: {selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: b}}, spec: {PODS}}}", "`selector` does not match template `labels`: it asks for app=a")]
    [InlineData("Deployment", "metadata: {name: p}, spec: {selector: {}, template: {spec: {PODS}}}", "spec.selector: Invalid value: empty selector is invalid")]
    public async Task A_workload_that_an_API_server_refuses_is_rejected(string kind, string members, string reason)
    {
        var ran = await RunAsync($"{{kind: {kind}, {members.Replace("PODS", "containers: [{name: c, image: x}]", StringComparison.Ordinal)}}}");

        Assert.Contains(reason, ran.Json().GetProperty("pods")[0].GetProperty("rejected").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_alike_only_the_one_with_the_wrong_name_is_rejected()
    {
        var pods = (await RunAsync($"{Pod("right")}---\n{Pod("Wrong")}")).Json().GetProperty("pods").EnumerateArray().ToDictionary(pod => pod.GetProperty("name").GetString()!);

        Assert.False(pods["right"].TryGetProperty("rejected", out _));
        Assert.True(pods["Wrong"].TryGetProperty("rejected", out _));
    }

    [Fact]
    public async Task A_pod_that_is_bound_to_a_node_that_it_does_not_ask_for_is_ended_by_its_kubelet()
    {
        var pod = (await RunAsync("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: arm, nodeSelector: {disk: ssd}, containers: [{name: c, image: x}]}}")).Json().GetProperty("pods")[0];

        Assert.StartsWith("is bound to it by nodeName, and its kubelet ends it: nodeSelector asks for disk=ssd", pod.GetProperty("refused").GetProperty("arm").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_controllers_make_in_their_own_way_is_not_passed_over_in_silence()
    {
        const string workflow = "{apiVersion: argoproj.io/v1alpha1, kind: Workflow, metadata: {name: ci, namespace: build}, spec: {templates: [{name: a, container: {image: x}}]}}\n";
        const string service = "{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: api}, spec: {template: {spec: {containers: [{image: x}]}}}}\n";
        using TempFolder folder = new();
        folder.With("nodes.yaml", Nodes).With("pods.yaml", $"{workflow}---\n{service}---\n{Pod("p")}");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var placed = await archway.RunAsync("place", "pods.yaml", "--offline");
        var simulated = await archway.RunAsync("simulate", "--nodes", "nodes.yaml", "pods.yaml", "--offline");

        Assert.Contains("left as they are, since their controllers make their pods: Workflow/build/ci, Service/api", placed.Error, StringComparison.Ordinal);
        Assert.Contains("not simulated, since their controllers make their pods: Workflow/build/ci, Service/api", simulated.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_is_to_be_rendered_first()
    {
        using TempFolder folder = new();
        folder.With("templates/web.yaml", "{{- if .Values.on }}\nkind: Pod\n{{- end }}\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("place", "templates", "--offline");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("templates/web.yaml:1: it is a template, which is not YAML before it is rendered", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("place", "-", "-")]
    [InlineData("simulate", "--nodes", "-", "-")]
    public async Task Standard_input_is_read_once(params string[] arguments)
    {
        using ArchwayProgram archway = new() { Input = Pod("a") };

        var ran = await archway.RunAsync([.. arguments, "--offline"]);

        Assert.Equal((2, "archway: standard input is named twice, and can be read once\n"), (ran.ExitCode, ran.Error));
    }

    [Theory]
    [InlineData("annotations: {archway/place: \"False \"}", "it says archway/place=false")]
    [InlineData("labels: {archway/place: \"false\"}", "it says archway/place=false")]
    [InlineData("annotations: {archway/place: \"nope\"}", "which is neither true nor false")]
    public async Task A_pod_may_say_that_it_is_to_be_left(string metadata, string told)
    {
        await using var registry = await TestRegistry.StartAsync();
        var image = registry.Put("team/app", "1", Images.Index("linux/amd64"));
        using ArchwayProgram archway = new() { Input = $"{{apiVersion: v1, kind: Pod, metadata: {{name: p, {metadata}}}, spec: {{containers: [{{name: c, image: \"{image}\"}}]}}}}\n" };

        var ran = await archway.RunAsync("place");

        Assert.Equal(told.Contains("neither", StringComparison.Ordinal), ran.Output.Contains("nodeAffinity", StringComparison.Ordinal));
        Assert.Contains(told, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_for_better_machines_alone_is_not_for_every_node_of_that_label()
    {
        await using var registry = await TestRegistry.StartAsync();
        var image = registry.Put("team/app", "1", Images.Index("linux/amd64/v3"));
        var pod = $"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{containers: [{{name: c, image: \"{image}\"}}]}}}}\n";
        using TempFolder folder = new();
        folder.With("nodes.yaml", "{apiVersion: v1, kind: Node, metadata: {name: amd, labels: {kubernetes.io/arch: amd64, kubernetes.io/os: linux}}}\n").With("pods.yaml", pod);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var placed = await archway.RunAsync("place", "pods.yaml");
        var simulated = await archway.RunAsync("simulate", "--nodes", "nodes.yaml", "pods.yaml");

        Assert.Equal("", placed.Output);
        Assert.Contains("no architecture in common", placed.Error, StringComparison.Ordinal);
        Assert.Contains("would not be pulled", simulated.Output, StringComparison.Ordinal);
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

    [Theory]
    [InlineData("{nodeSelector: {beta.kubernetes.io/arch: arm64, beta.kubernetes.io/os: linux}, PODS}", "old own stale zero")]
    [InlineData("{nodeSelector: {beta.kubernetes.io/arch: amd64}, PODS}", "")]
    [InlineData("{nodeSelector: {kubernetes.io/arch: arm64, kubernetes.io/os: linux}, PODS}", "bare old own stale zero")]
    // A Node is taken at its word; it meets what a label that it does not have must not be.
    [InlineData("{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [amd64, arm64]}, {key: beta.kubernetes.io/arch, operator: NotIn, values: [arm64]}]}]}}}, PODS}", "bare")]
    public async Task Nodes_of_groups_have_the_old_labels_that_a_control_plane_gives_them(string spec, string fits)
    {
        var ran = await RunAsync($"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {spec.Replace("PODS", "containers: [{name: c, image: registry.example.com/acme/app:1}]", StringComparison.Ordinal)}}}", """
            apiVersion: v1
            kind: List
            items:
              - {apiVersion: v1, kind: Node, metadata: {name: bare, labels: {kubernetes.io/arch: arm64, kubernetes.io/os: linux}}}
            ---
            groups:
              - {name: zero, labels: {kubernetes.io/arch: arm64, kubernetes.io/os: linux}, max: 1}
              - {name: stale, labels: {kubernetes.io/arch: arm64, beta.kubernetes.io/arch: amd64, kubernetes.io/os: linux}, max: 1}
              - {name: own, labels: {kubernetes.io/arch: arm64, beta.kubernetes.io/arch: arm64, kubernetes.io/os: linux, beta.kubernetes.io/os: linux}, max: 1}
              - {name: old, labels: {beta.kubernetes.io/arch: arm64, beta.kubernetes.io/os: linux}, max: 1}
            """);

        var fitting = ran.Json().GetProperty("pods")[0].GetProperty("fits").EnumerateArray().Select(node => node.GetString()!.Split('-')[0]).Order(StringComparer.Ordinal);
        Assert.Equal(fits, string.Join(' ', fitting));
    }

    [Theory]
    [InlineData("linux/amd64", false, "would crash (exec format error)")]
    [InlineData("linux/amd64", true, "would not be pulled (no match for platform in manifest)")]
    [InlineData("windows/arm64", false, "would not start (its programs are for windows)")]
    [InlineData("windows/arm64", true, "would not be pulled (no match for platform in manifest)")]
    public async Task What_becomes_of_a_pod_on_a_node_that_cannot_run_it_is_told_as_it_is(string platform, bool isIndex, string said)
    {
        await using var registry = await TestRegistry.StartAsync();
        var image = registry.Put("team/app", "1", isIndex ? Images.Index(platform) : Images.Manifest(platform));
        using TempFolder folder = new();
        folder.With("nodes.yaml", "{apiVersion: v1, kind: Node, metadata: {name: arm, labels: {kubernetes.io/arch: arm64, kubernetes.io/os: linux}}}\n")
            .With("pods.yaml", $"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{containers: [{{name: c, image: \"{image}\"}}]}}}}\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("simulate", "--nodes", "nodes.yaml", "pods.yaml");

        Assert.Contains($"arm: {said}: {registry.Host}/team/app:1", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_for_another_operating_system_is_told_to_be_refused_and_a_mounted_image_never_to_run()
    {
        using TempFolder folder = new();
        folder.With("nodes.yaml", "{apiVersion: v1, kind: Node, metadata: {name: arm, labels: {kubernetes.io/arch: arm64, kubernetes.io/os: linux}}}\n")
            .With("pods.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {os: {name: windows}, containers: [{name: c, image: x.example/x:1}], volumes: [{name: v, image: {reference: x.example/model:1}}]}}\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("simulate", "--nodes", "nodes.yaml", "pods.yaml", "--offline");

        Assert.Contains("arm: would be refused by its kubelet (PodOSNotSupported): the pod says that its operating system is windows, and the node has linux", ran.Output, StringComparison.Ordinal);
        Assert.Contains("mounts x.example/model:1 as v; a mounted image is never run", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arm64:NoSchedule=true")]
    [InlineData("arm=true")]
    [InlineData("foo")]
    public async Task A_taint_that_is_misspelt_is_said_to_be_none(string taint)
    {
        using TempFolder folder = new();
        folder.With("pod.yaml", Pod("a"));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("place", "pod.yaml", "--toleration", taint, "--offline");
        var before = await archway.RunAsync("place", "--toleration", "pod.yaml", "--offline");

        Assert.Equal((2, 0), (ran.ExitCode, before.ExitCode));
        Assert.Contains($"'{taint}' is no taint; write it as key=value:Effect", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preference_for_what_no_node_is_labelled_with_is_refused()
    {
        using ArchwayProgram archway = new() { Input = Pod("a") };

        var ran = await archway.RunAsync("place", "--prefer", "mips", "--offline");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("no node is labelled mips", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_without_pods_are_said_to_have_none()
    {
        var ran = await RunAsync("{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("there are no pods", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_stands_for_the_manifests_below_it()
    {
        using TempFolder folder = new();
        folder.With("nodes.yaml", Nodes).With("deploy/b/pod.yml", Pod("b"))
            .With("deploy/notes.md", "a: [").With("deploy/.git/c.yaml", "a: [");
        folder.With("deploy/a.json", """{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [{"name": "c", "image": "x.example/x:1"}]}}""");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var simulated = await archway.RunAsync("simulate", "--nodes", "nodes.yaml", "deploy", "--format", "json", "--offline");
        var placed = await archway.RunAsync("place", "deploy", "--offline", "--quiet");
        Directory.CreateDirectory(Path.Combine(folder.Path, "none"));
        var none = await archway.RunAsync("place", "none", "--offline");

        Assert.Equal(["a", "b"], simulated.Json().GetProperty("pods").EnumerateArray().Select(pod => pod.GetProperty("name").GetString()).Order());
        Assert.Equal((0, ""), (placed.ExitCode, placed.Output));
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("there is no file that ends with .yaml, .yml, .json in none", none.Error, StringComparison.Ordinal);
    }

    private static string Pod(string name) => $"{{apiVersion: v1, kind: Pod, metadata: {{name: {name}}}, spec: {{containers: [{{name: c, image: x.example/x:1}}]}}}}\n";

    private static async Task<Ran> RunAsync(string pods, string nodes = Nodes)
    {
        using TempFolder folder = new();
        folder.With("nodes.yaml", nodes).With("pods.yaml", pods);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        return await archway.RunAsync("simulate", "--nodes", "nodes.yaml", "pods.yaml", "--format", "json", "--offline");
    }
}

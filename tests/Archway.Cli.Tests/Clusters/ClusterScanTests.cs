using Archway.Testing.Clusters;
using Xunit;

namespace Archway.Cli.Tests.Clusters;

/// <summary>What <c>archway scan k8s:</c> tells of a live cluster.</summary>
public sealed class ClusterScanTests
{
    [Fact]
    public async Task A_recorded_cluster_is_told_workload_by_workload_with_namespace_and_owner()
    {
        await using var scene = await ClusterScene.StartAsync();
        Recordings.Fill(scene.Cluster);

        var report = await scene.ScanJsonAsync();

        Assert.Equal(
        [
            "DaemonSet/rec/agent a quay.io/prometheus/node-exporter:v1.8.1 (on no node)",
            "Deployment/rec/shop api ghcr.io/acme/api:1.4",
            "Deployment/rec/shop migrate ghcr.io/acme/migrate@sha256:abababababababababababababababababababababababababababababababab",
            "Deployment/rec/shop proxy docker.io/envoyproxy/envoy:v1.30.0",
            "Job/rec/once j busybox",
            "Pod/rec/aff x redis:7",
            "Pod/rec/bare dbg busybox:1.36",
            "Pod/rec/bare web nginx:1.27",
            "Pod/rec/beta x redis:7",
            "Pod/rec/gpu x nvcr.io/nvidia/cuda:12.4.1-base-ubuntu22.04",
            "Pod/rec/ivol ghcr.io/acme/model:1",
            "Pod/rec/ivol x redis:7",
            "StatefulSet/rec/db pg postgres:16",
        ], ClusterScene.Places(report).Order(StringComparer.Ordinal));
        Assert.All(report.GetProperty("occurrences").EnumerateArray(), place => Assert.Equal("rec", ClusterScene.Text(place, "namespace")));
        Assert.Equal(4, report.GetProperty("looked").GetProperty("nodes").GetInt32());
        Assert.Equal("test", report.GetProperty("clusters")[0].GetProperty("name").GetString());
        Assert.All(scene.Cluster.Log, asked => Assert.Equal("GET", asked.Method));
    }

    [Fact]
    public async Task What_runs_and_what_does_not_is_told_with_who_makes_it()
    {
        await using var scene = await ClusterScene.StartAsync();
        var cluster = scene.Cluster;
        cluster.Put("deployments", ClusterScene.Workload("cart", "acme/cart:1", uid: "u1"))
            .Put("replicasets", ClusterScene.Workload("cart-1", "acme/cart:1", owner: ("Deployment", "cart", "u1"), uid: "u2"))
            .Put("replicasets", ClusterScene.Workload("cart-0", "acme/cart:0", spec: """{"replicas": 0}""", owner: ("Deployment", "cart", "u1")))
            .Put("pods", ClusterScene.Pod("cart-1-a", "acme/cart:1", owner: ("ReplicaSet", "cart-1", "u2")))
            .Put("pods", ClusterScene.Pod("cart-1-b", "mirror.example/cart:1", owner: ("ReplicaSet", "cart-1", "u2")))
            .Put("deployments", ClusterScene.Workload("idle", "acme/idle:1", spec: """{"replicas": 0}"""))
            .Put("pods", ClusterScene.Pod("db-1", "acme/pg:1", owner: ("PostgresCluster", "db", "u9")))
            .Put("pods", ClusterScene.Pod("db-2", "acme/pg:1", owner: ("PostgresCluster", "db", "u9")))
            .Put("pods", ClusterScene.Pod("db-backup", "acme/pg-backup:1", owner: ("PostgresCluster", "db", "u9")))
            .Put("pods", ClusterScene.Pod("proxy-n1", "acme/static:1", space: "kube-system", owner: ("Node", "n1", "u7")))
            .Put("pods", ClusterScene.Pod("done", "acme/done:1", phase: "Succeeded"))
            .Put("replicasets", ClusterScene.Workload("roll-1", "acme/roll:1", spec: """{"replicas": 0}""", owner: ("Rollout", "roll", "u5")))
            .Put("replicasets", ClusterScene.Workload("roll-2", "acme/roll:2", owner: ("Rollout", "roll", "u5")));
        var cron = ClusterScene.Workload("nightly", "acme/nightly:1", uid: "u3");
        cron["spec"] = new System.Text.Json.Nodes.JsonObject { ["suspend"] = true, ["jobTemplate"] = new System.Text.Json.Nodes.JsonObject { ["spec"] = cron["spec"]!.DeepClone() } };
        cluster.Put("cronjobs", cron)
            .Put("jobs", ClusterScene.Workload("nightly-1", "acme/nightly:1", owner: ("CronJob", "nightly", "u3")))
            .Put("replicationcontrollers", ClusterScene.Workload("old", "acme/old:1"));

        var places = ClusterScene.Places(await scene.ScanJsonAsync());

        Assert.Equal(
        [
            "CronJob/shop/nightly main acme/nightly:1 (suspended)",
            "Deployment/shop/cart main acme/cart:1",
            "Deployment/shop/cart main mirror.example/cart:1 (in its pods only)",
            "Deployment/shop/idle main acme/idle:1 (scaled to zero)",
            "Pod/kube-system/proxy-n1 main acme/static:1",
            "Pod/shop/done main acme/done:1 (finished)",
            "PostgresCluster/shop/db main acme/pg-backup:1",
            "PostgresCluster/shop/db main acme/pg:1",
            "ReplicationController/shop/old main acme/old:1",
            "Rollout/shop/roll main acme/roll:2",
        ], places.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_format_tells_of_it_and_a_saved_one_is_told_again()
    {
        await using var scene = await ClusterScene.StartAsync();
        Recordings.Fill(scene.Cluster);
        string File(string name) => Path.Combine(scene.Folder.Path, name);
        string[] formats = ["json", "sarif", "html", "markdown", "csv", "junit", "github", "gitlab"];

        var ran = await scene.ScanAsync([.. formats.SelectMany(format => (string[])["-o", $"{format}={File(format)}"])]);
        var table = await scene.ScanAsync();
        var again = await scene.Archway.RunAsync("convert", File("json"));

        Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
        Schema.Validate(Path.Combine(Repository.Root, "docs/scan.schema.json"), File("json"));
        Assert.Equal(table.Output, again.Output);
        Assert.All(formats.Where(format => format is not ("github" or "gitlab" or "sarif")), format =>
            Assert.Contains("Deployment/shop", System.IO.File.ReadAllText(File(format)).Replace("rec/", "", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Contains(",rec,on no node", System.IO.File.ReadAllText(File("csv")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_wrote_in_a_live_object_is_judged_and_what_a_controller_made_is_not()
    {
        await using var scene = await ClusterScene.StartAsync();
        var pinned = System.Text.Json.Nodes.JsonNode.Parse("""{"nodeSelector": {"kubernetes.io/arch": "amd64"}}""")!.AsObject();
        scene.Cluster.Put("deployments", ClusterScene.Workload("cart", "acme/cart:1", podSpec: pinned, uid: "u1"))
            .Put("replicasets", ClusterScene.Workload("db-1", "acme/db:1", podSpec: pinned, owner: ("Rollout", "db", "u2")));

        var findings = (await scene.ScanJsonAsync()).GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("rule").GetString() == "K101").ToArray();

        Assert.Equal("k8s:test/shop/Deployment/cart", findings.Single().GetProperty("file").GetString());
        Assert.Null(ClusterScene.Text(findings.Single(), "fix"));
    }

    [Fact]
    public async Task The_token_is_nowhere_to_be_seen()
    {
        await using var scene = await ClusterScene.StartAsync();
        Recordings.Fill(scene.Cluster);
        scene.Cluster.Authorization = "Bearer another";

        var ran = await scene.ScanAsync();

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("does not know user 'me' (401 Unauthorized)", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(ClusterScene.Token, ran.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_one_namespace_nothing_else_is_asked_for()
    {
        await using var scene = await ClusterScene.StartAsync();
        scene.Cluster.Put("deployments", ClusterScene.Workload("cart", "acme/cart:1")).Put("deployments", ClusterScene.Workload("pay", "acme/pay:1", space: "bank"));

        var places = ClusterScene.Places(await scene.ScanJsonAsync("-n", "bank"));

        Assert.Equal(["Deployment/bank/pay main acme/pay:1"], places);
        Assert.Contains(scene.Cluster.Log, asked => asked.Path == "/api/v1/namespaces/bank/pods");
    }
}

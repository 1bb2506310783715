using System.Text.Json;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Aws;

/// <summary><c>archway scan ecs:</c>: what runs on Amazon ECS, by whom, and on what.</summary>
public sealed class EcsScanTests
{
    private const string OnInstances = """{"launchType": "EC2"}""";

    [Fact]
    public async Task A_service_is_told_with_its_images()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "acme/cart:1");

        var report = await scene.ScanJsonAsync();

        Assert.Equal(["ecs:eu-central-1/prod/cart main acme/cart:1"], AwsScene.Places(report));
        var place = report.GetProperty("occurrences")[0];
        Assert.Equal(("cart", "prod", "ecs:container"), (place.GetProperty("workload").GetString(), place.GetProperty("namespace").GetString(), place.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task A_plan_is_made_of_what_runs()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "acme/cart:1");

        var ran = await scene.Archway.RunAsync("plan", "ecs:", "--nodes", "ecs", "--offline", "--no-cache", "--quiet", "--format", "json");

        var wave = ran.Json().GetProperty("waves")[0];
        Assert.Equal(("unknown", "cart"), (wave.GetProperty("kind").GetString(), wave.GetProperty("workloads")[0].GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("ecs:", "bank/pay", "prod/cart")]
    [InlineData("ecs:eu-central-1/", "bank/pay", "prod/cart")]
    [InlineData("ecs:bank", "bank/pay")]
    [InlineData("ecs:eu-central-1/prod", "prod/cart")]
    [InlineData("ecs:arn:aws:ecs:eu-central-1:123456789012:cluster/bank", "bank/pay")]
    public async Task A_cluster_is_named_or_all_of_a_region_are_read(string target, params string[] services)
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "acme/cart:1").Put("pay", "acme/pay:1", cluster: "bank");

        Assert.Equal(services, AwsScene.Places(await scene.ScanJsonAsync(target)).Select(place => place.Split(' ')[0]["ecs:eu-central-1/".Length..]));
    }

    [Fact]
    public async Task The_region_of_the_profile_counts_where_none_is_named()
    {
        await using var scene = await AwsScene.StartAsync();
        using TempFolder folder = new();
        folder.With("config", "[default]\nregion = us-east-1\n[profile shop]\nregion=eu-central-1\n").With("credentials",
            $"[shop]\naws_access_key_id = {scene.Aws.Keys.Id}\naws_secret_access_key = {scene.Aws.Keys.Secret}\n");
        scene.Put("cart", "acme/cart:1").Archway.With("AWS_REGION", "").With("AWS_ACCESS_KEY_ID", "").With("AWS_SECRET_ACCESS_KEY", "").With("AWS_PROFILE", "shop")
            .With("AWS_CONFIG_FILE", Path.Combine(folder.Path, "config")).With("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(folder.Path, "credentials"));

        Assert.Single(AwsScene.Places(await scene.ScanJsonAsync()));
    }

    [Fact]
    public async Task Services_are_told_with_how_they_stand_and_what_older_deployments_run()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("idle", "acme/idle:1", more: """{"launchType": "FARGATE", "desiredCount": 0}""")
            .Put("leaving", "acme/leaving:1", more: """{"launchType": "FARGATE", "status": "DRAINING"}""")
            .Put("new", "acme/new:2", more: """{"launchType": "FARGATE", "deployments": [{"status": "PRIMARY", "taskDefinition": "new:1"}, {"status": "ACTIVE", "taskDefinition": "old:7", "runningCount": 2}, {"status": "ACTIVE", "taskDefinition": "gone:1", "runningCount": 0}]}""");
        scene.Ecs.PutDefinition("old:7", """{"containerDefinitions": [{"name": "main", "image": "acme/new:1"}]}""")
            .PutDefinition("green:1", """{"containerDefinitions": [{"name": "main", "image": "acme/green:1"}]}""")
            .PutService("prod", "switched", null, """{"launchType": "FARGATE", "taskSets": [{"status": "PRIMARY", "taskDefinition": "green:1", "runningCount": 1}]}""");

        Assert.Equal(
        [
            "ecs:eu-central-1/prod/idle main acme/idle:1 (scaled to zero)",
            "ecs:eu-central-1/prod/leaving main acme/leaving:1 (draining)",
            "ecs:eu-central-1/prod/new main acme/new:2",
            "ecs:eu-central-1/prod/new main acme/new:1 (in an older deployment only)",
            "ecs:eu-central-1/prod/switched main acme/green:1",
        ], AwsScene.Places(await scene.ScanJsonAsync()).OrderBy(place => place.Split(' ')[0], StringComparer.Ordinal).ThenBy(place => place.Contains("older", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Tasks_that_no_service_made_are_told_once_for_each_definition()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "acme/cart:1").Ecs.PutDefinition("nightly:4", """{"containerDefinitions": [{"name": "job", "image": "acme/nightly:1"}]}""")
            .PutTask("prod", "t1", "cart:1", "service:cart").PutTask("prod", "t2", "nightly:4", "family:nightly").PutTask("prod", "t3", "nightly:4", "family:nightly");

        var report = await scene.ScanJsonAsync();

        Assert.Equal(["ecs:eu-central-1/prod/cart main acme/cart:1", "ecs:eu-central-1/prod/tasks/nightly:4 job acme/nightly:1 (without a service)"], AwsScene.Places(report));
        Assert.Equal(2, report.GetProperty("looked").GetProperty("ecsTasks").GetInt32());
    }

    [Fact]
    public async Task A_definition_that_several_services_run_is_asked_for_once()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("one", "acme/one:1").Ecs.PutService("prod", "two", "one:1").PutService("bank", "three", "one:1");

        Assert.Equal(3, AwsScene.Places(await scene.ScanJsonAsync()).Length);
        Assert.Single(scene.Aws.Log, asked => asked.Action == "ecs:DescribeTaskDefinition");
    }

    [Fact]
    public async Task A_definition_that_cannot_be_read_hides_no_other()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "acme/cart:1").Ecs.PutService("prod", "lost", "lost:1");

        var report = await scene.ScanJsonAsync();

        Assert.Equal(["ecs:eu-central-1/prod/cart main acme/cart:1"], AwsScene.Places(report));
        Assert.Equal(["ecs:eu-central-1/prod/lost: cannot describe the task definition lost:1 in eu-central-1: HOST answered 400 (ClientException); ask again later"], scene.Unread(report));
    }

    [Fact]
    public async Task Rules_about_task_definitions_hold_of_live_ones_by_what_they_are_launched_on()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("fargate", "acme/a:1", """{"requiresCompatibilities": ["EC2", "FARGATE"]}""")
            .Put("spot", "acme/b:1", more: """{"capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]}""")
            .Put("instances", "acme/c:1", """{"requiresCompatibilities": ["EC2", "FARGATE"]}""", OnInstances)
            .Put("x86", "acme/d:1", """{"runtimePlatform": {"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"}}""")
            .Put("arm", "acme/e:1", """{"runtimePlatform": {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"}}""")
            .Put("placed", "acme/f:1", """{"placementConstraints": [{"type": "memberOf", "expression": "attribute:ecs.cpu-architecture == arm64"}]}""", OnInstances);

        var report = await scene.ScanJsonAsync();

        Assert.Equal(
        [
            "ecs:eu-central-1/prod/fargate blocker: the task says nothing of an architecture, and Fargate then takes X86_64, not linux/arm64",
            "ecs:eu-central-1/prod/instances warning: the task says nothing of an architecture, so that it may be placed on instances of either architecture where a cluster has both",
            "ecs:eu-central-1/prod/spot blocker: the task says nothing of an architecture, and Fargate then takes X86_64, not linux/arm64",
            "ecs:eu-central-1/prod/x86 blocker: the task runs on X86_64, and so not on linux/arm64",
        ], AwsScene.Findings(report, "E101").Select(finding => finding.Split(';')[0]));
        Assert.DoesNotContain(report.GetProperty("findings").EnumerateArray(), finding => finding.TryGetProperty("fix", out var fix) && fix.ValueKind == JsonValueKind.Object);
    }

    [Fact]
    public async Task What_containers_are_given_is_never_told()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Ecs.PutDefinition("cart:1", """{"containerDefinitions": [{"name": "main", "image": "acme/cart:1", "environment": [{"name": "PASSWORD", "value": "hunter2"}], "command": ["--token", "hunter2"]}]}""")
            .PutService("prod", "cart", "cart:1");

        var ran = await scene.ScanAsync("ecs:", "--format", "json", "--include-commands");

        Assert.Single(AwsScene.Places(ran.Json()));
        Assert.DoesNotContain("hunter2", ran.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_tells_services_and_what_their_clusters_are_made_of()
    {
        await using var scene = await AwsScene.StartAsync();
        await using var registry = await TestRegistry.StartAsync();
        scene.Put("cart", registry.Put("acme/cart", "1", Images.Index("linux/amd64"))).Put("web", registry.Put("acme/web", "1", Images.Index("linux/amd64", "linux/arm64")), more: OnInstances);
        scene.Ecs.PutInstance("prod", "i-0a", "x86_64").PutInstance("prod", "i-0b", "x86_64").PutInstance("prod", "i-0c", "arm64", "graviton", "m7g.large");

        var ran = await scene.Archway.RunAsync("scan", "ecs:", "--no-cache", "--quiet");

        Golden.Equal("Ecs.A_mixed_cluster", ran.ToString().Replace(registry.Host, "registry.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_report_holds_to_its_schema()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "acme/cart:1").Ecs.PutInstance("prod", "i-0a", "x86_64");

        using TempFolder folder = new();
        folder.With("scan.json", (await scene.ScanAsync("ecs:", "--format", "json")).Output);
        Schema.Validate(Path.Combine(Repository.Root, "docs/scan.schema.json"), Path.Combine(folder.Path, "scan.json"));
    }
}

using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Aws;

/// <summary>What the capacity of a cluster has to do with what runs on it.</summary>
public sealed class EcsCapacityTests : IAsyncLifetime
{
    private const string OnInstances = """{"launchType": "EC2"}""";
    private const string Arm = """{"runtimePlatform": {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"}}""";

    private AwsScene _scene = null!;
    private TestRegistry _registry = null!;
    private string _amd = "";
    private string _arm = "";

    public async ValueTask InitializeAsync()
    {
        _scene = await AwsScene.StartAsync();
        _registry = await TestRegistry.StartAsync();
        _amd = _registry.Put("acme/amd", "1", Images.Index("linux/amd64"));
        _arm = _registry.Put("acme/arm", "1", Images.Index("linux/arm64"));
    }

    [Fact]
    public async Task Fargate_takes_X86_64_where_nothing_is_said_and_an_image_for_Arm_crashes_there()
    {
        _scene.Put("silent", _arm).Put("said", _arm, Arm).Put("amd", _amd);

        Assert.Equal(
        [
            "ecs:eu-central-1/prod/silent blocker: silent is started on linux/amd64, which Fargate takes where no runtimePlatform says another, and crashes: "
                + "REGISTRY/acme/arm:1 does not run on linux/amd64: it has linux/arm64; say the cpuArchitecture that its images are made for, or replace the image",
        ], await CrashesAsync());
    }

    [Fact]
    public async Task A_definition_for_Arm_on_Fargate_runs_no_image_of_x86()
    {
        _scene.Put("moved", _amd, Arm);

        Assert.StartsWith("ecs:eu-central-1/prod/moved blocker: moved is started on linux/arm64, as its runtimePlatform says, and crashes: REGISTRY/acme/amd:1 does not run on linux/arm64",
            Assert.Single(await CrashesAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_instances_of_both_kinds_an_image_of_one_may_crash()
    {
        _scene.Put("free", _amd, more: OnInstances).Put("daemon", _amd, more: """{"launchType": "EC2", "schedulingStrategy": "DAEMON"}""")
            .Ecs.PutInstance("prod", "i-x1", "x86_64").PutInstance("prod", "i-a1", "arm64").PutInstance("prod", "i-a2", "arm64");

        Assert.Equal(
        [
            "ecs:eu-central-1/prod/daemon blocker: daemon is placed on 2 of 3 instances that take it where it crashes: REGISTRY/acme/amd:1 does not run on linux/arm64: it has linux/amd64; those are i-a1, i-a2; "
                + "say the cpuArchitecture in its runtimePlatform and constrain its placement to attribute:ecs.cpu-architecture, or replace the image",
            "ecs:eu-central-1/prod/free blocker: free may be placed on 2 of 3 instances that take it where it crashes: REGISTRY/acme/amd:1 does not run on linux/arm64: it has linux/amd64; those are i-a1, i-a2; "
                + "say the cpuArchitecture in its runtimePlatform and constrain its placement to attribute:ecs.cpu-architecture, or replace the image",
        ], await CrashesAsync());
    }

    [Theory]
    [InlineData("attribute:ecs.cpu-architecture == x86_64", false)]
    [InlineData("attribute:ecs.cpu-architecture==x86_64", false)]
    [InlineData("attribute:ecs.cpu-architecture != arm64", false)]
    [InlineData("attribute:ecs.cpu-architecture in [x86_64, i386]", false)]
    [InlineData("attribute:ecs.cpu-architecture !in [arm64]", false)]
    [InlineData("attribute:ecs.instance-type =~ m5.*", false)]
    [InlineData("not(attribute:ecs.cpu-architecture == arm64)", false)]
    [InlineData("attribute:stack exists and attribute:ecs.os-type == linux", false)]
    [InlineData("attribute:ecs.cpu-architecture == arm64", true)]
    [InlineData("attribute:ecs.cpu-architecture == \"arm64\" or attribute:ecs.cpu-architecture == x86_64", true)]
    [InlineData("(attribute:ecs.os-type == linux) and (attribute:ecs.instance-type =~ m7g.* or attribute:stack == prod)", true)]
    [InlineData("attribute:stack !exists", true)]
    // What cannot be told is never a crash.
    [InlineData("agentVersion > 1.2.3", false)]
    [InlineData("task:group == family:cart", false)]
    [InlineData("attribute:ecs.capability.gpu exists", false)]
    [InlineData("attribute:ecs.instance-type =~ (((", false)]
    [InlineData("attribute:ecs.instance-type =~ large", false)]
    [InlineData("attribute:ecs.cpu-architecture", false)]
    [InlineData("attribute:ecs.os-type == linux nonsense", false)]
    [InlineData("((((((((((((((((((((((((((((((((((((((((((((((attribute:ecs.os-type == linux))))))))))))))))))))))))))))))))))))))))))))))", false)]
    public async Task Placement_constraints_are_heeded(string expression, bool mayCrash)
    {
        var constraint = $$"""{"placementConstraints": [{"type": "memberOf", "expression": {{System.Text.Json.Nodes.JsonValue.Create(expression).ToJsonString()}}}]}""";
        _scene.Put("cart", _amd, constraint, OnInstances).Ecs.PutInstance("prod", "i-x1", "x86_64", more: """{"stack": "prod"}""").PutInstance("prod", "i-a1", "arm64", type: "m7g.large");

        Assert.Equal(mayCrash, (await CrashesAsync()).Length == 1);
    }

    [Fact]
    public async Task A_capacity_provider_means_its_own_instances()
    {
        const string ByProvider = """{"capacityProviderStrategy": [{"capacityProvider": "x86", "weight": 1}]}""";
        _scene.Put("cart", _amd, more: ByProvider).Put("arm", _arm, more: ByProvider)
            .Ecs.PutInstance("prod", "i-x1", "x86_64", "x86").PutInstance("prod", "i-a1", "arm64", "graviton")
            .PutProvider("x86", """{"autoScalingGroupProvider": {"autoScalingGroupArn": "arn:aws:autoscaling:eu-central-1:123456789012:autoScalingGroup:1:autoScalingGroupName/x86"}}""");

        Assert.StartsWith("ecs:eu-central-1/prod/arm blocker: arm may be placed on 1 of 1 instance that takes it where it crashes", Assert.Single(await CrashesAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_AWS_makes_the_instances_nothing_is_said_of_those_that_are_there()
    {
        _scene.Put("arm", _arm, more: """{"capacityProviderStrategy": [{"capacityProvider": "managed", "weight": 1}]}""")
            .Ecs.PutInstance("prod", "i-x1", "x86_64", "managed").PutProvider("managed", """{"managedInstancesProvider": {"infrastructureRoleArn": "arn:aws:iam::123456789012:role/x"}}""");

        Assert.Empty(await CrashesAsync());
    }

    [Fact]
    public async Task A_task_for_Arm_cannot_start_on_instances_of_x86_alone()
    {
        _scene.Put("cart", _arm, Arm, """{"launchType": "EC2", "desiredCount": 2, "runningCount": 0}""").Put("runs", _arm, Arm, OnInstances)
            .Put("idle", _arm, Arm, """{"launchType": "EC2", "desiredCount": 0}""")
            .Ecs.PutInstance("prod", "i-x1", "x86_64").PutInstance("prod", "i-x2", "x86_64");

        Assert.Equal(["ecs:eu-central-1/prod/cart blocker: cart cannot start: it asks for linux/arm64, and all 2 instances of its capacity are linux/amd64; add capacity of linux/arm64 or change its runtimePlatform"],
            await CrashesAsync());
    }

    [Fact]
    public async Task Instances_that_take_no_tasks_and_those_of_other_clusters_count_for_nothing()
    {
        _scene.Put("cart", _amd, more: OnInstances).Ecs.PutInstance("prod", "i-x1", "x86_64").PutInstance("bank", "i-a1", "arm64");

        Assert.Empty(await CrashesAsync());
    }

    [Fact]
    public async Task A_finding_may_be_set_aside_as_any_other()
    {
        _scene.Put("silent", _arm);

        Assert.Empty(AwsScene.Findings((await _scene.Archway.RunAsync("scan", "ecs:", "--no-cache", "--quiet", "--format", "json", "--rules", "E103=off")).Json(), "E103"));
    }

    public async ValueTask DisposeAsync()
    {
        await _scene.DisposeAsync();
        await _registry.DisposeAsync();
    }

    private async Task<string[]> CrashesAsync() =>
        [.. AwsScene.Findings((await _scene.Archway.RunAsync("scan", "ecs:", "--no-cache", "--quiet", "--format", "json")).Json(), "E103")
            .Select(finding => finding.Replace(_registry.Host, "REGISTRY", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}

using System.Collections.Frozen;
using Archway.Placing.Constraining;
using Archway.Server.Admission;
using Archway.Testing;
using Xunit;

namespace Archway.Server.Tests;

/// <summary>What becomes of pods that cannot be placed, and what is added beside.</summary>
public sealed class PolicyTests
{
    [Theory]
    [InlineData(Remedy.Leave, true, null)]
    [InlineData(Remedy.Fallback, true, "amd64")]
    [InlineData(Remedy.Deny, false, null)]
    internal async Task A_pod_without_an_architecture_in_common_is_left_or_falls_back_or_is_refused(Remedy remedy, bool isAllowed, string? architecture)
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with { Policy = new() { OnNoCommon = remedy } });
        var review = Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/amd64")),
            $"\"initContainers\":[{{\"name\":\"i\",\"image\":\"{registry.Put("team/init", "1", Images.Index("linux/arm64"))}\"}}],");

        var answer = await webhook.AskAsync(review);

        Assert.Equal(isAllowed, answer.IsAllowed);
        var told = isAllowed ? answer.Placement : answer.Refusal;
        Assert.Contains($"{registry.Host}/team/init:1 has linux/arm64; {registry.Host}/team/app:1 has linux/amd64", told, StringComparison.Ordinal);
        Assert.Equal(architecture, RequiredOf(review, answer));
    }

    [Theory]
    [InlineData(Remedy.Leave, true, null)]
    [InlineData(Remedy.Fallback, true, "amd64")]
    [InlineData(Remedy.Deny, false, null)]
    internal async Task A_pod_whose_image_is_not_known_is_left_or_falls_back_or_is_refused(Remedy remedy, bool isAllowed, string? architecture)
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with { Policy = new() { OnUnknown = remedy } });
        var review = Reviews.Create($"{registry.Host}/team/app:gone");

        var answer = await webhook.AskAsync(review);

        Assert.Equal(isAllowed, answer.IsAllowed);
        Assert.Contains("has no 'gone'", isAllowed ? answer.Placement : answer.Refusal, StringComparison.Ordinal);
        Assert.Equal(architecture, RequiredOf(review, answer));
    }

    [Fact]
    public async Task What_is_known_of_one_image_is_not_set_aside_for_what_is_not_known_of_another()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with { Policy = new() { OnUnknown = Remedy.Fallback } });
        var review = Reviews.Create($"{registry.Host}/team/app:gone",
            $"\"initContainers\":[{{\"name\":\"i\",\"image\":\"{registry.Put("team/init", "1", Images.Index("linux/arm64"))}\"}}],");

        var answer = await webhook.AskAsync(review);

        Assert.Null(RequiredOf(review, answer));
        Assert.Contains($"{registry.Host}/team/init:1 does not run on amd64", answer.Placement, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("In", "windows", "amd64")]
    [InlineData("NotIn", "linux", "amd64")]
    [InlineData("In", "linux", "arm64")]
    public async Task A_pod_whose_affinity_asks_for_an_operating_system_is_placed_by_its_images_for_that(string @operator, string os, string architecture)
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        var review = Reviews.Create(registry.Put("team/app", "1", Images.Index("windows/amd64", "linux/arm64")), $$$$"""
            "affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[
            {"matchExpressions":[{"key":"kubernetes.io/os","operator":"{{{{@operator}}}}","values":["{{{{os}}}}"]}]}]}}},
            """);

        Assert.Equal($"requires kubernetes.io/arch in {architecture}", (await webhook.AskAsync(review)).Placement);
    }

    [Fact]
    public async Task What_was_copied_from_another_pod_is_not_left_to_be_told_of_this_one()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        const string Copied = "\"annotations\":{\"archway/placement\":\"requires kubernetes.io/arch in amd64\",\"archway/architectures\":\"amd64\"},";
        var known = Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64")), "\"nodeSelector\":{\"kubernetes.io/arch\":\"arm64\"},", Copied);
        var unknown = Reviews.Create($"{registry.Host}/team/app:gone", "", Copied);

        var told = Reviews.Patched(known, await webhook.AskAsync(known))["metadata"]!["annotations"]!;
        var left = Reviews.Patched(unknown, await webhook.AskAsync(unknown))["metadata"]!["annotations"]!;

        Assert.Equal(("arm64", "asks for no node that does not run its images"), (told["archway/architectures"]!.GetValue<string>(), told["archway/placement"]!.GetValue<string>()));
        Assert.Equal("unknown", left["archway/architectures"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_pod_that_asks_for_nodes_that_do_not_run_its_image_is_told_so_and_never_made_wider()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with { Policy = new() { OnNoCommon = Remedy.Fallback } });
        var review = Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64")), "\"nodeSelector\":{\"kubernetes.io/arch\":\"amd64\"},");

        var answer = await webhook.AskAsync(review);

        Assert.Contains("kubernetes.io/arch=amd64, and its images run on arm64 alone", Assert.Single(answer.Warnings), StringComparison.Ordinal);
        Assert.Equal("""{"kubernetes.io/arch":"amd64"}""", Reviews.Patched(review, answer)["spec"]!["nodeSelector"]!.ToJsonString());
        Assert.Contains("outcome=\"contradicted\"} 1", (await webhook.GetAsync("/metrics")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preference_and_tolerations_are_added_where_a_pod_runs_on_both()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with
        {
            Policy = new() { Placing = new() { Preferred = "arm64", Weight = 80, Tolerated = PlacingOptions.ArmTaints } },
        });
        var review = Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/amd64", "linux/arm64")));

        var pod = Reviews.Patched(review, await webhook.AskAsync(review))["spec"]!;

        Assert.Equal("""[{"weight":80,"preference":{"matchExpressions":[{"key":"kubernetes.io/arch","operator":"In","values":["arm64"]}]}}]""",
            pod["affinity"]!["nodeAffinity"]!["preferredDuringSchedulingIgnoredDuringExecution"]!.ToJsonString());
        Assert.Equal("""[{"key":"kubernetes.io/arch","operator":"Equal","value":"arm64","effect":"NoSchedule"},{"key":"arm","operator":"Equal","value":"true","effect":"NoSchedule"}]""",
            pod["tolerations"]!.ToJsonString());
    }

    [Fact]
    public async Task One_architecture_may_be_written_as_a_selector()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with { Policy = new() { Placing = new() { AsNodeSelector = true } } });
        var image = registry.Put("team/app", "1", Images.Index("linux/arm64"));
        var (bare, zoned) = (Reviews.Create(image), Reviews.Create(image, "\"nodeSelector\":{\"zone\":\"a\"},"));

        Assert.Equal("""{"kubernetes.io/arch":"arm64"}""", Reviews.Patched(bare, await webhook.AskAsync(bare))["spec"]!["nodeSelector"]!.ToJsonString());
        Assert.Equal("""{"zone":"a","kubernetes.io/arch":"arm64"}""", Reviews.Patched(zoned, await webhook.AskAsync(zoned))["spec"]!["nodeSelector"]!.ToJsonString());
    }

    [Fact]
    public async Task A_pod_that_was_placed_is_asked_for_nothing_more()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with
        {
            Policy = new() { Placing = new() { Preferred = "arm64", Tolerated = PlacingOptions.ArmTaints } },
        });
        var review = Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/amd64", "linux/arm64")));
        var placed = Reviews.Patched(review, await webhook.AskAsync(review));

        var again = await webhook.AskAsync(Reviews.Of("CREATE", placed.ToJsonString()));

        Assert.Equal((true, null), (again.IsAllowed, again.Patch));
    }

    [Theory]
    [InlineData("kube-system", "")]
    [InlineData("shop", "\"annotations\":{\"archway/place\":\"false\"},")]
    [InlineData("shop", "\"annotations\":{\"archway/place\":\"False\"},")]
    [InlineData("shop", "\"annotations\":{\"archway/place\":\" FALSE\\n\"},")]
    public async Task A_pod_of_a_left_namespace_or_that_opted_out_is_let_be(string space, string metadata)
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with { Policy = new() { LeftNamespaces = FrozenSet.Create("kube-system") } });
        var image = registry.Put("team/app", "1", Images.Index("linux/arm64"));
        var pod = $$"""{"metadata":{{{metadata}}"name":"app"},"spec":{"containers":[{"name":"app","image":"{{image}}"}]} }""";

        var answer = await webhook.AskAsync(Reviews.Of("CREATE", pod, space: space));

        Assert.Equal((true, null), (answer.IsAllowed, answer.Patch));
        Assert.Empty(answer.Warnings);
        Assert.Empty(registry.Log);
    }

    [Theory]
    [InlineData("true", null)]
    [InlineData(" True ", null)]
    [InlineData("fasle", "'fasle'")]
    [InlineData("no", "'no'")]
    [InlineData("", "''")]
    [InlineData("a\\nb", "'a\\x0ab'")]
    public async Task What_is_neither_true_nor_false_opts_nothing_out_and_is_warned_of(string written, string? told)
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host]);

        var answer = await webhook.AskAsync(Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64")), metadata: $"\"annotations\":{{\"archway/place\":\"{written}\"}},"));

        Assert.Equal("requires kubernetes.io/arch in arm64", answer.Placement);
        Assert.Equal(told is null ? [] : [$"archway: the annotation archway/place is {told}, which is neither true nor false; the pod is placed as any other"], answer.Warnings);
    }

    [Fact]
    public async Task An_annotation_of_any_length_hinders_no_review()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        var metadata = $"\"annotations\":{{\"archway/place\":\"{new string('x', 5000)}\",\"archway/note\":\"{new string('y', 5000)}\"}},";

        var answer = await webhook.AskAsync(Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64")), metadata: metadata));

        Assert.Equal("requires kubernetes.io/arch in arm64", answer.Placement);
        Assert.InRange(Assert.Single(answer.Warnings).Length, 50, 256);
    }

    [Theory]
    [InlineData("UPDATE", "", true)]
    [InlineData("DELETE", "", true)]
    [InlineData("CREATE", "\"subResource\":\"binding\",", true)]
    [InlineData("CREATE", "", false)]
    public async Task Only_pods_that_are_created_are_placed(string operation, string more, bool isSilent)
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        var pod = $$"""{"metadata":{"name":"app"},"spec":{"containers":[{"name":"app","image":"{{registry.Put("team/app", "1", Images.Index("linux/arm64"))}}"}]} }""";

        var answer = await webhook.AskAsync(Reviews.Of(operation, pod, more));

        Assert.True(answer.IsAllowed);
        Assert.Equal(isSilent, answer.Patch is null);
    }

    [Theory]
    [InlineData("linux/arm64", "", Remedy.Leave, true, 1)]
    // A pod that crashes, and is looked into, may stand on a node that does not run its own images.
    [InlineData("linux/arm64", "", Remedy.Deny, true, 1)]
    [InlineData("linux/arm64", "\"nodeSelector\":{\"kubernetes.io/arch\":\"amd64\"},", Remedy.Deny, false, 0)]
    [InlineData("linux/amd64", "", Remedy.Deny, true, 0)]
    internal async Task A_container_for_debugging_that_cannot_run_where_the_pod_is_is_told_or_refused(
        string debugger, string constraint, Remedy remedy, bool isAllowed, int warnings)
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with { Policy = new() { OnNoCommon = remedy } });
        var containers = $$"""{"nodeName":"node-1",{{constraint}}"containers":[{"name":"app","image":"{{registry.Put("team/app", "1", Images.Index("linux/amd64"))}}"}]""";
        var (before, after) = ($"{{\"metadata\":{{}},\"spec\":{containers}}} }}",
            $"{{\"metadata\":{{}},\"spec\":{containers},\"ephemeralContainers\":[{{\"name\":\"debug\",\"image\":\"{registry.Put("team/debug", "1", Images.Index(debugger))}\"}}]}} }}");

        var answer = await webhook.AskAsync(Reviews.Of("UPDATE", after, "\"subResource\":\"ephemeralcontainers\",", before));

        Assert.Equal((isAllowed, null), (answer.IsAllowed, answer.Patch));
        Assert.Equal(warnings, answer.Warnings.Length);
    }

    [Theory]
    [InlineData("gone", "", Remedy.Leave, true, "whether it runs on the pod's node is not known: HOST/team/debug:gone: ")]
    [InlineData("gone", "", Remedy.Deny, false, "archway refuses the container for debugging: whether it runs")]
    [InlineData("1", "\"nodeSelector\":{\"kubernetes.io/arch\":\"amd64\"},", Remedy.Leave, true, "HOST/team/debug:1 runs on arm64, and the pod's node may be amd64")]
    [InlineData("1", "", Remedy.Leave, true, "HOST/team/debug:1 runs on arm64, and the pod's node may be of any architecture")]
    [InlineData("1", "\"nodeSelector\":{\"kubernetes.io/arch\":\"arm64\"},", Remedy.Deny, true, null)]
    [InlineData("both", "", Remedy.Deny, true, null)]
    internal async Task A_container_for_debugging_is_held_against_what_is_known_and_what_is_not_is_said(string tag, string constraint, Remedy remedy, bool isAllowed, string? told)
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with { Policy = new() { OnUnknown = remedy } });
        registry.Put("team/debug", "1", Images.Index("linux/arm64"));
        registry.Put("team/debug", "both", Images.Index("linux/amd64", "linux/arm64"));
        // What the pod itself runs nobody knows.
        var containers = $$"""{"nodeName":"node-1",{{constraint}}"containers":[{"name":"app","image":"{{registry.Host}}/team/app:unknown"}]""";
        var (before, after) = ($"{{\"metadata\":{{}},\"spec\":{containers}}} }}",
            $"{{\"metadata\":{{}},\"spec\":{containers},\"ephemeralContainers\":[{{\"name\":\"debug\",\"image\":\"{registry.Host}/team/debug:{tag}\"}}]}} }}");

        var answer = await webhook.AskAsync(Reviews.Of("UPDATE", after, "\"subResource\":\"ephemeralcontainers\",", before));

        Assert.Equal((isAllowed, null), (answer.IsAllowed, answer.Patch));
        var said = isAllowed ? string.Join('\n', answer.Warnings) : answer.Refusal;
        if (told is null) Assert.Empty(said);
        else Assert.Contains(told.Replace("HOST", registry.Host, StringComparison.Ordinal), said, StringComparison.Ordinal);
        Assert.All(answer.Warnings, warning => Assert.InRange(warning.Length, 1, 256));
    }

    [Fact]
    public async Task What_a_pod_names_is_told_without_what_is_not_to_be_seen()
    {
        await using var webhook = await Webhook.StartAsync([]);

        var answer = await webhook.AskAsync(Reviews.Create("no image\\n\\u001b[31m\\u202e"));

        Assert.True(answer.IsAllowed);
        Assert.All([.. answer.Warnings, answer.Placement], said => Assert.DoesNotContain(said, c => char.IsControl(c) || c == '\u202e'));
        Assert.Contains("no image", answer.Placement, StringComparison.Ordinal);
    }

    private static string? RequiredOf(string review, Answer answer) => Reviews.Patched(review, answer)["spec"]!["affinity"] is { } affinity
        ? affinity["nodeAffinity"]!["requiredDuringSchedulingIgnoredDuringExecution"]!["nodeSelectorTerms"]![0]!["matchExpressions"]![0]!["values"]![0]!.GetValue<string>() : null;
}

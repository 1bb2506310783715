using System.Diagnostics;
using Archway.Oci.Content;
using Archway.Testing;
using Xunit;

namespace Archway.Server.Tests;

/// <summary>Registries that give no answer, or a wrong one: a bounded time, and never a yes.</summary>
public sealed class RegistryTroubleTests
{
    [Fact]
    public async Task A_registry_that_hangs_costs_the_deadline_once_and_then_nothing_until_it_is_tried_again()
    {
        LaterTime time = new();
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with
        {
            Lookups = options.Lookups with { Deadline = TimeSpan.FromSeconds(1), BreakerPause = TimeSpan.FromMinutes(5) },
        }, time);
        var reviews = Enumerable.Range(0, 20).Select(i => Reviews.Create(registry.Put($"team/app{i}", "1", Images.Index("linux/arm64")))).ToArray();
        registry.On().Hang();

        var watch = Stopwatch.StartNew();
        var first = await webhook.AskAsync(reviews[0]);
        var took = watch.Elapsed;
        var asked = registry.Log.Count;
        var others = await Task.WhenAll(reviews.Skip(1).Select(review => webhook.AskAsync(review)));

        Assert.Contains("did not answer within", first.Placement, StringComparison.Ordinal);
        // Its deadline, and what two shared processors take besides.
        Assert.InRange(took.TotalSeconds, 0.5, 6);
        Assert.All(others, answer => Assert.Contains("did not answer within", answer.Placement, StringComparison.Ordinal));
        // It was asked for none of them, so that there was nothing to wait for.
        Assert.Equal(asked, registry.Log.Count);

        registry.On().Mend();
        time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("requires kubernetes.io/arch in arm64", (await webhook.AskAsync(reviews[7])).Placement);
    }

    [Fact]
    public async Task An_image_that_waits_for_its_turn_when_the_deadline_passes_is_told_as_that_and_is_known_to_the_next_pod()
    {
        var pause = TimeSpan.FromSeconds(0.5);
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions
        {
            // Slow, and never silent.
            Before = async (_, _) =>
            {
                await Task.Delay(pause, TimeProvider.System);
                return false;
            },
        });
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with
        {
            Lookups = options.Lookups with { Deadline = TimeSpan.FromSeconds(3), RequestsPerHost = 1 },
        });
        var reviews = Enumerable.Range(0, 14).Select(i => Reviews.Create(registry.Put($"team/app{i}", "1", Images.Index("linux/arm64")))).ToArray();

        var answers = await Task.WhenAll(reviews.Select(review => webhook.AskAsync(review, "/admit?timeout=30s")));

        Assert.Contains(answers, answer => answer.Placement == "requires kubernetes.io/arch in arm64");
        Assert.Contains(answers, answer => answer.Placement.Contains($"it still waits for its turn at {registry.Host}, which is asked for 1 images at once; the next pod", StringComparison.Ordinal));
        Assert.DoesNotContain(answers, answer => answer.Placement.Contains("did not answer", StringComparison.Ordinal));
        pause = TimeSpan.Zero;
        var later = await Task.WhenAll(reviews.Select(review => webhook.AskAsync(review, "/admit?timeout=30s")));
        // Nothing was held against them or their registry, and each was asked for once.
        Assert.All(later, answer => Assert.Equal("requires kubernetes.io/arch in arm64", answer.Placement));
        Assert.Equal(14, registry.Log.Count);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task A_registry_that_fails_in_passing_is_asked_again_while_the_review_waits(int status)
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with { Lookups = options.Lookups with { Deadline = TimeSpan.FromSeconds(2) } });
        var review = Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64")));
        registry.On().Answer(status).Times(2);

        Assert.Equal("requires kubernetes.io/arch in arm64", (await webhook.AskAsync(review)).Placement);
    }

    [Fact]
    public async Task A_registry_that_goes_on_failing_is_asked_again_within_the_deadline_alone_and_its_own_words_are_told()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with { Lookups = options.Lookups with { Deadline = TimeSpan.FromSeconds(0.7) } });
        // What is compiled and connected before does not count.
        await webhook.AskAsync(Reviews.Create(registry.Put("team/other", "1", Images.Index("linux/arm64"))));
        registry.On().Answer(503);

        var answer = await webhook.AskAsync(Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64"))));

        Assert.Contains("503", answer.Placement, StringComparison.Ordinal);
        Assert.InRange(registry.Log.Count, 3, 5);
    }

    [Fact]
    public async Task A_registry_that_wants_to_be_left_alone_for_as_long_as_the_deadline_is_told_as_that()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with { Lookups = options.Lookups with { Deadline = TimeSpan.FromSeconds(3) } });
        registry.On().Answer(429, retryAfter: "3");

        var answer = await webhook.AskAsync(Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64"))));

        Assert.Contains("rate limited until", answer.Placement, StringComparison.Ordinal);
        Assert.Single(registry.Log);
    }

    [Fact]
    public async Task An_api_server_with_less_patience_is_answered_sooner()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with { Lookups = options.Lookups with { Deadline = TimeSpan.FromSeconds(20) } });
        registry.On().Hang();

        var answer = await webhook.AskAsync(Reviews.Create($"{registry.Host}/team/app:1"), "/admit?timeout=1s");

        Assert.Contains("was asked and did not answer within 0.8 s", answer.Placement, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("refuses", "the server has no login for it: it takes one of its own logins, or with --pull-secrets one of the pod's pull secrets")]
    [InlineData("forbids", "403")]
    [InlineData("fails", "500")]
    [InlineData("limits", "rate limited")]
    [InlineData("cuts", "connection")]
    [InlineData("lies", "digest")]
    [InlineData("is no registry", "")]
    [InlineData("breaks off", "")]
    [InlineData("floods", "")]
    public async Task A_registry_that_misbehaves_leaves_the_pod_as_it_is_and_the_reason_is_told(string how, string reason)
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        var image = Images.Index("linux/arm64");
        registry.Put("team/app", "1", image);
        var fault = registry.On();
        _ = how switch
        {
            "refuses" => fault.Answer(401),
            "forbids" => fault.Answer(403),
            "fails" => fault.Answer(500),
            "limits" => fault.Answer(429, retryAfter: "3600"),
            "cuts" => fault.Cut(),
            "lies" => fault.Replace(Images.Index("linux/amd64").Raw, MediaTypes.OciIndex),
            "is no registry" => fault.Replace("<html></html>"u8.ToArray(), "text/html"),
            "breaks off" => fault.Truncate(),
            _ => fault.Flood(64 * 1024 * 1024),
        };

        var answer = await webhook.AskAsync(Reviews.Create($"{registry.Host}/team/app@{image.Digest}"));

        Assert.True(answer.IsAllowed);
        Assert.StartsWith($"archway left the pod as it is: {registry.Host}/team/app", answer.Placement, StringComparison.Ordinal);
        Assert.Contains(reason, answer.Placement, StringComparison.OrdinalIgnoreCase);
        Assert.Single(answer.Patch!);
    }

    [Fact]
    public async Task What_was_known_counts_while_its_registry_gives_no_answer_and_that_is_told()
    {
        LaterTime time = new();
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], time: time);
        var review = Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64")));
        await webhook.AskAsync(review);
        registry.On().Cut();
        time.Advance(TimeSpan.FromHours(2));

        var answer = await webhook.AskAsync(review);

        Assert.StartsWith($"requires kubernetes.io/arch in arm64; {registry.Host}/team/app:1 is taken for what it was 2 h ago: ", answer.Placement, StringComparison.Ordinal);

        time.Advance(TimeSpan.FromDays(2));
        Assert.Contains("left the pod as it is", (await webhook.AskAsync(review)).Placement, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_failed_is_asked_again_after_a_pause_that_grows()
    {
        LaterTime time = new();
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], time: time);
        var review = Reviews.Create($"{registry.Host}/team/app:1");

        await webhook.AskAsync(review);
        await webhook.AskAsync(review);
        Assert.Single(registry.Log);
        time.Advance(TimeSpan.FromSeconds(1.1));
        await webhook.AskAsync(review);
        time.Advance(TimeSpan.FromSeconds(1.1));
        await webhook.AskAsync(review);

        Assert.Equal(2, registry.Log.Count);
    }

    [Fact]
    public async Task A_registry_in_a_private_network_is_asked_only_where_it_was_allowed()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([]);

        var answer = await webhook.AskAsync(Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64"))));

        Assert.Contains("is not among the private registries that may be asked", answer.Placement, StringComparison.Ordinal);
        Assert.Empty(registry.Log);
        Assert.Equal(0, registry.Connections);
    }

    [Fact]
    public async Task One_image_that_is_not_known_leaves_a_pod_whatever_the_others_say()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        registry.On("team/side").Answer(403);
        var review = Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64")), $"\"initContainers\":[{{\"name\":\"side\",\"image\":\"{registry.Host}/team/side:1\"}}],");

        var answer = await webhook.AskAsync(review);

        Assert.Null(Reviews.Patched(review, answer)["spec"]!["affinity"]);
    }
}

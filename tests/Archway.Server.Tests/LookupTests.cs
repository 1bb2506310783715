using Archway.Testing;
using Xunit;

namespace Archway.Server.Tests;

/// <summary>What is asked of registries, and what is remembered.</summary>
public sealed class LookupTests
{
    [Fact]
    public async Task An_index_costs_one_request_and_a_single_manifest_two_and_what_is_known_none()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        var index = Reviews.Create(registry.Put("team/index", "1", Images.Attested("linux/amd64", "linux/arm64")));
        var single = Reviews.Create(registry.Put("team/single", "1", Images.Manifest("linux/arm64")));

        await webhook.AskAsync(index);
        var ofIndex = registry.Log.Count;
        await webhook.AskAsync(single);
        var ofSingle = registry.Log.Count - ofIndex;
        await webhook.AskAsync(index);
        await webhook.AskAsync(single);

        Assert.Equal((1, 2, 3), (ofIndex, ofSingle, registry.Log.Count));
    }

    [Fact]
    public async Task Many_pods_of_one_image_ask_for_it_once()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        var review = Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64")));

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => webhook.AskAsync(review)));

        Assert.All(answers, answer => Assert.Equal("requires kubernetes.io/arch in arm64", answer.Placement));
        Assert.Single(registry.Log);
    }

    [Fact]
    public async Task A_tag_is_looked_at_again_when_its_time_is_over_and_sooner_where_it_is_pulled_always()
    {
        LaterTime time = new();
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], time: time);
        var image = registry.Put("team/app", "1", Images.Index("linux/amd64"));
        var (kept, always) = (Reviews.Create(image), Reviews.Create(image, policy: "Always"));
        await webhook.AskAsync(kept);
        registry.Put("team/app", "1", Images.Index("linux/arm64"));

        time.Advance(TimeSpan.FromMinutes(1));
        var before = await webhook.AskAsync(kept);
        var asked = registry.Log.Count;
        var now = await webhook.AskAsync(always);

        Assert.Equal("requires kubernetes.io/arch in amd64", before.Placement);
        Assert.Equal("requires kubernetes.io/arch in arm64", now.Placement);
        Assert.Equal(["HEAD", "GET"], registry.Log.Skip(asked).Select(request => request.Method));

        time.Advance(TimeSpan.FromMinutes(11));
        asked = registry.Log.Count;
        Assert.Equal("requires kubernetes.io/arch in arm64", (await webhook.AskAsync(kept)).Placement);
        Assert.Equal(["HEAD"], registry.Log.Skip(asked).Select(request => request.Method));
    }

    [Fact]
    public async Task A_digest_is_asked_for_once_and_never_again()
    {
        LaterTime time = new();
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], time: time);
        var image = Images.Index("linux/arm64");
        registry.Put("team/app", "1", image);
        await webhook.AskAsync(Reviews.Create($"{registry.Host}/team/app:1"));

        time.Advance(TimeSpan.FromDays(100));
        var answer = await webhook.AskAsync(Reviews.Create($"{registry.Host}/team/app@{image.Digest}", policy: "Always"));

        Assert.Equal("requires kubernetes.io/arch in arm64", answer.Placement);
        Assert.Single(registry.Log);
    }

    [Fact]
    public async Task What_asks_registries_is_made_anew_each_hour_and_what_is_being_asked_then_comes_to_its_end()
    {
        LaterTime time = new();
        TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously), came = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions
        {
            Protocols = Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http1,
            Before = async (context, _) =>
            {
                if (!context.Request.Path.Value!.Contains("held", StringComparison.Ordinal)) return false;
                came.TrySetResult();
                await open.Task;
                return false;
            },
        });
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with { Lookups = options.Lookups with { Deadline = TimeSpan.FromSeconds(20) } }, time);
        var review = Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64")));
        await webhook.AskAsync(review);
        time.Advance(TimeSpan.FromMinutes(30));
        await webhook.AskAsync(review);
        Assert.Equal((2, 1), (registry.Log.Count, registry.Connections));
        var held = webhook.AskAsync(Reviews.Create(registry.Put("team/held", "1", Images.Index("linux/arm64"))), "/admit?timeout=30s");
        await came.Task;
        // Beside the connection that is held this one opens another, which could be used again.
        await webhook.AskAsync(Reviews.Create(registry.Put("team/beside", "1", Images.Index("linux/arm64"))));
        var before = registry.Connections;

        time.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal("requires kubernetes.io/arch in arm64", (await webhook.AskAsync(review)).Placement);

        // A connection of its own: the one before remembers hosts and logins that nobody asks for any more.
        Assert.Equal(before + 1, registry.Connections);
        open.SetResult();
        Assert.Equal("requires kubernetes.io/arch in arm64", (await held).Placement);
    }

    [Fact]
    public async Task Only_so_many_images_are_remembered()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with { Lookups = options.Lookups with { MostImages = 4 } });

        for (var i = 0; i < 6; i++) await webhook.AskAsync(Reviews.Create(registry.Put($"team/app{i}", "1", Images.Index("linux/arm64"))));

        Assert.Contains("\narchway_images_remembered 4\n", (await webhook.GetAsync("/metrics")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cold_images_block_no_warm_pod_and_their_registry_gets_no_more_requests_at_once_than_it_may()
    {
        TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var (now, most, isHeld) = (0, 0, false);
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions
        {
            Before = async (_, _) =>
            {
                if (!Volatile.Read(ref isHeld)) return false;
                var running = Interlocked.Increment(ref now);
                int seen;
                while (running > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, running, seen) != seen) ;
                await open.Task;
                Interlocked.Decrement(ref now);
                return false;
            },
        });
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with { Lookups = options.Lookups with { Deadline = TimeSpan.FromSeconds(20) } });
        var warm = Reviews.Create(registry.Put("team/warm", "1", Images.Index("linux/arm64")));
        await webhook.AskAsync(warm);
        var cold = Enumerable.Range(0, 200).Select(i => Reviews.Create(registry.Put($"team/cold{i}", "1", Images.Index("linux/arm64")))).ToArray();
        Volatile.Write(ref isHeld, true);

        var waiting = cold.Select(review => webhook.AskAsync(review, "/admit?timeout=30s")).ToArray();
        var meanwhile = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => webhook.AskAsync(warm)));
        Assert.DoesNotContain(waiting, one => one.IsCompleted);
        open.SetResult();
        var answers = await Task.WhenAll(waiting);

        Assert.All(meanwhile.Concat(answers), answer => Assert.Equal("requires kubernetes.io/arch in arm64", answer.Placement));
        Assert.InRange(most, 1, 8);
        Assert.Equal(201, registry.Log.Count);
    }
}

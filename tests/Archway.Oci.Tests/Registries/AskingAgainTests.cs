using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>What fails or asks to wait is asked again, within bounds of time and count for a request and for a host.</summary>
public class AskingAgainTests
{
    private static readonly StoredImage Image = Images.Index("linux/arm64");

    [Fact]
    public async Task A_passing_failure_is_asked_again()
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("acme/api", "1", Image);
        registry.On().Answer(500).Times(3);
        using RegistryClient client = new(Asking.Options);

        Assert.Equal(Image.Digest, (await client.AskAsync(reference))?.Self.Digest);
        Assert.Equal(4, registry.Log.Count);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_short_wait_that_a_registry_asks_for_is_kept(int status)
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("acme/api", "1", Image);
        registry.On().Answer(status, retryAfter: "1").Times(1);
        using RegistryClient client = new(Asking.Options);
        var began = TimeProvider.System.GetTimestamp();

        Assert.NotNull(await client.AskAsync(reference));
        Assert.True(TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(0.9));
    }

    [Fact]
    public async Task A_long_wait_is_not_slept_and_after_several_the_whole_host_is_left_alone_until_then()
    {
        await using var registry = await TestRegistry.StartAsync();
        ShiftedTime time = new();
        registry.On().Answer(429, retryAfter: "3600");
        using RegistryClient client = new(Asking.Options with { Time = time });

        for (var i = 0; i < 50; i++)
        {
            var refusal = await client.RefusalAsync($"{registry.Host}/acme/api{i}:1");
            Assert.Equal(RegistryFault.RateLimited, refusal.Fault);
            Assert.InRange(refusal.Until!.Value - time.GetUtcNow(), TimeSpan.FromSeconds(3500), TimeSpan.FromSeconds(3600));
        }

        Assert.Equal(3, registry.Log.Count);
        registry.On().Mend();
        time.Advance(TimeSpan.FromSeconds(3601));
        Assert.NotNull(await client.AskAsync(registry.Put("acme/api", "1", Image)));
    }

    [Fact]
    public async Task Short_waits_without_a_good_answer_in_between_add_up_to_a_long_one()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Answer(429, retryAfter: "1");

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1", Asking.Options with { LongestWait = TimeSpan.FromSeconds(1.5) });

        Assert.Equal(RegistryFault.RateLimited, refusal.Fault);
        Assert.Equal(2, registry.Log.Count);
    }

    [Fact]
    public async Task One_limited_path_does_not_speak_for_its_host()
    {
        await using var registry = await TestRegistry.StartAsync();
        var good = registry.Put("acme/good", "1", Image);
        registry.On("acme/limited").Answer(429, retryAfter: "3600");
        using RegistryClient client = new(Asking.Options);

        for (var i = 0; i < 5; i++)
        {
            await client.RefusalAsync($"{registry.Host}/acme/limited:1");
            Assert.NotNull(await client.AskAsync(good));
        }
    }

    [Fact]
    public async Task A_host_that_keeps_failing_is_not_asked_four_times_for_each_of_many_images()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Answer(500);
        using RegistryClient client = new(Asking.Options);

        for (var i = 0; i < 50; i++) await client.RefusalAsync($"{registry.Host}/acme/api{i}:1");

        Assert.InRange(registry.Log.Count, 50, 75);
    }
}

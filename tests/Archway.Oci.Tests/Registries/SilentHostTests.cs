using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

public class SilentHostTests
{
    private static readonly StoredImage Image = Images.Index("linux/arm64");

    [Fact]
    public async Task A_dead_host_is_given_up_once_for_all_who_wait()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Hang();
        using RegistryClient client = new(Asking.Impatient);
        var began = TimeProvider.System.GetTimestamp();

        var refusals = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => client.RefusalAsync($"{registry.Host}/acme/api{i}:1")));

        Assert.All(refusals, refusal => Assert.Equal(RegistryFault.TimedOut, refusal.Fault));
        Assert.All(refusals, refusal => Assert.Contains("did not answer within 1 s", refusal.Message));
        Assert.InRange(registry.Log.Count, 1, 3);
        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_host_whose_answers_begin_and_do_not_end_is_given_up_for_all_who_wait()
    {
        await using var registry = await TestRegistry.StartAsync();
        foreach (var i in Enumerable.Range(0, 100)) registry.Put($"acme/api{i}", "1", Image);
        registry.On().Stall();
        ShiftedTime time = new();
        using RegistryClient client = new(Asking.Options with { BodyTimeout = TimeSpan.FromSeconds(1), Time = time });

        var refusals = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => client.RefusalAsync($"{registry.Host}/acme/api{i}:1")));

        Assert.All(refusals, refusal => Assert.Contains("did not finish its answer within 1 s", refusal.Message));
        Assert.InRange(registry.Log.Count, 3, 24);

        registry.On().Mend();
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.NotNull(await client.AskAsync($"{registry.Host}/acme/api1:1"));
        Assert.NotNull(await client.AskAsync($"{registry.Host}/acme/api2:1"));
    }

    [Fact]
    public async Task One_silent_path_does_not_speak_for_its_host()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On("acme/silent").Hang();
        var good = registry.Put("acme/good", "1", Image);
        using RegistryClient client = new(Asking.Options with { AnswerTimeout = TimeSpan.FromSeconds(2) });

        var silent = client.RefusalAsync($"{registry.Host}/acme/silent:1");
        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.AskAsync(good)));

        Assert.All(others, Assert.NotNull);
        Assert.Equal(RegistryFault.TimedOut, (await silent).Fault);
        Assert.NotNull(await client.AskAsync(good));
    }

    [Fact]
    public async Task One_path_that_cuts_the_connection_does_not_speak_for_its_host()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On("acme/cut").Cut();
        var good = registry.Put("acme/good", "1", Image);
        using RegistryClient client = new(Asking.Options);

        Assert.Equal(RegistryFault.Unreachable, (await client.RefusalAsync($"{registry.Host}/acme/cut:1")).Fault);
        Assert.NotNull(await client.AskAsync(good));
    }

    [Fact]
    public async Task A_host_that_cuts_every_connection_is_given_up()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Cut();
        using RegistryClient client = new(Asking.Options);

        var refusals = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => client.RefusalAsync($"{registry.Host}/acme/api{i}:1")));

        Assert.All(refusals, refusal => Assert.Equal(RegistryFault.Unreachable, refusal.Fault));
        Assert.InRange(registry.Log.Count, 1, 40);
    }

    [Fact]
    public async Task A_host_that_was_given_up_is_tried_again_after_a_while()
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("acme/api", "1", Image);
        ShiftedTime time = new();
        registry.On().Hang();
        using RegistryClient client = new(Asking.Impatient with { Time = time });

        await client.RefusalAsync(reference);
        registry.On().Mend();
        await client.RefusalAsync(reference);
        Assert.Single(registry.Log);

        time.Advance(TimeSpan.FromSeconds(31));
        Assert.NotNull(await client.AskAsync(reference));
        Assert.NotNull(await client.AskAsync(reference));
    }

    [Fact]
    public async Task A_host_gets_a_bounded_number_of_requests_at_once()
    {
        await using var registry = await TestRegistry.StartAsync();
        var good = registry.Put("acme/good", "1", Image);
        registry.On("acme/slow").Hang();
        using RegistryClient client = new(Asking.Options with { RequestsPerHost = 4, AnswerTimeout = TimeSpan.FromSeconds(1) });
        await client.AskAsync(good);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => client.RefusalAsync($"{registry.Host}/acme/slow{i}:1")));

        Assert.Equal(1 + 4, registry.Log.Count);
    }
}

using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>A user and a password, as registries without tokens want them.</summary>
public sealed class PasswordTests : IDisposable
{
    private static readonly StoredImage Image = Images.Index("linux/arm64");
    private readonly Home _home = new();

    [Fact]
    public async Task A_user_and_password_of_dockers_config_are_shown()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", "pa:ss");
        var reference = registry.Put("acme/api", "1", Image);
        _home.LogIn($"http://{registry.Host}/v2/", "ann", "pa:ss");
        using RegistryClient client = new(_home.Options);

        Assert.NotNull(await client.AskAsync(reference));
        Assert.NotNull(await client.AskAsync(reference));
        Assert.Equal(1, registry.Log.Count(request => request.Authorization is null));
    }

    [Fact]
    public async Task A_wrong_password_is_said_and_never_shown()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", "right");
        _home.LogIn(registry.Host, "ann", "wrong-secret");

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1", _home.Options);

        Assert.Equal(RegistryFault.Unauthorized, refusal.Fault);
        Assert.Contains("config.json", refusal.Message);
        Assert.Contains("log in again", refusal.Message);
        Assert.DoesNotContain("wrong-secret", refusal.ToString());
        Assert.DoesNotContain(Home.Base64("ann:wrong-secret"), refusal.ToString());
    }

    [Fact]
    public async Task A_wrong_password_is_not_shown_for_every_image()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", "right");
        _home.LogIn(registry.Host, "ann", "wrong");
        using RegistryClient client = new(_home.Options);

        for (var i = 0; i < 20; i++) Assert.Equal(RegistryFault.Unauthorized, (await client.RefusalAsync($"{registry.Host}/acme/api{i}:1")).Fault);

        Assert.Equal(3, registry.Log.Count(request => request.Authorization is not null));
    }

    [Fact]
    public async Task Until_a_password_was_taken_once_it_is_shown_by_one_request_at_a_time()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", "right");
        _home.LogIn(registry.Host, "ann", "wrong");
        using RegistryClient client = new(_home.Options);

        var refusals = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => client.RefusalAsync($"{registry.Host}/acme/api{i}:1")));

        Assert.All(refusals, refusal => Assert.Equal(RegistryFault.Unauthorized, refusal.Fault));
        Assert.Equal(3, registry.Log.Count(request => request.Authorization is not null));
    }

    [Fact]
    public async Task A_password_that_was_taken_is_shown_by_many_requests_at_once()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", "right");
        var references = Enumerable.Range(0, 100).Select(i => registry.Put($"acme/api{i}", "1", Image)).ToList();
        _home.LogIn(registry.Host, "ann", "right");
        using RegistryClient client = new(_home.Options);

        Assert.All(await Task.WhenAll(references.Select(client.AskAsync)), Assert.NotNull);
        Assert.Equal(1, registry.Log.Count(request => request.Authorization is null));
    }

    [Fact]
    public async Task A_registry_that_is_silent_to_a_password_keeps_nobody_waiting_for_long()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", "right");
        _home.LogIn(registry.Host, "ann", "right");
        using RegistryClient client = new(_home.Options with { AnswerTimeout = TimeSpan.FromSeconds(1) });
        registry.On().Hang().After(1);
        var began = TimeProvider.System.GetTimestamp();

        var refusals = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => client.RefusalAsync($"{registry.Host}/acme/api{i}:1")));

        Assert.All(refusals, refusal => Assert.Contains("did not answer within 1 s", refusal.Message));
        // One after the other they would take fifty.
        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task No_credential_is_said_with_what_to_do()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", "right");

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1");

        Assert.Contains($"answered 401 Unauthorized without credentials (UNAUTHORIZED: authentication required[31m); run docker login {registry.Host}",
            refusal.Message);
    }

    [Fact]
    public async Task A_login_that_was_not_shown_is_not_said_to_be_refused()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Answer(401);
        _home.LogIn(registry.Host, "ann", "right");

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1", _home.Options);

        Assert.Contains("offers no way to log in", refusal.Message);
        Assert.DoesNotContain("log in again", refusal.Message);
    }

    public void Dispose() => _home.Dispose();
}

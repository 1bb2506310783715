using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>What goes to token services, and what is said of those that give none.</summary>
public sealed class TokenServiceTests : IDisposable
{
    private static readonly StoredImage Image = Images.Index("linux/arm64");
    private readonly Home _home = new();

    [Fact]
    public async Task A_token_service_gets_the_password_and_the_registry_only_the_token()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var tokens = await TestRegistry.StartAsync();
        registry.WantBearer(service: tokens, user: "ann:right");
        var reference = registry.Put("acme/api", "1", Image);
        _home.LogIn(registry.Host, "ann", "right");
        using RegistryClient client = new(_home.Options);

        Assert.NotNull(await client.AskAsync(reference));
        Assert.StartsWith("Basic ", Assert.Single(tokens.Log).Authorization);
        Assert.DoesNotContain(registry.Log, request => request.Authorization?.StartsWith("Basic", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_password_that_the_token_service_refuses_is_shown_to_it_once()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer(user: "ann:right");
        _home.LogIn(registry.Host, "ann", "wrong");
        using RegistryClient client = new(_home.Options);

        var refusals = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => client.RefusalAsync($"{registry.Host}/acme/api{i}:1")));

        Assert.All(refusals, refusal => Assert.Equal(RegistryFault.Unauthorized, refusal.Fault));
        Assert.InRange(registry.Log.Count(request => request.Path == "/token"), 1, 2);
    }

    [Fact]
    public async Task An_identity_token_buys_access_by_post()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer(user: ":identity");
        var reference = registry.Put("acme/api", "1", Image);
        _home.LogIn(registry.Host, "identity");
        using RegistryClient client = new(_home.Options);

        Assert.NotNull(await client.AskAsync(reference));
        var bought = Assert.Single(registry.Log, request => request.Path == "/token");
        Assert.Equal("POST", bought.Method);
        Assert.Contains("grant_type=refresh_token", bought.Body);
        Assert.Contains("service=test", bought.Body);
    }

    [Theory]
    [InlineData("http://tokens.example/token", "over plain HTTP")]
    [InlineData("ftp://tokens.example/token", "does not say where")]
    [InlineData("https://user:pass@tokens.example/token", "does not say where")]
    [InlineData("http://169.254.169.254/token", "over plain HTTP")]
    [InlineData("https://169.254.169.254/token", "never asked")]
    public async Task A_realm_that_may_not_be_asked_gets_nothing(string realm, string sentence)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer(realm: realm);

        var refusal = await Asking.RefusalAsync(registry.Put("acme/api", "1", Image));

        Assert.Contains(sentence, refusal.Message);
    }

    [Theory]
    [InlineData(429, RegistryFault.RateLimited)]
    [InlineData(500, RegistryFault.Failed)]
    [InlineData(403, RegistryFault.Unauthorized)]
    public async Task A_token_service_that_gives_none_is_said(int status, RegistryFault fault)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        registry.On("/token").Answer(status);

        var refusal = await Asking.RefusalAsync(registry.Put("acme/api", "1", Image));

        Assert.Equal(fault, refusal.Fault);
        Assert.Contains($"the token service {registry.Host} answered {status}", refusal.Message);
    }

    [Theory]
    [InlineData(null, "rate limited: the token service", "ask again later, or log in for a higher limit")]
    [InlineData("3600", "rate limited until 20", "ask again then, or log in for a higher limit")]
    public async Task A_token_service_that_is_asked_too_often_says_until_when(string? seconds, string limit, string advice)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        registry.On("/token").Answer(429, retryAfter: seconds);

        var refusal = await Asking.RefusalAsync(registry.Put("acme/api", "1", Image));

        Assert.Contains(limit, refusal.Message);
        Assert.Contains(advice, refusal.Message);
    }

    [Fact]
    public async Task Of_a_token_services_refusal_only_code_and_message_are_told_and_cleaned()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        registry.On("/token").Answer(403, body: """{"errors":[{"code":"DENIED","message":"no\u001b[31m access","detail":"secret"}]}""");

        var refusal = await Asking.RefusalAsync(registry.Put("acme/api", "1", Image));

        Assert.Contains($"without credentials (DENIED: no[31m access): it does not exist, or needs a login; check the name or run docker login {registry.Host}",
            refusal.Message);
        Assert.DoesNotContain("secret", refusal.Message);
    }

    [Fact]
    public async Task A_token_service_that_is_silent_is_told_from_the_registry()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        registry.On("/token").Hang();

        var refusal = await Asking.RefusalAsync(registry.Put("acme/api", "1", Image), Asking.Impatient);

        Assert.Contains($"{registry.Host}, the token service of {registry.Host}, did not answer within 1 s", refusal.Message);
    }

    [Fact]
    public async Task Something_else_than_a_token_is_said()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        registry.On("/token").Answer(200, body: """{"token":"a\r\nb"}""");

        Assert.Equal(RegistryFault.Malformed, (await Asking.RefusalAsync(registry.Put("acme/api", "1", Image))).Fault);
    }

    public void Dispose() => _home.Dispose();
}

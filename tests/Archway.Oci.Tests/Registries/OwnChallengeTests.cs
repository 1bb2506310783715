using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>Repositories of one host that want different logins: what is wrong with one is no fault of another, whichever comes first.</summary>
public sealed class OwnChallengeTests : IAsyncLifetime
{
    private static readonly StoredImage Image = Images.Index("linux/arm64");
    private TestRegistry _registry = null!;
    private TestRegistry _strange = null!;
    private string _challenge = "";

    public async ValueTask InitializeAsync()
    {
        _strange = await TestRegistry.StartAsync();
        _strange.WantBearer();
        _registry = await TestRegistry.StartAsync(new TestRegistryOptions
        {
            Before = (context, _) =>
            {
                if (!context.Request.Path.Value!.Contains("/odd/", StringComparison.Ordinal)) return Task.FromResult(false);
                context.Response.StatusCode = 401;
                context.Response.Headers.WWWAuthenticate = _challenge;
                return Task.FromResult(true);
            },
        });
        _registry.WantBearer();
        _registry.Put("acme/good", "1", Image);
        _registry.Put("acme/other", "1", Image);
    }

    [Theory]
    [InlineData("Bearer realm=\"somewhere\",service=\"test\"", "wants a token but does not say where to get one")]
    [InlineData("Bearer realm=\"ftp://tokens.example.com/token\"", "wants a token but does not say where to get one")]
    [InlineData("Bearer realm=\"https://tokens.example.com/to", "wants a token but does not say where to get one")]
    [InlineData("Bearer", "wants a token but does not say where to get one")]
    [InlineData("Bearer realm=\"http://169.254.169.254/token\"", "over plain HTTP")]
    [InlineData("Bearer realm=\"https://169.254.169.254/token\"", "never asked")]
    [InlineData("Bearer realm=\"http://127.0.0.1:1/token\"", "refused the connection")]
    [InlineData("Bearer realm=\"http://STRANGE/nothing\"", "the token service STRANGE answered 401")]
    [InlineData("Bearer realm=\"http://STRANGE/token\",service=\"test\"", "answered 401 Unauthorized without credentials: it does not exist, or needs a login")]
    [InlineData("Bearer scope=\"registry:catalog:*\",realm=\"http://HOST/token\",service=\"test\"", "answered 401 Unauthorized without credentials: it does")]
    [InlineData("Basic realm=\"test\"", "answered 401 Unauthorized without credentials; run docker login")]
    public async Task The_fault_of_one_stays_with_it(string challenge, string sentence)
    {
        _challenge = Filled(challenge);
        using RegistryClient first = new(Asking.Options);
        using RegistryClient last = new(Asking.Options);

        var before = await first.RefusalAsync($"{_registry.Host}/acme/odd/app:1");
        Assert.NotNull(await first.AskAsync($"{_registry.Host}/acme/good:1"));
        Assert.NotNull(await first.AskAsync($"{_registry.Host}/acme/other:1"));
        Assert.NotNull(await last.AskAsync($"{_registry.Host}/acme/good:1"));
        var after = await last.RefusalAsync($"{_registry.Host}/acme/odd/app:1");
        Assert.NotNull(await last.AskAsync($"{_registry.Host}/acme/other:1"));

        Assert.Contains(Filled(sentence), before.Message);
        Assert.Equal((before.Fault, before.Message), (after.Fault, after.Message));
    }

    [Fact]
    public async Task All_at_once_none_fails_for_another()
    {
        _challenge = "Bearer realm=\"https://tokens.example.com/to";
        using RegistryClient client = new(Asking.Options);

        var odd = Enumerable.Range(0, 20).Select(i => client.RefusalAsync($"{_registry.Host}/acme/odd/app{i}:1")).ToList();
        var good = Enumerable.Range(0, 20).Select(i => client.AskAsync(_registry.Put($"acme/app{i}", "1", Image))).ToList();

        Assert.All(await Task.WhenAll(odd), refusal => Assert.Equal(RegistryFault.Malformed, refusal.Fault));
        Assert.All(await Task.WhenAll(good), Assert.NotNull);
    }

    [Fact]
    public async Task A_password_that_one_token_service_refuses_is_still_shown_to_anothers()
    {
        using Home home = new();
        _registry.WantBearer(user: "ann:right");
        _strange.WantBearer(user: "ann:else");
        _challenge = Filled("Bearer realm=\"http://STRANGE/token\",service=\"test\"");
        using RegistryClient client = new(home.LogIn(_registry.Host, "ann", "right").Options);

        var refusal = await client.RefusalAsync($"{_registry.Host}/acme/odd/app:1");

        Assert.Contains($"the token service {_strange.Host} answered 401 Unauthorized to a credential from", refusal.Message);
        Assert.NotNull(await client.AskAsync($"{_registry.Host}/acme/good:1"));
    }

    [Fact]
    public async Task Whom_a_password_is_not_for_is_shown_it_once_at_most()
    {
        using Home home = new();
        _challenge = "Basic realm=\"test\"";
        using RegistryClient client = new(home.LogIn(_registry.Host, "ann", "right").Options);
        _registry.WantBearer(user: "ann:right");

        await client.RefusalAsync($"{_registry.Host}/acme/odd/app:1");
        var found = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => client.AskAsync(_registry.Put($"acme/app{i}", "1", Image))));

        Assert.All(found, Assert.NotNull);
        Assert.Single(_registry.Log.Where(request => request.Path.StartsWith("/v2/acme/app", StringComparison.Ordinal)),
            request => request.Authorization == Home.Basic("ann:right"));
    }

    [Fact]
    public async Task A_token_service_that_fails_is_asked_no_more_often_for_it()
    {
        _registry.On("/token").Answer(403);
        using RegistryClient client = new(Asking.Options);

        await client.RefusalAsync($"{_registry.Host}/acme/good:1");
        await client.RefusalAsync($"{_registry.Host}/acme/other:1");

        Assert.Equal(2, _registry.Log.Count(request => request.Path == "/token"));
        Assert.Equal(2, _registry.Log.Count(request => request.Path != "/token"));
    }

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        await _strange.DisposeAsync();
    }

    private string Filled(string text) =>
        text.Replace("STRANGE", _strange.Host, StringComparison.Ordinal).Replace("HOST", _registry.Host, StringComparison.Ordinal);
}

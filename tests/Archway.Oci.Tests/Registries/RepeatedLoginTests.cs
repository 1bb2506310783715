using System.Text.Json;
using Archway.Oci.Registries;
using Archway.Testing;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>Whoever repeats a login that anyone was shown, and however: it is not told.</summary>
public sealed class RepeatedLoginTests : IDisposable
{
    // Its Base64 has both of the characters that addresses write otherwise.
    private const string Password = "p57??Ÿ>>>~/Secret";
    private const string Identity = "eyJhbGciOi.Identity+Token/57==";
    private readonly Home _home = new();

    public static TheoryData<string> Repetitions =>
    [
        $"bad login ann:{Password}",
        $"BAD LOGIN {Password.ToUpperInvariant()}",
        $"you sent Basic {Home.Base64("ann:" + Password)}",
        $"you sent {Home.Base64("ann:" + Password).Replace('+', '-').Replace('/', '_').TrimEnd('=')}",
        $"you sent {Home.Base64("{\"user\":\"ann\",\"password\":\"" + Password + "\"}")}",
        $"you sent {Home.Base64("x" + Password + " and more")}",
        $"you sent password={Uri.EscapeDataString(Password)}",
        $"you sent password={Uri.EscapeDataString(Uri.EscapeDataString(Password))}",
        $"you sent password={Enumerable.Range(0, 6).Aggregate(Password, (text, _) => Uri.EscapeDataString(text))}",
        $"you sent {JsonSerializer.Serialize(JsonSerializer.Serialize(JsonSerializer.Serialize(new { password = Password })))}",
        $"you sent {Password} {new string('x', 20_000)}",
        $"you sent {Uri.EscapeDataString(Home.Base64("ann:" + Password))}",
        $"you sent {JsonSerializer.Serialize(Password)}",
        $"you sent {string.Concat(Password.Select(c => $"\\u{(int)c:x4}"))}",
        $"you sent {System.Net.WebUtility.HtmlEncode(Password)}",
        $"you sent {Password.Insert(3, "\u200b")}",
        $"you sent {Password.Insert(3, "\u0007")}",
    ];

    [Theory]
    [MemberData(nameof(Repetitions))]
    public async Task By_the_registry(string message)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", Password);
        registry.On("acme/api").Answer(403, body: Error(message)).After(1);
        _home.LogIn(registry.Host, "ann", Password);

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1", _home.Options);

        Assert.Equal(Home.Basic("ann:" + Password), registry.Log[^1].Authorization);
        Assert.Contains("answered 403 Forbidden to a credential from", refusal.Message);
        Assert.Contains("(DENIED); whoever runs the registry", refusal.Message);
    }

    [Fact]
    public async Task By_the_registry_that_was_shown_a_token()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        registry.On("acme/api").Answer(403, body: Error("no such token: token-1")).After(1);

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1");

        Assert.Equal("Bearer token-1", registry.Log[^1].Authorization);
        Assert.Contains("answered 403 Forbidden (DENIED);", refusal.Message);
    }

    [Theory]
    [InlineData(Identity)]
    [InlineData("refresh_token=eyJhbGciOi.Identity%2BToken%2F57%3D%3D&scope=")]
    public async Task By_the_token_service_that_was_shown_an_identity_token(string message)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        registry.On("/token").Answer(401, body: Error($"bad token {message}"));
        _home.LogIn(registry.Host, Identity);

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1", _home.Options);

        Assert.Contains("refresh_token=eyJ", registry.Log[^1].Body);
        Assert.Contains("answered 401 Unauthorized to a credential from", refusal.Message);
        Assert.Contains("(DENIED); log in again", refusal.Message);
    }

    [Fact]
    public async Task By_a_host_that_the_registry_leads_to_with_it()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var other = await TestRegistry.StartAsync();
        registry.WantBasic("ann", Password);
        registry.On("acme/api").Redirect(path => $"http://{other.Host}{path}?login={Uri.EscapeDataString(Password)}").After(1);
        other.On().Answer(403, body: Error($"ann:{Password} has no access"));
        _home.LogIn(registry.Host, "ann", Password);

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1", _home.Options);

        Assert.Null(Assert.Single(other.Log).Authorization);
        Assert.Contains($"{other.Host} answered 403 Forbidden (DENIED); whoever", refusal.Message);
    }

    [Fact]
    public async Task In_the_name_of_a_host_that_the_registry_leads_to()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", "Hunter2-Secret");
        registry.On("acme/api").Redirect(_ => "http://hunter2-secret.invalid/").After(1);
        _home.LogIn(registry.Host, "ann", "Hunter2-Secret");

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1", _home.Options);

        Assert.Contains("the name [withheld: it repeats a login] does not resolve", refusal.Message);
        Assert.DoesNotContain("hunter2", refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task In_the_realm_of_a_token_service()
    {
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions
        {
            Before = (context, _) =>
            {
                context.Response.StatusCode = 401;
                context.Response.Headers.WWWAuthenticate = context.Request.Headers.Authorization.Count == 0
                    ? "Basic realm=\"test\""
                    : "Bearer realm=\"https://10.0.0.8/token?login=Hunter2-Secret\"";
                return Task.FromResult(true);
            },
        });
        _home.LogIn(registry.Host, "ann", "Hunter2-Secret");
        using RegistryClient client = new(_home.Options);

        var check = await client.CheckAsync(new(registry.Host, "acme/api"), TestContext.Current.CancellationToken);

        Assert.Equal(ShownSecrets.Withheld, check.Realm);
        Assert.DoesNotContain("Hunter2", check.Refusal!.Message);
    }

    [Fact]
    public async Task In_the_media_type_of_what_it_answers()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", "Hunter2-Secret");
        registry.On("acme/api").Replace(Images.Index("linux/arm64").Raw, "application/Hunter2-Secret").After(1);
        _home.LogIn(registry.Host, "ann", "Hunter2-Secret");

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1", _home.Options);

        Assert.EndsWith("answered something else than a manifest", refusal.Message);
    }

    [Fact]
    public async Task By_a_proxy_that_was_shown_its_own()
    {
        await using var proxy = await TestRegistry.StartAsync(new TestRegistryOptions
        {
            Before = async (context, _) =>
            {
                context.Response.StatusCode = 403;
                await context.Response.WriteAsync(Error("ann:Hunter2-Secret may not"));
                return true;
            },
        });
        var options = Asking.Options with
        {
            Proxy = ProxySettings.Of(name => name == "HTTP_PROXY" ? $"http://ann:Hunter2-Secret@{proxy.Host}" : null),
            PlainHttpHosts = new HashSet<string> { "registry.example.com" },
        };

        var refusal = await Asking.RefusalAsync("registry.example.com/acme/api:1", options);

        Assert.Contains("registry.example.com answered 403 Forbidden (DENIED);", refusal.Message);
    }

    [Fact]
    public async Task What_repeats_no_login_is_told()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", Password);
        registry.On("acme/api").Answer(403, body: Error("ann & co. have 100% no \\access\\ to p57")).After(1);
        _home.LogIn(registry.Host, "ann", Password);

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1", _home.Options);

        Assert.Contains("(DENIED: ann & co. have 100% no \\access\\ to p57);", refusal.Message);
    }

    public void Dispose() => _home.Dispose();

    private static string Error(string message) => JsonSerializer.Serialize(new { errors = new[] { new { code = "DENIED", message } } });
}

using System.Text;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

public sealed class LoginTests : IDisposable
{
    private static readonly StoredImage Image = Images.Index("linux/arm64");
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("archway-home-");

    [Fact]
    public async Task Fifty_images_of_one_repository_cost_one_challenge_and_one_token()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        var references = Enumerable.Range(0, 50).Select(i => registry.Put("acme/api", $"{i}", Image)).ToList();
        using RegistryClient client = new(Asking.Options);

        var manifests = await Task.WhenAll(references.Select(client.AskAsync));

        Assert.All(manifests, Assert.NotNull);
        Assert.Equal(1, registry.Log.Count(request => request.Path == "/token"));
        Assert.Equal(1, registry.Log.Count(request => request.Path != "/token" && request.Authorization is null));
        Assert.Equal(52, registry.Log.Count);
        Assert.DoesNotContain(registry.Log, request => request.Path == "/v2/");
    }

    [Fact]
    public async Task Another_repository_costs_a_token_and_no_challenge()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        using RegistryClient client = new(Asking.Options);
        await client.AskAsync(registry.Put("acme/api", "1", Image));

        await client.AskAsync(registry.Put("acme/web", "1", Image));

        Assert.Equal(5, registry.Log.Count);
        Assert.Contains("scope=repository%3Aacme%2Fweb%3Apull", registry.Log[3].Query);
        Assert.Contains("service=test", registry.Log[3].Query);
    }

    [Fact]
    public async Task A_token_is_used_until_it_ends()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        var reference = registry.Put("acme/api", "1", Image);
        ShiftedTime time = new();
        using RegistryClient client = new(Asking.Options with { Time = time });

        await client.AskAsync(reference);
        time.Advance(TimeSpan.FromSeconds(200));
        await client.AskAsync(reference);
        Assert.Equal(1, registry.Log.Count(request => request.Path == "/token"));

        time.Advance(TimeSpan.FromSeconds(100));
        await client.AskAsync(reference);
        Assert.Equal(2, registry.Log.Count(request => request.Path == "/token"));
    }

    [Fact]
    public async Task A_token_that_is_refused_is_replaced_once()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        var reference = registry.Put("acme/api", "1", Image);
        using RegistryClient client = new(Asking.Options);
        await client.AskAsync(reference);
        registry.WantBearer();

        Assert.NotNull(await client.AskAsync(reference));
    }

    [Fact]
    public async Task A_registry_that_refuses_every_token_is_not_asked_for_ever()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var tokens = await TestRegistry.StartAsync();
        tokens.WantBearer();
        registry.WantBearer(realm: $"http://{tokens.Host}/token");
        using RegistryClient client = new(Asking.Options);

        var refusal = await client.RefusalAsync(registry.Put("acme/api", "1", Image));

        Assert.Equal(RegistryFault.Unauthorized, refusal.Fault);
        Assert.Equal((2, 1), (registry.Log.Count, tokens.Log.Count));
    }

    [Fact]
    public async Task A_user_and_password_of_dockers_config_are_shown()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", "pa:ss");
        var reference = registry.Put("acme/api", "1", Image);
        Write(".docker/config.json", $$"""{"auths":{"http://{{registry.Host}}/v2/":{"auth":"{{Base64("ann:pa:ss")}}"} } }""");
        using RegistryClient client = new(WithHome());

        Assert.NotNull(await client.AskAsync(reference));
        Assert.NotNull(await client.AskAsync(reference));
        Assert.Equal(1, registry.Log.Count(request => request.Authorization is null));
    }

    [Fact]
    public async Task A_wrong_password_is_said_and_never_shown()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", "right");
        Write(".docker/config.json", $$"""{"auths":{"{{registry.Host}}":{"auth":"{{Base64("ann:wrong-secret")}}"} } }""");

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1", WithHome());

        Assert.Equal(RegistryFault.Unauthorized, refusal.Fault);
        Assert.Contains("config.json", refusal.Message);
        Assert.Contains("log in again", refusal.Message);
        Assert.DoesNotContain("wrong-secret", refusal.ToString());
        Assert.DoesNotContain(Base64("ann:wrong-secret"), refusal.ToString());
    }

    [Fact]
    public async Task A_wrong_password_is_not_shown_for_every_image()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", "right");
        Write(".docker/config.json", $$"""{"auths":{"{{registry.Host}}":{"auth":"{{Base64("ann:wrong")}}"} } }""");
        using RegistryClient client = new(WithHome());

        for (var i = 0; i < 20; i++) Assert.Equal(RegistryFault.Unauthorized, (await client.RefusalAsync($"{registry.Host}/acme/api{i}:1")).Fault);

        Assert.Equal(3, registry.Log.Count(request => request.Authorization is not null));
    }

    [Fact]
    public async Task Until_a_password_was_taken_once_it_is_shown_by_one_request_at_a_time()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", "right");
        Write(".docker/config.json", $$"""{"auths":{"{{registry.Host}}":{"auth":"{{Base64("ann:wrong")}}"} } }""");
        using RegistryClient client = new(WithHome());

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
        Write(".docker/config.json", $$"""{"auths":{"{{registry.Host}}":{"auth":"{{Base64("ann:right")}}"} } }""");
        using RegistryClient client = new(WithHome());

        Assert.All(await Task.WhenAll(references.Select(client.AskAsync)), Assert.NotNull);
        Assert.Equal(1, registry.Log.Count(request => request.Authorization is null));
    }

    [Fact]
    public async Task A_registry_that_is_silent_to_a_password_keeps_nobody_waiting_for_long()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", "right");
        Write(".docker/config.json", $$"""{"auths":{"{{registry.Host}}":{"auth":"{{Base64("ann:right")}}"} } }""");
        using RegistryClient client = new(WithHome() with { AnswerTimeout = TimeSpan.FromSeconds(1) });
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
    public async Task A_token_service_gets_the_password_and_the_registry_only_the_token()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var tokens = await TestRegistry.StartAsync();
        registry.WantBearer(service: tokens, user: "ann:right");
        var reference = registry.Put("acme/api", "1", Image);
        Write(".docker/config.json", $$"""{"auths":{"{{registry.Host}}":{"username":"ann","password":"right"} } }""");
        using RegistryClient client = new(WithHome());

        Assert.NotNull(await client.AskAsync(reference));
        Assert.StartsWith("Basic ", Assert.Single(tokens.Log).Authorization);
        Assert.DoesNotContain(registry.Log, request => request.Authorization?.StartsWith("Basic", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_password_that_the_token_service_refuses_is_shown_to_it_once()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer(user: "ann:right");
        Write(".docker/config.json", $$"""{"auths":{"{{registry.Host}}":{"username":"ann","password":"wrong"} } }""");
        using RegistryClient client = new(WithHome());

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
        Write(".docker/config.json", $$"""{"auths":{"{{registry.Host}}":{"identitytoken":"identity"} } }""");
        using RegistryClient client = new(WithHome());

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
    public async Task A_login_that_was_not_shown_is_not_said_to_be_refused()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Answer(401);
        Write(".docker/config.json", $$"""{"auths":{"{{registry.Host}}":{"auth":"{{Base64("ann:right")}}"} } }""");

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1", WithHome());

        Assert.Contains("offers no way to log in", refusal.Message);
        Assert.DoesNotContain("log in again", refusal.Message);
    }

    [Fact]
    public async Task Something_else_than_a_token_is_said()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBearer();
        registry.On("/token").Answer(200, body: """{"token":"a\r\nb"}""");

        Assert.Equal(RegistryFault.Malformed, (await Asking.RefusalAsync(registry.Put("acme/api", "1", Image))).Fault);
    }

    [Fact]
    public async Task Docker_Hub_answers_at_another_host_than_its_name()
    {
        Write(".docker/config.json", $$"""{"auths":{"https://index.docker.io/v1/":{"auth":"{{Base64("ann:right")}}"} } }""");
        using RegistryClient client = new(WithHome());

        var credential = await client.FindCredentialAsync(ImageReference.Parse("nginx"), TestContext.Current.CancellationToken);

        Assert.Equal(("ann", "right"), (credential?.Username, credential?.Secret));
    }

    public void Dispose() => _home.Delete(recursive: true);

    private RegistryClientOptions WithHome() => Asking.Options with { Credentials = new() { Home = _home.FullName } };

    private void Write(string path, string text)
    {
        var file = Path.Combine(_home.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

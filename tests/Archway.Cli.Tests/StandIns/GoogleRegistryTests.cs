using Archway.Testing;
using Archway.Testing.StandIns;
using Xunit;

namespace Archway.Cli.Tests.StandIns;

public sealed class GoogleRegistryTests : IAsyncLifetime
{
    private const string Host = "europe-west1-docker.pkg.dev";
    private readonly Scene _scene = new();

    public async ValueTask InitializeAsync()
    {
        var registry = await _scene.Internet.AddAsync(new GoogleRegistry());
        registry.Hide("acme/images/api", "1", Scene.Single);
        registry.Register("oauth2accesstoken", "ya29.right");
        registry.Register("_json_key", """{"type":"service_account"}""");
    }

    [Fact]
    public async Task Without_a_login_the_token_services_own_reason_is_told() =>
        Golden.Equal("GoogleRegistry.Hidden", await _scene.ScanAsync($"{Host}/acme/images/api:1"));

    [Theory]
    [InlineData("oauth2accesstoken", "ya29.right", "GoogleRegistry.AccessToken")]
    [InlineData("_json_key", """{"type":"service_account"}""", "GoogleRegistry.Key")]
    public async Task An_access_token_and_a_key_log_in(string user, string password, string golden)
    {
        _scene.LogIn(Host, user, password);

        Golden.Equal(golden, await _scene.ScanAsync($"{Host}/acme/images/api:1"));
    }

    [Fact]
    public async Task An_access_token_that_has_ended_is_named_by_its_place()
    {
        _scene.LogIn(Host, "oauth2accesstoken", "ya29.ended");

        Golden.Equal("GoogleRegistry.WrongPassword", await _scene.ScanAsync($"{Host}/acme/images/api:1") + await _scene.RunAsync("registry", "check", Host));
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();
}

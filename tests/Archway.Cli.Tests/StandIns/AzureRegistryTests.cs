using System.Text.Json.Nodes;
using Archway.Testing;
using Archway.Testing.StandIns;
using Xunit;

namespace Archway.Cli.Tests.StandIns;

public sealed class AzureRegistryTests : IAsyncLifetime
{
    private const string Host = "contoso.azurecr.io";
    private readonly Scene _scene = new();

    public async ValueTask InitializeAsync()
    {
        var registry = await _scene.Internet.AddAsync(new AzureRegistry());
        registry.Hide("team/api", "1", Scene.Single);
        registry.Register(AzureRegistry.NullUser, "refresh-token");
        registry.Register("admin", "right");
    }

    [Fact]
    public async Task Without_a_login_it_says_how_to_log_in() => Golden.Equal("AzureRegistry.Hidden", await _scene.ScanAsync($"{Host}/team/api:1"));

    [Fact]
    public async Task What_az_left_buys_tokens_by_post()
    {
        LogInAsAz("refresh-token");

        Golden.Equal("AzureRegistry.IdentityToken", await _scene.ScanAsync($"{Host}/team/api:1") + await _scene.RunAsync("registry", "check", Host));
    }

    [Fact]
    public async Task A_refresh_token_that_has_ended_is_named_by_its_place()
    {
        LogInAsAz("refresh-token-of-yesterday");

        Golden.Equal("AzureRegistry.Ended", await _scene.ScanAsync($"{Host}/team/api:1"));
    }

    [Theory]
    [InlineData("admin", "right", "AzureRegistry.Admin")]
    [InlineData(AzureRegistry.NullUser, "refresh-token", "AzureRegistry.NullUser")]
    public async Task A_user_and_a_password_get_tokens_too(string user, string password, string golden)
    {
        _scene.LogIn(Host, user, password);

        Golden.Equal(golden, await _scene.ScanAsync($"{Host}/team/api:1"));
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    private void LogInAsAz(string token) => _scene.LogIn(Host, new JsonObject
    {
        ["auth"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(AzureRegistry.NullUser + ":")),
        ["identitytoken"] = token,
    });
}

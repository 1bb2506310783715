using Archway.Testing;
using Archway.Testing.StandIns;
using Xunit;

namespace Archway.Cli.Tests.StandIns;

public sealed class GitHubRegistryTests : IAsyncLifetime
{
    private readonly Scene _scene = new();

    public async ValueTask InitializeAsync()
    {
        var registry = await _scene.Internet.AddAsync(new GitHubRegistry());
        registry.Publish("acme/api", "1", Scene.Single);
        registry.Hide("acme/payments", "1", Scene.Index);
        registry.Register("ann", "ghp_right");
    }

    [Fact]
    public async Task What_is_public_is_read_with_an_anonymous_token() =>
        Golden.Equal("GitHubRegistry.Public", await _scene.ScanAsync("ghcr.io/acme/api:1") + await _scene.ScanAsync("ghcr.io/acme/api:2"));

    [Fact]
    public async Task What_is_hidden_and_what_is_not_there_read_the_same() =>
        Golden.Equal("GitHubRegistry.Hidden", await _scene.ScanAsync("ghcr.io/acme/payments:1") + await _scene.ScanAsync("ghcr.io/acme/nothing:1"));

    [Fact]
    public async Task A_token_of_a_person_reads_what_is_hidden()
    {
        _scene.LogIn("ghcr.io", "ann", "ghp_right");

        Golden.Equal("GitHubRegistry.LoggedIn", await _scene.ScanAsync("ghcr.io/acme/payments:1") + await _scene.RunAsync("registry", "check", "ghcr.io"));
    }

    [Fact]
    public async Task A_token_that_has_ended_is_named_by_its_place()
    {
        _scene.LogIn("ghcr.io", "ann", "ghp_ended");

        Golden.Equal("GitHubRegistry.WrongPassword", await _scene.ScanAsync("ghcr.io/acme/payments:1") + await _scene.RunAsync("registry", "check", "ghcr.io"));
    }

    [Fact]
    public async Task Without_a_login_a_check_says_what_is_public_may_be_read_still() =>
        Golden.Equal("GitHubRegistry.Check", await _scene.RunAsync("registry", "check", "ghcr.io", "ghcr.io/acme/api"));

    public ValueTask DisposeAsync() => _scene.DisposeAsync();
}

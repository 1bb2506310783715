using Archway.Testing;
using Archway.Testing.StandIns;
using Xunit;

namespace Archway.Cli.Tests.StandIns;

public sealed class DockerHubTests : IAsyncLifetime
{
    private readonly Scene _scene = new();
    private DockerHub _hub = null!;

    public async ValueTask InitializeAsync()
    {
        _hub = await _scene.Internet.AddAsync(new DockerHub { PageLength = 2 });
        _hub.Publish("library/nginx", "1.27", Scene.Index);
        _hub.Publish("acme/api", "1", Scene.Single);
        _hub.Hide("acme/payments", "1", Scene.Index);
        _hub.Register("ann", "right");
    }

    [Fact]
    public async Task What_is_public_is_read_with_an_anonymous_token_and_known_again_without_a_further_pull()
    {
        var cold = await _scene.ScanAsync("nginx:1.27");
        var again = await _scene.ScanAsync("nginx:1.27");

        Golden.Equal("DockerHub.Public", cold + again);
    }

    [Fact]
    public async Task A_configs_storage_sees_no_login() => Golden.Equal("DockerHub.Config", await _scene.ScanAsync("acme/api:1"));

    [Fact]
    public async Task What_is_hidden_and_what_is_not_there_read_the_same() =>
        Golden.Equal("DockerHub.Hidden", await _scene.ScanAsync("acme/payments:1") + await _scene.ScanAsync("acme/nothing:1"));

    [Fact]
    public async Task A_tag_that_is_not_there_is_missing() => Golden.Equal("DockerHub.Missing", await _scene.ScanAsync("nginx:0"));

    [Fact]
    public async Task A_login_reads_what_is_hidden_and_goes_to_the_token_service_alone()
    {
        _scene.LogIn("https://index.docker.io/v1/", "ann", "right");

        Golden.Equal("DockerHub.LoggedIn", await _scene.ScanAsync("acme/payments:1") + await _scene.RunAsync("registry", "check", "docker.io"));
    }

    [Fact]
    public async Task A_wrong_password_is_named_by_its_place()
    {
        _scene.LogIn("https://index.docker.io/v1/", "ann", "wrong");

        Golden.Equal("DockerHub.WrongPassword", await _scene.ScanAsync("acme/api:1") + await _scene.RunAsync("registry", "check", "docker.io"));
    }

    [Fact]
    public async Task Over_the_limit_a_manifest_is_unknown_and_a_known_tag_still_confirmed()
    {
        await _scene.ScanAsync("nginx:1.27");
        _hub.Remaining = 0;

        Golden.Equal("DockerHub.Limited", await _scene.ScanAsync("acme/api:1") + await _scene.ScanAsync("nginx:1.27"));
    }

    [Fact]
    public async Task Over_the_limit_for_long_it_says_until_when_and_asks_once()
    {
        (_hub.Remaining, _hub.RetryAfter) = (0, "21600");

        Golden.Equal("DockerHub.LimitedUntil", await _scene.ScanAsync("acme/api:1"));
    }

    [Fact]
    public async Task Tags_are_listed_page_by_page_and_cost_no_pull()
    {
        _hub.Publish("library/nginx", "1.28", Scene.Index);
        _hub.Publish("library/nginx", "1.29", Scene.Index);

        Golden.Equal("DockerHub.Tags", await _scene.RunAsync("registry", "tags", "nginx"));
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();
}

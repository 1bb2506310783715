using Archway.Testing;
using Archway.Testing.StandIns;
using Xunit;

namespace Archway.Cli.Tests.StandIns;

public sealed class QuayTests : IAsyncLifetime
{
    private readonly Scene _scene = new();
    private Quay _quay = null!;

    public async ValueTask InitializeAsync()
    {
        _quay = await _scene.Internet.AddAsync(new Quay());
        _quay.Publish("acme/api", "1", Scene.Single);
        _quay.Hide("acme/payments", "1", Scene.Index);
        _quay.Register("acme+robot", "right");
    }

    [Fact]
    public async Task What_is_public_needs_no_token_and_a_configs_storage_sees_no_login() =>
        Golden.Equal("Quay.Public", await _scene.ScanAsync("quay.io/acme/api:1"));

    [Fact]
    public async Task What_is_hidden_and_what_is_not_there_read_the_same() =>
        Golden.Equal("Quay.Hidden", await _scene.ScanAsync("quay.io/acme/payments:1") + await _scene.ScanAsync("quay.io/acme/nothing:1"));

    [Fact]
    public async Task A_robot_reads_what_is_hidden()
    {
        _scene.LogIn("quay.io", "acme+robot", "right");

        Golden.Equal("Quay.LoggedIn", await _scene.ScanAsync("quay.io/acme/payments:1") + await _scene.RunAsync("registry", "check", "quay.io/acme/payments"));
    }

    [Fact]
    public async Task A_wrong_password_is_named_by_its_place()
    {
        _scene.LogIn("quay.io", "acme+robot", "wrong");

        Golden.Equal("Quay.WrongPassword", await _scene.ScanAsync("quay.io/acme/payments:1"));
    }

    [Fact]
    public async Task Without_a_login_a_check_says_what_is_public_may_be_read_still() => Golden.Equal("Quay.Check", await _scene.RunAsync("registry", "check", "quay.io"));

    [Fact]
    public async Task A_limit_without_a_time_is_said_without_one()
    {
        _quay.Server.On("acme/api").Answer(429, body: "<html>Too Many Requests</html>", contentType: "text/html");

        Golden.Equal("Quay.Limited", await _scene.ScanAsync("quay.io/acme/api:1"));
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();
}

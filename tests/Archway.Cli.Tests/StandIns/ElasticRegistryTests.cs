using Archway.Testing;
using Archway.Testing.StandIns;
using Xunit;

namespace Archway.Cli.Tests.StandIns;

public sealed class ElasticRegistryTests : IAsyncLifetime
{
    private readonly Scene _scene = new();
    private ElasticRegistry _registry = null!;

    public async ValueTask InitializeAsync()
    {
        _registry = await _scene.Internet.AddAsync(new ElasticRegistry());
        _registry.Hide("acme/api", "1", Scene.Single);
        _registry.Publish("shared/base", "1", Scene.Index);
    }

    [Fact]
    public async Task Without_a_login_it_says_how_to_log_in() =>
        Golden.Equal("ElasticRegistry.Anonymous", await _scene.ScanAsync($"{ElasticRegistry.Own}/acme/api:1") + await CheckAsync());

    [Fact]
    public async Task Aws_keys_log_in_and_go_to_aws_alone()
    {
        UseKeys();

        var told = await _scene.ScanAsync($"{ElasticRegistry.Own}/acme/api:1") + await _scene.ScanAsync($"{ElasticRegistry.Own}/acme/api:2")
            + await _scene.ScanAsync($"{ElasticRegistry.Own}/acme/nothing:1") + await CheckAsync();

        Golden.Equal("ElasticRegistry.Keys", Unsigned(told));
    }

    [Fact]
    public async Task Another_accounts_registry_takes_the_same_login_for_what_it_shares()
    {
        UseKeys();

        var told = await _scene.ScanAsync($"{ElasticRegistry.Foreign}/shared/base:1") + await _scene.ScanAsync($"{ElasticRegistry.Foreign}/acme/api:1");

        Golden.Equal("ElasticRegistry.Foreign", Unsigned(told));
    }

    [Fact]
    public async Task A_login_that_has_ended_is_said_with_what_mends_it()
    {
        _scene.LogIn(ElasticRegistry.Own, "AWS", _registry.Expired);

        Golden.Equal("ElasticRegistry.Ended", await _scene.ScanAsync($"{ElasticRegistry.Own}/acme/api:1"));
    }

    [Fact]
    public async Task A_login_that_it_cannot_read_is_said_with_what_mends_it()
    {
        _scene.LogIn(ElasticRegistry.Own, "AWS", "of another region");

        Golden.Equal("ElasticRegistry.WrongPassword", await _scene.ScanAsync($"{ElasticRegistry.Own}/acme/api:1"));
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    private void UseKeys() => _scene.Archway.With("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE").With("AWS_SECRET_ACCESS_KEY", "hidden");

    private Task<string> CheckAsync() => _scene.RunAsync("registry", "check", ElasticRegistry.Own);

    // A signature differs from second to second; which key made it does not.
    private static string Unsigned(string told) => System.Text.RegularExpressions.Regex.Replace(told, "(AWS4-HMAC-SHA256 Credential=[A-Z]+)/[^ \n]*", "$1/…");
}

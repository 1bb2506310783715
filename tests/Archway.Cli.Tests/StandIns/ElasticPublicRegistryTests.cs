using Archway.Testing;
using Archway.Testing.StandIns;
using Xunit;

namespace Archway.Cli.Tests.StandIns;

public sealed class ElasticPublicRegistryTests : IAsyncLifetime
{
    private readonly Scene _scene = new();
    private ElasticPublicRegistry _registry = null!;

    public async ValueTask InitializeAsync()
    {
        _registry = await _scene.Internet.AddAsync(new ElasticPublicRegistry());
        _registry.Publish("acme/api", "1", Scene.Single);
        _registry.Register("AWS", "right");
    }

    [Fact]
    public async Task One_anonymous_token_is_for_all_of_it()
    {
        var told = await _scene.ScanAsync("public.ecr.aws/acme/api:1") + await _scene.ScanAsync("public.ecr.aws/acme/nothing:1")
            + await _scene.RunAsync("registry", "check", "public.ecr.aws");

        Golden.Equal("ElasticPublicRegistry.Public", told);
    }

    [Fact]
    public async Task A_login_that_has_ended_is_said_with_what_mends_it()
    {
        _scene.LogIn("public.ecr.aws", "AWS", "of yesterday");

        Golden.Equal("ElasticPublicRegistry.Ended", await _scene.ScanAsync("public.ecr.aws/acme/api:1"));
    }

    [Fact]
    public async Task Too_many_requests_are_asked_again_and_then_said()
    {
        _registry.Server.On("acme/api").Answer(429, body: """{"errors":[{"code":"TOOMANYREQUESTS","message":"Rate exceeded"}]}""");

        Golden.Equal("ElasticPublicRegistry.Limited", await _scene.ScanAsync("public.ecr.aws/acme/api:1"));
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();
}

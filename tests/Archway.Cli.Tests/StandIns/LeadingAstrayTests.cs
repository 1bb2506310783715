using Archway.Testing;
using Archway.Testing.StandIns;
using Xunit;

namespace Archway.Cli.Tests.StandIns;

/// <summary>A registry on the internet that leads where it should not: what is said, and that nobody else is told anything.</summary>
public sealed class LeadingAstrayTests : IAsyncLifetime
{
    private const string Host = "registry.example.com";
    private const string Reference = $"{Host}/team/app:1";
    private readonly Scene _scene = new();
    private TestRegistry _registry = null!;
    private TestRegistry _other = null!;

    public async ValueTask InitializeAsync()
    {
        _registry = await _scene.Internet.AddAsync(Host);
        _registry.Put("team/app", "1", Scene.Index);
        _other = await _scene.Internet.AddAsync("other.example.com");
        _scene.LogIn(Host, "ann", "right");
    }

    [Fact]
    public async Task A_realm_that_may_not_be_asked_is_not()
    {
        string[] realms =
        [
            "somewhere", "ftp://other.example.com/token", "http://other.example.com/token", "https://ann:right@other.example.com/token",
            "http://169.254.169.254/latest/meta-data/", "https://169.254.169.254/token", "https://[fe80::1]/token", "https://[::ffff:169.254.169.254]/token",
            "https://0xa9fea9fe/token", "https://100.100.100.200/token",
            "https://10.0.0.8/token", "https://127.0.0.1/token", "https://localhost/token", "http://localhost/token", "https://[fd12::8]/token",
        ];
        var told = "";
        foreach (var realm in realms)
        {
            _registry.WantBearer(realm: realm);
            told += $"===== {realm}\n{await _scene.ScanAsync(Reference)}";
        }

        Golden.Equal("LeadingAstray.Realms", told);
    }

    [Fact]
    public async Task A_redirect_takes_no_login_along_and_goes_nowhere_near()
    {
        string[] targets =
        [
            "https://other.example.com/v2/team/app/manifests/1", "http://other.example.com/v2/team/app/manifests/1", "ftp://other.example.com/app", "https:///",
            "https://169.254.169.254/latest/meta-data/", "https://[fe80::1]/", "https://[::ffff:169.254.169.254]/", "https://10.0.0.8/", "https://127.0.0.1/",
            "http://localhost/",
        ];
        _registry.WantBasic("ann", "right");
        var told = "";
        foreach (var target in targets)
        {
            // The first answer wants a login, so that there is one to take along.
            _registry.On("team/app").Redirect(_ => target).After(1);
            told += $"===== {target}\n{await _scene.ScanAsync(Reference)}";
        }

        _other.Put("team/app", "1", Images.Index("linux/arm64"));
        _registry.On("team/app").Redirect(_ => targets[0]).After(1);
        told += $"===== {targets[0]}, where it lies\n{await _scene.ScanAsync(Reference)}";

        Golden.Equal("LeadingAstray.Redirects", told);
    }

    [Fact]
    public async Task A_login_that_comes_back_from_elsewhere_is_not_told()
    {
        _scene.LogIn(Host, "ann", "Hunter2-Secret");
        _registry.WantBasic("ann", "Hunter2-Secret");
        _registry.On("team/app").Redirect(_ => "https://other.example.com/?login=Hunter2-Secret").After(1);
        _other.On().Answer(403, body: """{"errors":[{"code":"DENIED","message":"ann:Hunter2-Secret may not"}]}""");

        var told = await _scene.ScanAsync(Reference);

        Assert.Equal($"""
            {Reference} unknown: other.example.com answered 403 Forbidden (DENIED); whoever runs the registry can grant access
            ----- asked
              GET {Host}/v2/team/app/manifests/1
              GET {Host}/v2/team/app/manifests/1 Basic ann:Hunter2-Secret
              GET other.example.com/?login=Hunter2-Secret

            """, told);
    }

    [Fact]
    public async Task A_token_service_that_leads_elsewhere_is_not_followed()
    {
        _registry.WantBearer(user: "ann:right", realm: $"https://{Host}/token");
        _registry.On("/token").Redirect(_ => "https://other.example.com/token");

        Golden.Equal("LeadingAstray.TokenService", await _scene.ScanAsync(Reference));
    }

    [Fact]
    public async Task A_next_page_elsewhere_is_not_asked_for()
    {
        string[] links =
        [
            "https://other.example.com/v2/team/app/tags/list?last=1", "/v2/team/other/tags/list?last=1", "/v2/team/app/tags/list",
            "http://169.254.169.254/latest/meta-data/?last=1", "//other.example.com/v2/team/app/tags/list?last=1",
        ];
        var told = "";
        foreach (var link in links)
        {
            var registry = await _scene.Internet.AddAsync(new LinkingRegistry(link));
            told += await _scene.RunAsync("registry", "tags", $"{registry.Hosts[0]}/team/app");
        }

        Golden.Equal("LeadingAstray.Pages", told);
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();
}

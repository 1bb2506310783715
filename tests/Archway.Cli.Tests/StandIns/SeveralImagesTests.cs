using System.Text.Json;
using Archway.Testing;
using Archway.Testing.StandIns;
using Xunit;

namespace Archway.Cli.Tests.StandIns;

/// <summary>A fleet at once, where one token request names many repositories and one of them may not be read.</summary>
public sealed class SeveralImagesTests : IAsyncDisposable
{
    private static readonly string[] Public = ["acme/images/a", "acme/images/b", "acme/images/c", "acme/images/d"];
    private readonly Scene _scene = new();

    [Theory]
    [InlineData("ghcr.io")]
    [InlineData("quay.io")]
    [InlineData("docker.io")]
    [InlineData("europe-west1-docker.pkg.dev")]
    [InlineData("public.ecr.aws")]
    public async Task What_is_hidden_keeps_nothing_else_from_being_read(string host)
    {
        await PublishAsync(host);

        var report = await ScanAsync([.. Public.Append("acme/images/hidden").Select(repository => $"{host}/{repository}:1")]);

        Assert.Equal(host == "public.ecr.aws" ? 5 : 4, Count(report, "ready"));
        Assert.Equal(host == "public.ecr.aws" ? 0 : 1, Count(report, "unknown"));
        // A challenge to the first, one token for all, and where that was in vain one for each.
        Assert.InRange(_scene.Internet.Asked.Count(line => line.Contains("token?", StringComparison.Ordinal)
            || line.Contains("/v2/auth?", StringComparison.Ordinal) || line.Contains("/token/?", StringComparison.Ordinal)), 1, 8);
    }

    [Theory]
    [InlineData("ghcr.io", "ann", "right")]
    [InlineData("contoso.azurecr.io", AzureRegistry.NullUser, "right")]
    [InlineData("quay.io", "ann", "right")]
    [InlineData("docker.io", "ann", "right")]
    public async Task A_login_reads_all_of_a_fleet_with_few_tokens(string host, string user, string password)
    {
        var registry = await PublishAsync(host);
        registry.Register(user, password);
        _scene.LogIn(host == "docker.io" ? "https://index.docker.io/v1/" : host, user, password);

        var report = await ScanAsync([.. Public.Append("acme/images/hidden").Select(repository => $"{host}/{repository}:1")]);

        Assert.Equal(5, Count(report, "ready"));
        Assert.InRange(_scene.Internet.Asked.Count(line => line.Contains(" Basic ", StringComparison.Ordinal)), 1, 3);
    }

    [Fact]
    public async Task A_mirror_is_asked_first_with_its_own_login_and_the_registry_for_what_it_lacks()
    {
        var hub = await _scene.Internet.AddAsync(new DockerHub());
        hub.Publish("library/nginx", "1.27", Scene.Index);
        hub.Publish("acme/api", "1", Scene.Index);
        hub.Register("ann", "of the hub");
        var mirror = await _scene.Internet.AddAsync("harbor.example.com");
        mirror.Put("hub/library/nginx", "1.27", Scene.Index);
        mirror.WantBasic("bob", "of the mirror");
        _scene.LogIn("https://index.docker.io/v1/", "ann", "of the hub");
        _scene.LogIn("harbor.example.com", "bob", "of the mirror");

        var told = await _scene.ScanAsync("nginx:1.27", "--mirror", "docker.io=harbor.example.com/hub")
            + await _scene.ScanAsync("acme/api:1", "--mirror", "docker.io=harbor.example.com/hub");

        Golden.Equal("SeveralImages.Mirror", told);
    }

    [Fact]
    public async Task The_command_for_one_image_names_the_login_that_was_refused_too()
    {
        var registry = await _scene.Internet.AddAsync(new ElasticRegistry());
        registry.Hide("acme/api", "1", Scene.Single);
        _scene.LogIn(ElasticRegistry.Own, "AWS", registry.Expired);

        Golden.Equal("SeveralImages.Image", await _scene.RunAsync("image", $"{ElasticRegistry.Own}/acme/api:1"));
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    private async Task<StandIn> PublishAsync(string host)
    {
        StandIn registry = host switch
        {
            "ghcr.io" => new GitHubRegistry(),
            "quay.io" => new Quay(),
            "docker.io" => new DockerHub(),
            "public.ecr.aws" => new ElasticPublicRegistry(),
            "contoso.azurecr.io" => new AzureRegistry(),
            _ => new GoogleRegistry(),
        };
        await _scene.Internet.AddAsync(registry);
        foreach (var repository in Public) registry.Publish(repository, "1", Scene.Index);
        registry.Hide("acme/images/hidden", "1", Scene.Index);
        return registry;
    }

    private async Task<JsonElement> ScanAsync(string[] references)
    {
        _scene.Archway.With("HTTPS_PROXY", _scene.Internet.Proxy);
        return (await _scene.Archway.RunAsync(
            ["scan", .. references.Select(reference => $"image:{reference}"), "--format", "json", "--ca-file", _scene.Internet.AuthorityFile])).Json();
    }

    private static int Count(JsonElement report, string status) => report.GetProperty("summary").GetProperty(status).GetInt32();
}

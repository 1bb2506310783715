using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

public sealed class MirrorTests : IDisposable
{
    private static readonly StoredImage Image = Images.Index("linux/arm64");
    private readonly Home _home = new();

    [Fact]
    public async Task A_mirror_that_has_the_image_is_asked_alone()
    {
        await using var origin = await TestRegistry.StartAsync();
        await using var mirror = await TestRegistry.StartAsync();
        mirror.Put("hub/acme/api", "1", Image);
        using var client = Client((origin, $"{mirror.Host}/hub"));
        var repository = client.Open(ImageReference.Parse($"{origin.Host}/acme/api:1"));

        Assert.Equal(Image.Digest, (await repository.FindManifestAsync("1", TestContext.Current.CancellationToken))?.Self.Digest);
        Assert.Equal($"{mirror.Host}/hub", repository.Mirror);
        Assert.Empty(origin.Log);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task What_a_mirror_does_not_give_the_registry_is_asked_for(int status)
    {
        await using var origin = await TestRegistry.StartAsync();
        await using var mirror = await TestRegistry.StartAsync();
        mirror.On().Answer(status);
        origin.Put("acme/api", "1", Image);
        using var client = Client((origin, mirror.Host));
        var repository = client.Open(ImageReference.Parse($"{origin.Host}/acme/api:1"));

        Assert.NotNull(await repository.FindManifestAsync("1", TestContext.Current.CancellationToken));
        Assert.Null(repository.Mirror);
        Assert.NotEmpty(mirror.Log);
    }

    [Fact]
    public async Task Mirrors_are_asked_in_their_order()
    {
        await using var origin = await TestRegistry.StartAsync();
        await using var first = await TestRegistry.StartAsync();
        await using var second = await TestRegistry.StartAsync();
        second.Put("acme/api", "1", Image);
        using var client = Client((origin, first.Host), (origin, second.Host));

        Assert.NotNull(await client.AskAsync($"{origin.Host}/acme/api:1"));
        Assert.Equal((1, 1, 0), (first.Log.Count, second.Log.Count, origin.Log.Count));
    }

    [Fact]
    public async Task Where_neither_answers_both_reasons_are_told()
    {
        await using var origin = await TestRegistry.StartAsync();
        await using var mirror = await TestRegistry.StartAsync();
        origin.On().Answer(403);
        mirror.On().Answer(401);
        using var client = Client((origin, mirror.Host));

        var refusal = await Assert.ThrowsAsync<RegistryException>(() => client.AskAsync($"{origin.Host}/acme/api:1"));

        Assert.Equal(RegistryFault.Forbidden, refusal.Fault);
        Assert.Contains("403 Forbidden", refusal.Reason);
        Assert.Contains($"; its mirror {mirror.Host}: {mirror.Host} answered 401 Unauthorized", refusal.Reason);
    }

    [Fact]
    public async Task Each_is_shown_its_own_credentials_only()
    {
        await using var origin = await TestRegistry.StartAsync();
        await using var mirror = await TestRegistry.StartAsync();
        origin.WantBasic("ann", "of-the-origin");
        mirror.WantBasic("bob", "of-the-mirror");
        origin.Put("acme/api", "1", Image);
        _home.LogIn(origin.Host, "ann", "of-the-origin").LogIn(mirror.Host, "bob", "of-the-mirror");
        using var client = Client((origin, mirror.Host));

        Assert.NotNull(await client.AskAsync($"{origin.Host}/acme/api:1"));
        Assert.Equal([null, Home.Basic("bob:of-the-mirror")], mirror.Log.Select(request => request.Authorization));
        Assert.Equal([null, Home.Basic("ann:of-the-origin")], origin.Log.Select(request => request.Authorization));
    }

    [Fact]
    public async Task A_mirror_without_a_login_of_its_own_is_shown_none()
    {
        await using var origin = await TestRegistry.StartAsync();
        await using var mirror = await TestRegistry.StartAsync();
        origin.WantBasic("ann", "of-the-origin");
        mirror.WantBasic("ann", "of-the-origin");
        origin.Put("acme/api", "1", Image);
        _home.LogIn(origin.Host, "ann", "of-the-origin");
        using var client = Client((origin, mirror.Host));

        Assert.NotNull(await client.AskAsync($"{origin.Host}/acme/api:1"));
        Assert.All(mirror.Log, request => Assert.Null(request.Authorization));
    }

    [Fact]
    public async Task Tags_are_those_of_the_first_mirror_that_has_any_with_its_own_login()
    {
        await using var origin = await TestRegistry.StartAsync();
        await using var empty = await TestRegistry.StartAsync();
        await using var mirror = await TestRegistry.StartAsync();
        empty.On().Answer(200, body: """{"name":"acme/api","tags":[]}""");
        mirror.WantBasic("bob", "of-the-mirror");
        mirror.Put("hub/acme/api", "1", Image);
        _home.LogIn(origin.Host, "ann", "of-the-origin").LogIn(mirror.Host, "bob", "of-the-mirror");
        using var client = Client((origin, empty.Host), (origin, $"{mirror.Host}/hub"));

        var found = await client.FindTagsAsync(ImageReference.Parse($"{origin.Host}/acme/api"), TestContext.Current.CancellationToken);

        Assert.Equal(["1"], found!.Tags);
        Assert.Equal($"{mirror.Host}/hub", found.Mirror?.ToString());
        Assert.All(empty.Log, request => Assert.Null(request.Authorization));
        Assert.Equal([null, Home.Basic("bob:of-the-mirror")], mirror.Log.Select(request => request.Authorization));
        Assert.Empty(origin.Log);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(401)]
    [InlineData(500)]
    public async Task Tags_that_a_mirror_does_not_list_are_the_registrys(int status)
    {
        await using var origin = await TestRegistry.StartAsync();
        await using var mirror = await TestRegistry.StartAsync();
        mirror.On().Answer(status);
        origin.Put("acme/api", "1", Image);
        using var client = Client((origin, mirror.Host));

        var found = await client.FindTagsAsync(ImageReference.Parse($"{origin.Host}/acme/api"), TestContext.Current.CancellationToken);

        Assert.Equal(["1"], found!.Tags);
        Assert.Null(found.Mirror);
    }

    [Fact]
    public async Task Where_neither_lists_tags_both_reasons_are_told()
    {
        await using var origin = await TestRegistry.StartAsync();
        await using var mirror = await TestRegistry.StartAsync();
        origin.On().Answer(403);
        mirror.On().Answer(500);
        using var client = Client((origin, mirror.Host));

        var refusal = await Assert.ThrowsAsync<RegistryException>(
            () => client.FindTagsAsync(ImageReference.Parse($"{origin.Host}/acme/api"), TestContext.Current.CancellationToken));

        Assert.StartsWith($"cannot list the tags of {origin.Host}/acme/api: {origin.Host} answered 403 Forbidden", refusal.Message);
        Assert.Contains($"; its mirror {mirror.Host}: {mirror.Host} answered 500 Internal Server Error", refusal.Message);
    }

    [Theory]
    [InlineData("docker.io=harbor.example.com/hub", "docker.io", "harbor.example.com", "hub")]
    [InlineData("docker.io=harbor.example.com/a/b/", "docker.io", "harbor.example.com", "a/b")]
    [InlineData("docker.io=mirror:5000", "docker.io", "mirror:5000", "")]
    [InlineData("ghcr.io=localhost", "ghcr.io", "localhost", "")]
    [InlineData("registry.lan:5000=127.0.0.1:5001", "registry.lan:5000", "127.0.0.1:5001", "")]
    public void A_mirror_is_named_with_what_it_stands_for(string text, string of, string registry, string path) =>
        Assert.Equal(new RegistryMirror(of, new(registry, path)), RegistryMirror.Read(text).Value);

    [Theory]
    [InlineData("harbor.example.com")]
    [InlineData("docker.io=")]
    [InlineData("=harbor.example.com")]
    [InlineData("docker.io=harbor")]
    [InlineData("docker.io=https://harbor.example.com")]
    [InlineData("docker.io/library=harbor.example.com")]
    [InlineData("docker.io=a.example=b.example")]
    [InlineData("docker.io=harbor.example.com/Hub")]
    public void What_names_no_mirror_is_refused(string text) => Assert.NotNull(RegistryMirror.Read(text).Problem);

    public void Dispose() => _home.Dispose();

    private RegistryClient Client(params (TestRegistry Of, string Mirror)[] mirrors) => new(_home.Options with
    {
        Mirrors = [.. mirrors.Select(mirror => RegistryMirror.Read($"{mirror.Of.Host}={mirror.Mirror}").Value!)],
        Retries = 0,
    });
}

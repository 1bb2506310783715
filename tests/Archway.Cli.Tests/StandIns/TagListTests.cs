using Archway.Testing;
using Archway.Testing.StandIns;
using Xunit;

namespace Archway.Cli.Tests.StandIns;

/// <summary><c>archway registry tags</c> with registries that do not come to an end, or answer something else.</summary>
public sealed class TagListTests : IAsyncLifetime
{
    private const string Next = "/v2/team/app/tags/list?last={n}";
    private readonly Scene _scene = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Pages_without_end_are_not_read_for_ever()
    {
        var registry = await _scene.Internet.AddAsync(new LinkingRegistry(Next, "{n}"));

        var told = await _scene.RunAsync("registry", "tags", "tags.example.com/team/app");

        Assert.Contains("exit code: 2\narchway: cannot list the tags of tags.example.com/team/app: tags.example.com lists more than 1000 tags; no more are read\n",
            told, StringComparison.Ordinal);
        Assert.Equal(1000, registry.Pages);
    }

    [Fact]
    public async Task Pages_that_bring_nothing_new_are_not_read_on()
    {
        var registry = await _scene.Internet.AddAsync(new LinkingRegistry(Next));

        var told = await _scene.RunAsync("registry", "tags", "tags.example.com/team/app");

        Assert.Contains("tags.example.com answers page upon page without a further tag", told, StringComparison.Ordinal);
        Assert.Equal(2, registry.Pages);
    }

    [Fact]
    public async Task What_is_no_tag_is_not_printed()
    {
        await _scene.Internet.AddAsync(new LinkingRegistry(Next, "::error::x\u001b[31m"));

        var told = await _scene.RunAsync("registry", "tags", "tags.example.com/team/app");

        Assert.Contains("tags.example.com lists something that is no tag", told, StringComparison.Ordinal);
        Assert.DoesNotContain("::error", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, """{"errors":[{"code":"NAME_UNKNOWN","message":"repository name not known to registry"}]}""", "HOST has no repository team/app")]
    [InlineData(404, "<html>", "HOST answered 404 Not Found; it does not serve what registries serve")]
    [InlineData(200, "<html>", "HOST answered something else than a list of tags")]
    [InlineData(403, """{"errors":[{"code":"DENIED","message":"no"}]}""", "HOST answered 403 Forbidden (DENIED: no); whoever runs the registry can grant access")]
    public async Task Another_answer_than_a_list_is_said(int status, string body, string sentence)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Answer(status, body: body);

        var told = await _scene.RunAsync("registry", "tags", $"{registry.Host}/team/app");

        Assert.Contains("exit code: 2\n", told, StringComparison.Ordinal);
        Assert.Contains(sentence.Replace("HOST", registry.Host, StringComparison.Ordinal), told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mirror_is_asked_first_and_named()
    {
        var mirror = await _scene.Internet.AddAsync("harbor.example.com");
        mirror.Put("hub/library/nginx", "1.27", Scene.Index);
        var hub = await _scene.Internet.AddAsync(new DockerHub());
        hub.Publish("acme/api", "1", Scene.Index);

        Assert.Equal("""
            $ archway registry tags nginx --mirror docker.io=harbor.example.com/hub
            exit code: 0
            1.27
            archway: these are the tags that the mirror harbor.example.com/hub has of docker.io's
            ----- asked
              GET harbor.example.com/v2/hub/library/nginx/tags/list?n=1000

            """, await _scene.RunAsync("registry", "tags", "nginx", "--mirror", "docker.io=harbor.example.com/hub"));
        Assert.StartsWith("""
            $ archway registry tags acme/api --mirror docker.io=harbor.example.com/hub
            exit code: 0
            1
            ----- asked
              GET harbor.example.com/v2/hub/acme/api/tags/list?n=1000
              GET registry-1.docker.io/v2/acme/api/tags/list?n=1000

            """, await _scene.RunAsync("registry", "tags", "acme/api", "--mirror", "docker.io=harbor.example.com/hub"));
    }

    [Fact]
    public async Task A_repository_without_tags_lists_none()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Answer(200, body: """{"name":"team/app","tags":null}""");

        Assert.Contains("exit code: 0\n----- asked", await _scene.RunAsync("registry", "tags", $"{registry.Host}/team/app"), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();
}

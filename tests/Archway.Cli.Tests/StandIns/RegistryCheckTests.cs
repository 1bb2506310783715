using System.Text.Json;
using Archway.Testing;
using Archway.Testing.StandIns;
using Xunit;

namespace Archway.Cli.Tests.StandIns;

/// <summary><c>archway registry check</c> beside what the stand-ins show of it.</summary>
public sealed class RegistryCheckTests : IAsyncDisposable
{
    private readonly Scene _scene = new();

    [Fact]
    public async Task The_JSON_is_what_its_schema_says_and_holds_no_secret()
    {
        var hub = await _scene.Internet.AddAsync(new DockerHub());
        hub.Register("ann", "hunter2-secret");
        await _scene.Internet.AddAsync(new GitHubRegistry());
        _scene.LogIn("https://index.docker.io/v1/", "ann", "hunter2-secret");
        _scene.Archway.With("HTTPS_PROXY", $"http://bob:hunter3-secret@{_scene.Internet.Proxy}");

        var ran = await _scene.Archway.RunAsync("registry", "check", "docker.io", "ghcr.io", "no-such-registry.example.com",
            "--mirror", "docker.io=mirror.example.com/hub", "--ca-file", _scene.Internet.AuthorityFile, "--format", "json");

        Assert.Equal(2, ran.ExitCode);
        Assert.Equal([true, false, false], ran.Json().GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("letsIn").GetBoolean()));
        Assert.DoesNotContain("secret", ran.ToString(), StringComparison.Ordinal);
        using TempFolder folder = new();
        folder.With("check.json", ran.Output);
        Schema.Validate(Path.Combine(Repository.Root, "docs/registry-check.schema.json"), Path.Combine(folder.Path, "check.json"));
    }

    [Fact]
    public async Task What_a_runner_would_take_for_a_command_is_disarmed()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Answer(403, body: """{"errors":[{"code":"DENIED","message":"no ##vso[task.setvariable]x"}]}""");

        foreach (var format in new[] { "table", "json" })
        {
            var ran = await _scene.Archway.RunAsync("registry", "check", registry.Host, "--format", format);

            Assert.Equal(2, ran.ExitCode);
            Assert.DoesNotContain("##vso[", ran.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_credential_helper_that_fails_is_named()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", "right");
        Directory.CreateDirectory(Path.Combine(_scene.Archway.Home, ".docker"));
        File.WriteAllText(Path.Combine(_scene.Archway.Home, ".docker/config.json"),
            JsonSerializer.Serialize(new { credHelpers = new Dictionary<string, string> { [registry.Host] = "of-nobody" } }));

        var ran = await _scene.Archway.RunAsync("registry", "check", registry.Host);

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("credential  none: asked anonymously (", ran.Output, StringComparison.Ordinal);
        Assert.Contains("docker-credential-of-nobody", ran.Output, StringComparison.Ordinal);
        Assert.Contains($"run docker login {registry.Host}", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_none_is_a_mistake_of_the_asker()
    {
        var ran = await _scene.Archway.RunAsync("registry", "check", "https://ghcr.io/");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("'https://ghcr.io/' is no registry's host, such as ghcr.io", ran.Error, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();
}

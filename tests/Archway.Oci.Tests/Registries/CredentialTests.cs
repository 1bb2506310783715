using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

public sealed class CredentialTests : IDisposable
{
    private readonly Home _home = new();

    [Theory]
    [InlineData("""{"auths":{"ghcr.io":{"auth":"AUTH"}}}""", "ghcr.io/acme/api")]
    [InlineData("""{"auths":{"https://ghcr.io":{"auth":"AUTH"}}}""", "ghcr.io/acme/api")]
    [InlineData("""{"auths":{"https://ghcr.io/v2/":{"auth":"AUTH"}}}""", "ghcr.io/acme/api")]
    [InlineData("""{"auths":{"ghcr.io/acme":{"auth":"AUTH"},"ghcr.io":{"auth":"b3RoZXI6b3RoZXI="}}}""", "ghcr.io/acme/api")]
    [InlineData("""{"auths":{"ghcr.io/acme/api":{"auth":"AUTH"},"ghcr.io/acme":{"auth":"b3RoZXI6b3RoZXI="}}}""", "ghcr.io/acme/api")]
    [InlineData("""{"auths":{"docker.io":{"auth":"AUTH"}}}""", "nginx")]
    [InlineData("""{"auths":{"https://index.docker.io/v1/":{"auth":"AUTH"}}}""", "nginx")]
    [InlineData("""{"auths":{"localhost:5000":{"auth":"AUTH"}}}""", "localhost:5000/app")]
    public async Task A_file_names_the_credential_of_a_repository(string file, string reference)
    {
        _home.With(".config/containers/auth.json", file.Replace("AUTH", Home.Base64("ann:secret"), StringComparison.Ordinal));

        var credential = await FindAsync(reference);

        Assert.Equal(("ann", "secret"), (credential?.Username, credential?.Secret));
        Assert.DoesNotContain("secret", credential?.ToString());
    }

    [Theory]
    [InlineData("""{"auths":{"ghcr.io/other":{"auth":"YTpi"}}}""")]
    [InlineData("""{"auths":{"ghcr.io.evil.example":{"auth":"YTpi"}}}""")]
    [InlineData("""{"auths":{"ghcr.io/acme/ap":{"auth":"YTpi"}}}""")]
    [InlineData("""{"auths":{"ghcr.io":{"auth":"!!!"}}}""")]
    [InlineData("""{"auths":{"ghcr.io":{}}}""")]
    [InlineData("""{"auths":{"ghcr.io":7},"credHelpers":[],"credsStore":{}}""")]
    [InlineData("not json")]
    [InlineData("")]
    public async Task A_file_that_names_none_or_is_broken_gives_none(string file)
    {
        _home.With(".docker/config.json", file);

        Assert.Null(await FindAsync("ghcr.io/acme/api"));
    }

    [Fact]
    public async Task Places_are_looked_into_in_the_order_of_the_tools()
    {
        _home.With("explicit.json", Auth("explicit"));
        _home.With("docker/config.json", Auth("docker"));
        _home.With("run/containers/auth.json", Auth("run"));
        _home.With(".config/containers/auth.json", Auth("config"));
        var places = CredentialPlaces.Of(new Dictionary<string, string>
        {
            ["HOME"] = _home.At(""),
            ["REGISTRY_AUTH_FILE"] = _home.At("explicit.json"),
            ["DOCKER_CONFIG"] = _home.At("docker"),
            ["XDG_RUNTIME_DIR"] = _home.At("run"),
        }.GetValueOrDefault);

        Assert.Equal("explicit", (await FindAsync("ghcr.io/acme/api", places))?.Username);
        Assert.Equal("docker", (await FindAsync("ghcr.io/acme/api", places with { RegistryAuthFile = null }))?.Username);
        Assert.Equal("run", (await FindAsync("ghcr.io/acme/api", places with { RegistryAuthFile = null, DockerConfig = _home.At("none") }))?.Username);
        Assert.Equal("config", (await FindAsync("ghcr.io/acme/api", new() { Home = _home.At("") }))?.Username);
    }

    [Fact]
    public async Task A_helper_is_asked_for_its_registry()
    {
        Helper("test", """read server; echo "{\"ServerURL\":\"$server\",\"Username\":\"ann\",\"Secret\":\"of $server\"}" """);
        _home.With(".docker/config.json", """{"credHelpers":{"ghcr.io":"test"},"credsStore":"missing"}""");

        var credential = await FindAsync("ghcr.io/acme/api");

        Assert.Equal(("ann", "of ghcr.io", "docker-credential-test"), (credential?.Username, credential?.Secret, credential?.Source));
    }

    [Fact]
    public async Task A_store_keeps_what_the_file_does_not_and_may_give_an_identity_token()
    {
        Helper("store", """read server; echo "{\"Username\":\"<token>\",\"Secret\":\"$server\"}" """);
        _home.With(".docker/config.json", """{"auths":{"https://index.docker.io/v1/":{}},"credsStore":"store"}""");

        var credential = await FindAsync("nginx");

        Assert.Equal((true, "https://index.docker.io/v1/"), (credential?.IsIdentityToken, credential?.Secret));
    }

    [Theory]
    [InlineData("echo 'credentials not found in native keychain'; exit 1", null)]
    [InlineData("echo 'secret thing' >&2; echo other; exit 3", "docker-credential-odd failed with code 3")]
    [InlineData("echo '{'", "is not JSON")]
    [InlineData("yes | head -c 3000000", "answered with more than 1048576 bytes")]
    public async Task A_helper_that_gives_none_is_told_without_its_words(string script, string? problem)
    {
        Helper("odd", script);
        _home.With(".docker/config.json", """{"credsStore":"odd"}""");
        CredentialStore store = new(Places, [], null, TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Null(await store.FindAsync("ghcr.io", "acme/api", TestContext.Current.CancellationToken));
        if (problem is null) Assert.Null(store.ProblemOf("ghcr.io"));
        else Assert.Contains(problem, store.ProblemOf("ghcr.io"));
        Assert.DoesNotContain("secret", store.ProblemOf("ghcr.io") ?? "");
    }

    [Theory]
    [InlineData("../../evil", "letters, digits")]
    [InlineData("a b", "letters, digits")]
    [InlineData("$(reboot)", "letters, digits")]
    [InlineData("nowhere", "not on the PATH")]
    public async Task A_helper_that_may_not_be_run_is_not(string name, string problem)
    {
        _home.With(".docker/config.json", $$"""{"credsStore":"{{name}}"}""");
        CredentialStore store = new(Places, [], null, TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Null(await store.FindAsync("ghcr.io", "acme/api", TestContext.Current.CancellationToken));
        Assert.Contains(problem, store.ProblemOf("ghcr.io"));
    }

    [Fact]
    public async Task A_helper_that_does_not_end_is_ended()
    {
        Helper("slow", "sleep 600");

        var slow = await Assert.ThrowsAsync<FormatException>(() => CredentialHelper.FindAsync(
            "slow", "ghcr.io", _home.At("bin"), TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.Contains("did not answer within", slow.Message);
    }

    [Fact]
    public async Task A_helper_that_does_not_end_costs_no_more_than_a_silent_host_and_is_told()
    {
        Helper("slow", "exec sleep 600");
        _home.With(".docker/config.json", """{"credsStore":"slow"}""");
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("ann", "secret");

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1",
            Asking.Impatient with { BodyTimeout = TimeSpan.FromMilliseconds(500), Credentials = Places });

        Assert.Equal(RegistryFault.Unauthorized, refusal.Fault);
        Assert.Contains("docker-credential-slow did not answer within 1 s", refusal.Message);
    }

    [Theory]
    // Its child holds its outputs.
    [InlineData("sleep 600 & echo $! > PID; ANSWER", 20_000, true)]
    // It lets go of them, and runs on all the same.
    [InlineData("sleep 600 > /dev/null 2>&1 < /dev/null & echo $! > PID; ANSWER", 20_000, true)]
    // The helper itself has no answer in time.
    [InlineData("sleep 600 & echo $! > PID; wait", 1000, false)]
    // Its child writes without end.
    [InlineData("yes & echo $! > PID; wait", 20_000, false)]
    public async Task What_a_helper_leaves_behind_is_neither_waited_for_nor_left(string script, int limit, bool answers)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/setsid") || File.Exists("/bin/setsid"), "setsid is not here, which a group of its own needs");
        Helper("parent", script.Replace("PID", _home.At("pid"), StringComparison.Ordinal).Replace("ANSWER", """echo '{"Username":"ann","Secret":"x"}'""", StringComparison.Ordinal));
        var began = TimeProvider.System.GetTimestamp();

        var asked = CredentialHelper.FindAsync(
            "parent", "ghcr.io", _home.At("bin") + ":/usr/bin:/bin", TimeSpan.FromMilliseconds(limit), TimeProvider.System, TestContext.Current.CancellationToken);

        if (answers) Assert.Equal("ann", (await asked)?.Username);
        else await Assert.ThrowsAsync<FormatException>(() => asked);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        var child = (await File.ReadAllTextAsync(_home.At("pid"), TestContext.Current.CancellationToken)).Trim();
        while (IsRunning(child)) await Task.Yield();
    }

    [Fact]
    public async Task What_a_helper_sends_off_to_hold_its_outputs_is_not_waited_for()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/setsid"), "setsid is not here");
        Helper("daemon", $$"""setsid sleep 600 & echo $! > {{_home.At("pid")}}; echo '{"Username":"ann","Secret":"x"}'""");

        var found = await CredentialHelper.FindAsync(
            "daemon", "ghcr.io", _home.At("bin"), TimeSpan.FromMinutes(5), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal("ann", found?.Username);
        using var daemon = System.Diagnostics.Process.GetProcessById(int.Parse(File.ReadAllText(_home.At("pid")), System.Globalization.CultureInfo.InvariantCulture));
        daemon.Kill();
    }

    [Fact]
    public async Task A_helper_that_the_system_cannot_start_is_told()
    {
        _home.With("bin/docker-credential-plain", "#!/bin/sh\n");

        var refused = await Assert.ThrowsAsync<FormatException>(() => CredentialHelper.FindAsync(
            "plain", "ghcr.io", _home.At("bin"), TimeSpan.FromMinutes(5), TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.Equal("docker-credential-plain could not be run", refused.Message);
    }

    [Fact]
    public async Task A_helper_ends_with_the_run_that_asked_it()
    {
        Helper("slow", $"echo $$ > {_home.At("pid")}.new; mv {_home.At("pid")}.new {_home.At("pid")}; exec sleep 600");
        _home.With(".docker/config.json", """{"credsStore":"slow"}""");
        RegistryClient client = new(Asking.Options with { AnswerTimeout = TimeSpan.FromMinutes(5), Credentials = Places });
        var asked = client.FindCredentialAsync(ImageReference.Parse("ghcr.io/acme/api"), TestContext.Current.CancellationToken);
        while (!File.Exists(_home.At("pid"))) await Task.Yield();
        using var helper = System.Diagnostics.Process.GetProcessById(int.Parse(File.ReadAllText(_home.At("pid")), System.Globalization.CultureInfo.InvariantCulture));

        client.Dispose();

        // Whoever asked hears of the end, or of a helper that gave nothing, whichever comes first.
        await Record.ExceptionAsync(() => asked);
        await helper.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_helper_is_looked_up_on_absolute_entries_of_the_path_only()
    {
        var missing = await Assert.ThrowsAsync<FormatException>(() => CredentialHelper.FindAsync(
            "test", "ghcr.io", ".:bin:", TimeSpan.FromSeconds(5), TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.Contains("not on the PATH", missing.Message);
    }

    public void Dispose() => _home.Dispose();

    private CredentialPlaces Places => new() { Home = _home.At(""), Path = _home.At("bin") + ":/usr/bin:/bin" };

    private async Task<Credential?> FindAsync(string reference, CredentialPlaces? places = null)
    {
        using RegistryClient client = new(Asking.Options with { Credentials = places ?? Places });
        return await client.FindCredentialAsync(ImageReference.Parse(reference), TestContext.Current.CancellationToken);
    }

    private void Helper(string name, string script)
    {
        _home.With($"bin/docker-credential-{name}", "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_home.At($"bin/docker-credential-{name}"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // What ended and was not asked for its exit code yet is still listed.
    private static bool IsRunning(string process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string Auth(string user) => $$"""{"auths":{"ghcr.io":{"auth":"{{Home.Base64(user + ":x")}}"} } }""";
}

using System.Text;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>The distribution project's own registry as it is run: with users, with a token server before it, with TLS of a company's own authority.</summary>
public sealed class DebianRegistryTests : IDisposable
{
    // The password is right, as htpasswd -B -C 5 hashes it.
    private const string Ann = "ann:$2b$05$abcdefghijklmnopqrstuu8xaCxxL82bnl.UY74PMksDxIJShppPC";
    private static readonly StoredImage Image = Images.Manifest("linux/arm64");
    private readonly ArchwayProgram _archway = new();

    [Fact]
    public async Task Behind_users_of_htpasswd_only_the_right_password_reads()
    {
        await using var registry = await StartAsync(new() { User = Ann, ForPushing = _ => new("Basic", Base64("ann:right")) });
        var reference = await registry.PushAsync("team/app", "1", Image, TestContext.Current.CancellationToken);

        var anonymous = await ScanAsync(reference);
        LogIn(registry.Host, "ann:wrong");
        var wrong = await ScanAsync(reference);
        LogIn(registry.Host, "ann:right");
        var right = await ScanAsync(reference);

        Assert.Equal(("unknown", $"{registry.Host} answered 401 Unauthorized without credentials (UNAUTHORIZED: authentication required); "
            + $"run docker login {registry.Host}"), anonymous);
        Assert.Equal(("unknown", $"{registry.Host} answered 401 Unauthorized to a credential from {_archway.Home}/.docker/config.json "
            + $"(UNAUTHORIZED: authentication required); log in again (run docker login {registry.Host}), or ask for access to the repository"), wrong);
        Assert.Equal(("ready", "its config says linux/arm64"), right);
        Assert.Equal(0, (await _archway.RunAsync("registry", "check", registry.Host)).ExitCode);
    }

    [Fact]
    public async Task Behind_a_token_server_the_password_goes_to_it_and_its_token_to_the_registry()
    {
        await using var tokens = await TokenServer.StartAsync("ann", "right");
        await using var registry = await StartAsync(new()
        {
            Tokens = tokens,
            ForPushing = repository => new("Bearer", tokens.Sign($"repository:{repository}:pull,push")),
        });
        var first = await registry.PushAsync("team/app", "1", Image, TestContext.Current.CancellationToken);
        var second = await registry.PushAsync("team/web", "1", Image, TestContext.Current.CancellationToken);

        var anonymous = await ScanAsync(first);
        LogIn(registry.Host, "ann:right");
        var asked = tokens.Log.Count;
        var ran = await _archway.RunAsync("scan", $"image:{first}", $"image:{second}", "--format", "json");

        Assert.Equal(("unknown", $"{registry.Host} answered 401 Unauthorized without credentials (UNAUTHORIZED: authentication required): "
            + $"it does not exist, or needs a login; check the name or run docker login {registry.Host}"), anonymous);
        Assert.Equal(2, ran.Json().GetProperty("summary").GetProperty("ready").GetInt32());
        // Both repositories by one token, and the registry checks the signature itself.
        var bought = Assert.Single(tokens.Log.Skip(asked));
        Assert.Contains("scope=repository%3Ateam%2Fapp%3Apull", bought.Query, StringComparison.Ordinal);
        Assert.Contains("scope=repository%3Ateam%2Fweb%3Apull", bought.Query, StringComparison.Ordinal);
        Assert.Equal("Basic " + Base64("ann:right"), bought.Authorization);
    }

    [Fact]
    public async Task Over_tls_of_an_authority_of_its_own_it_is_read_once_that_is_named()
    {
        using TestAuthority authority = new();
        await using var registry = await StartAsync(new() { Certificate = authority.Issue("127.0.0.1") });
        var reference = await registry.PushAsync("team/app", "1", Image, TestContext.Current.CancellationToken);

        var untrusted = await ScanAsync(reference);
        var trusted = await ScanAsync(reference, "--ca-file", authority.Write(_archway.Home));

        Assert.Equal("unknown", untrusted.Status);
        Assert.StartsWith($"TLS with {registry.Host} failed", untrusted.Because, StringComparison.Ordinal);
        Assert.Contains("--ca-file", untrusted.Because, StringComparison.Ordinal);
        Assert.Equal(("ready", "its config says linux/arm64"), trusted);
    }

    public void Dispose() => _archway.Dispose();

    private static Task<DebianRegistry> StartAsync(DebianRegistryOptions options) =>
        DebianRegistry.StartAsync(options, TestContext.Current.CancellationToken);

    private async Task<(string? Status, string? Because)> ScanAsync(string reference, params string[] options)
    {
        var image = (await _archway.RunAsync(["scan", $"image:{reference}", "--format", "json", .. options])).Json().GetProperty("images")[0];
        return (image.GetProperty("status").GetString(), image.GetProperty("because").GetString());
    }

    private void LogIn(string host, string login)
    {
        Directory.CreateDirectory(Path.Combine(_archway.Home, ".docker"));
        File.WriteAllText(Path.Combine(_archway.Home, ".docker/config.json"), $$$"""{"auths":{"{{{host}}}":{"auth":"{{{Base64(login)}}}" } } }""");
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>The test registry as a client that others wrote finds it.</summary>
public sealed class SkopeoTests
{
    [Fact]
    public async Task Skopeo_pushes_copies_lists_and_deletes()
    {
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { PageLength = 1 });
        var image = Images.Index("linux/amd64", "linux/arm64/v8");
        using TempFolder folder = new();
        LayoutFolder.Write(folder.Path, "1", image);
        using RegistryClient client = new(Asking.Options);

        foreach (var tag in new[] { "1", "2" })
            await SkopeoAsync("copy", "--all", "--preserve-digests", "--dest-tls-verify=false", $"oci:{folder.Path}:1", $"docker://{registry.Host}/acme/api:{tag}");
        Assert.Equal(image.Raw, (await client.AskAsync($"{registry.Host}/acme/api:2"))?.Raw.ToArray());

        await SkopeoAsync("copy", "--all", "--src-tls-verify=false", "--dest-tls-verify=false",
            $"docker://{registry.Host}/acme/api:1", $"docker://{registry.Host}/acme/web:1");
        Assert.Equal(image.Digest, await client.AskDigestAsync($"{registry.Host}/acme/web:1"));
        Assert.Contains(registry.Log, request => request.Query.Contains("mount=", StringComparison.Ordinal));

        var listed = JsonNode.Parse(await SkopeoAsync("list-tags", "--tls-verify=false", $"docker://{registry.Host}/acme/api"));
        Assert.Equal(["1", "2"], listed!["Tags"]!.AsArray().Select(tag => tag!.GetValue<string>()));

        await SkopeoAsync("delete", "--tls-verify=false", $"docker://{registry.Host}/acme/api:1");
        Assert.Null(await client.AskAsync($"{registry.Host}/acme/api@{image.Digest}"));
        Assert.NotNull(await client.AskAsync($"{registry.Host}/acme/web:1"));
    }

    private static async Task<string> SkopeoAsync(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/skopeo"), "skopeo is not installed; as root on Debian: apt-get install skopeo");
        using var run = Process.Start(
            new ProcessStartInfo("/usr/bin/skopeo", ["--insecure-policy", .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, error);
        return await output;
    }
}

using System.Diagnostics;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>Layouts and archives that another program wrote.</summary>
public sealed class SkopeoTests
{
    [Theory]
    [InlineData("oci", "--all", "linux/amd64", "linux/arm64")]
    [InlineData("oci-archive", "--all", "linux/amd64", "linux/arm64")]
    [InlineData("docker-archive", "--override-arch=arm64", "linux/arm64")]
    public async Task What_skopeo_writes_is_read(string scheme, string which, params string[] platforms)
    {
        await using var registry = await DebianRegistry.StartAsync(TestContext.Current.CancellationToken);
        var reference = await registry.PushAsync("team/app", "1", Images.Index("linux/amd64", "linux/arm64"), TestContext.Current.CancellationToken);
        using TempFolder folder = new();
        await SkopeoAsync("copy", which, "--src-tls-verify=false", $"docker://{reference}", $"{scheme}:{folder.Path}/out:team/app:1");
        using ArchwayProgram archway = new();

        var image = (await archway.RunAsync("image", $"{scheme}:{folder.Path}/out", "--format", "json")).Json();

        Assert.Equal("ready", image.GetProperty("status").GetString());
        Assert.Equal(platforms, image.GetProperty("platforms").EnumerateArray().Select(platform => platform.GetString()));
        Assert.Equal("layout", image.GetProperty("evidence")[0].GetProperty("source").GetString());
    }

    private static async Task SkopeoAsync(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/skopeo"), "skopeo is not installed; as root on Debian: apt-get install skopeo");
        using var run = Process.Start(
            new ProcessStartInfo("/usr/bin/skopeo", ["--insecure-policy", .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, error);
    }
}

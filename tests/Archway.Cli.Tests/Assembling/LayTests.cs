using System.Text.Json;
using Archway.Cli.Tests.Verifying;
using Archway.Testing;
using Archway.Testing.Debian;
using Xunit;

namespace Archway.Cli.Tests.Assembling;

/// <summary>Applications laid over a base of two platforms, without any daemon.</summary>
public sealed class LayTests
{
    [Fact]
    public async Task An_application_is_laid_over_every_platform_and_runs_there()
    {
        await using var registry = await DebianRegistry.StartAsync(Stop);
        using var folder = new TempFolder().With("app/hello.sh", "#!/bin/sh\necho hello from $(uname -m)\n").With("app/data/words.txt", "one two\n");
        var below = await registry.PushAsync("team/base", "1", await BusyboxAsync(), Stop);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("build", "-t", $"{registry.Host}/team/hello:1", "--base", below, "--add", "app:/opt/hello",
            "--entrypoint", "/bin/busybox sh /opt/hello/hello.sh", "--env", "MODE=test", "--label", "org.opencontainers.image.title=hello", "--expose", "8080", "--workdir", "/opt/hello");

        Assert.True(ran.ExitCode == 0, ran.Error);
        var judged = (await archway.RunAsync("image", $"{registry.Host}/team/hello:1", "--verify", "--format", "json", "-p", "linux/amd64", "-p", "linux/arm64")).Json();
        Assert.Equal(["verified", "verified"], judged.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("verification").GetString()));
        foreach (var architecture in new[] { "amd64", "arm64" })
        {
            using var config = JsonDocument.Parse(await Tool.RunAsync("skopeo",
                ["inspect", "--tls-verify=false", "--config", $"--override-arch={architecture}", $"docker://{registry.Host}/team/hello:1"], "", Stop));
            var process = config.RootElement.GetProperty("config");
            Assert.Equal(["/bin/busybox", "sh", "/opt/hello/hello.sh"], process.GetProperty("Entrypoint").EnumerateArray().Select(word => word.GetString()));
            Assert.Equal("/opt/hello", process.GetProperty("WorkingDir").GetString());
            Assert.Contains("MODE=test", process.GetProperty("Env").EnumerateArray().Select(word => word.GetString()));
            Assert.Equal(architecture, config.RootElement.GetProperty("architecture").GetString());
        }
    }

    [Fact]
    public async Task The_same_files_give_the_same_bytes_wherever_and_whenever_they_are_packed()
    {
        await using var registry = await TestRegistry.StartAsync();
        var below = registry.Put("base", "1", await BusyboxAsync());
        List<string?> digests = [];
        foreach (var age in new[] { 1, 100 })
        {
            using var folder = new TempFolder().With("app/b.txt", "b").With("app/a/c.txt", "c");
            File.SetLastWriteTimeUtc(Path.Combine(folder.Path, "app/b.txt"), new DateTime(2020, 1, 1).AddDays(age));
            using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
            digests.Add((await archway.RunAsync("build", "-t", $"{registry.Host}/app:1", "--base", below, "--add", "app", "--format", "json")).Json().GetProperty("digest").GetString());
        }

        Assert.Single(digests.Distinct());
    }

    [Fact]
    public async Task One_layer_serves_all_platforms_and_the_base_is_not_sent_again()
    {
        await using var registry = await DebianRegistry.StartAsync(new DebianRegistryOptions { Logs = true }, Stop);
        using var folder = new TempFolder().With("app/app.py", "print('hello')\n");
        var below = await registry.PushAsync("team/base", "1", await BusyboxAsync(), Stop);
        var before = registry.Log.Count;
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        Assert.Equal(0, (await archway.RunAsync("build", "-t", $"{registry.Host}/team/app:1", "--base", below, "--add", "app")).ExitCode);

        // The layer, two configs; what the base has is taken over within the registry.
        Assert.Equal(3, registry.Log.Skip(before).Count(request => request.Contains("\"PUT /v2/team/app/blobs/uploads/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Files_of_one_machine_are_refused_by_name_and_taken_for_each_platform_alone()
    {
        await using var registry = await DebianRegistry.StartAsync(Stop);
        using TempFolder folder = new();
        var base2 = await registry.PushAsync("team/base", "1", await BusyboxAsync(), Stop);
        foreach (var architecture in new[] { "amd64", "arm64" })
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, architecture));
            File.WriteAllBytes(Path.Combine(folder.Path, architecture, "tool"), Elf(architecture));
        }

        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        var refused = await archway.RunAsync("build", "-t", $"{registry.Host}/team/tool:1", "--base", base2, "--add", "amd64:/opt");
        var crossed = await archway.RunAsync("build", "-t", $"{registry.Host}/team/tool:1", "--base", base2, "--add", "linux/amd64=arm64:/opt", "--add", "linux/arm64=amd64:/opt");
        var laid = await archway.RunAsync("build", "-t", $"{registry.Host}/team/tool:1", "--base", base2, "--add", "linux/amd64=amd64:/opt", "--add", "linux/arm64=arm64:/opt",
            "--entrypoint", "/opt/tool");

        Assert.Equal((2, 2), (refused.ExitCode, crossed.ExitCode));
        Assert.Contains($"{Path.Combine(folder.Path, "amd64", "tool")} is for linux/amd64 and would lie in the image for linux/arm64; build it for each platform", refused.Error.Replace("/v8", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(laid.ExitCode == 0, laid.Error);
        var judged = (await archway.RunAsync("image", $"{registry.Host}/team/tool:1", "--verify", "--format", "json", "-p", "linux/amd64", "-p", "linux/arm64")).Json();
        Assert.Equal(["verified", "verified"], judged.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("verification").GetString()));
    }

    [Fact]
    public async Task A_host_that_NET_writes_beside_an_application_is_refused_with_what_to_do()
    {
        await using var registry = await TestRegistry.StartAsync();
        using TempFolder folder = new();
        var below = registry.Put("base", "1", await BusyboxAsync());
        var built = Path.GetDirectoryName(typeof(ArchwayProgram).Assembly.Location)!;
        Directory.CreateDirectory(Path.Combine(folder.Path, "app"));
        File.Copy(Path.Combine(built, "Archway.Oci.dll"), Path.Combine(folder.Path, "app", "shop.dll"));
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var neutral = await archway.RunAsync("build", "-t", $"{registry.Host}/app:1", "--base", below, "--add", "app");
        File.WriteAllBytes(Path.Combine(folder.Path, "app", "shop"), Elf("amd64"));
        var refused = await archway.RunAsync("build", "-t", $"{registry.Host}/app:2", "--base", below, "--add", "app");

        Assert.True(neutral.ExitCode == 0, neutral.Error);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("publish without a host of one machine's (-p:UseAppHost=false)", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is nothing to lay over the base", "--base", "BASE")]
    [InlineData("there is no folder or file", "--base", "BASE", "--add", "gone")]
    [InlineData("the base BASE has no linux/s390x; it has linux/amd64, linux/arm64", "--base", "BASE", "--add", "app", "--platform", "linux/s390x")]
    [InlineData("is for a platform that is not made; linux/amd64, linux/arm64", "--base", "BASE", "--add", "linux/s390x=app")]
    [InlineData("--add lays something over a base; name that with --base", "--add", "app")]
    [InlineData("is a link to /etc/passwd, which is not within what is added", "--base", "BASE", "--add", "linked")]
    [InlineData("has a name that layers keep for what they take away", "--base", "BASE", "--add", "hiding")]
    [InlineData("has a name that layers keep for what they take away", "--base", "BASE", "--add", "hiding/.wh.etc")]
    [InlineData("'/.wh.etc' has a name that layers keep for what they take away", "--base", "BASE", "--add", "app:/.wh.etc")]
    [InlineData("its place in the image is written from the root, FOLDER:/PATH", "--base", "BASE", "--add", "app:srv")]
    [InlineData("is no path in an image", "--base", "BASE", "--add", "app:/../etc")]
    public async Task What_cannot_be_laid_is_told(string message, params string[] arguments)
    {
        await using var registry = await TestRegistry.StartAsync();
        using var folder = new TempFolder().With("app/a.txt", "a").With("linked/a.txt", "a").With("hiding/.wh.etc", "");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "linked", "passwd"), "/etc/passwd");
        var below = registry.Put("base", "1", await BusyboxAsync());
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync(["build", "-t", $"{registry.Host}/app:1", .. arguments.Select(argument => argument.Replace("BASE", below, StringComparison.Ordinal))]);

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(message.Replace("BASE", below, StringComparison.Ordinal), ran.Error.Replace("/v8", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(registry.Log, request => request.Method is "PUT" or "POST");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task<StoredImage> BusyboxAsync() => RealImageRegistry.MakeAsync(() => RealImages.OfAsync("busybox", "multi"));

    // The head of a static program is enough to tell its machine.
    private static byte[] Elf(string architecture)
    {
        var elf = new byte[4096];
        byte[] head = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, (byte)(architecture == "arm64" ? 183 : 62), 0, 1];
        head.CopyTo(elf, 0);
        elf[52] = 64;
        elf[32] = 64;
        elf[54] = 56;
        elf[56] = 1;
        elf[64] = 1;
        elf[68] = 5;
        return elf;
    }
}

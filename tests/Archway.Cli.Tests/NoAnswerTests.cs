using System.Diagnostics;
using System.Text.RegularExpressions;
using Archway.Oci.Content;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>What a person reads when a registry gives no usable answer: each kind says itself, and none is a yes or a no.</summary>
public sealed class NoAnswerTests
{
    private static readonly Dictionary<string, (Action<TestRegistry> Spoil, string Because)> Troubles = new()
    {
        ["401"] = (registry => registry.WantBasic("someone", "secret"), "docker login"),
        ["403"] = (registry => registry.On().Answer(403), "403"),
        ["404 of something else"] = (registry => registry.On().Answer(404, body: "<html>not here</html>", contentType: "text/html"), "not a registry"),
        ["429"] = (registry => registry.On().Answer(429, retryAfter: "3600"), "rate limited until 20"),
        ["500"] = (registry => registry.On().Answer(500), "500"),
        ["hang"] = (registry => registry.On().Hang(), "did not answer within 1 s"),
        ["cut"] = (registry => registry.On().Cut(), "connection"),
        ["stall"] = (registry => registry.On().Stall(), "did not finish its answer within 1 s"),
        ["cut body"] = (registry => registry.On().CutBody(), "broke off in the middle"),
        ["truncated"] = (registry => registry.On().Truncate(), "not JSON that can be read"),
        ["wrong digest"] = (registry => registry.On().WrongDigest(), "digest"),
        ["not a manifest"] = (registry => registry.On().Replace("<html>"u8.ToArray(), "text/html"), "something else than a manifest"),
        ["a manifest of nothing"] = (registry => registry.On().Replace("{}"u8.ToArray(), MediaTypes.OciManifest), "of no known kind"),
        ["wrong media type"] = (registry => registry.On().WrongMediaType("text/html"), "'text/html' is not a kind of manifest"),
        ["drip"] = (registry => registry.On().Drip(TimeSpan.FromMilliseconds(100)), "did not finish its answer within 1 s"),
        ["100 MB, told"] = (registry => registry.On().Flood(100_000_000, isTold: true), "answers 100000000 bytes as a manifest"),
        ["endless"] = (registry => registry.On().Flood(64 * 1024 * 1024), "more than 4194304 bytes"),
    };

    public static TheoryData<string> Kinds => [.. Troubles.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task No_answer_is_unknown_and_says_why(string kind)
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("team/app", "1", Images.Index("linux/amd64", "linux/arm64"));
        Troubles[kind].Spoil(registry);
        using ArchwayProgram archway = new() { Input = reference };

        var image = (await archway.RunAsync("scan", "-", "--format", "json", "--give-up-after", "1")).Json().GetProperty("images")[0];

        Assert.Equal("unknown", image.GetProperty("status").GetString());
        Assert.Contains(Troubles[kind].Because, image.GetProperty("because").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(image.GetProperty("platforms").EnumerateArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_a_manifest_of_100_MB_no_more_is_taken_than_what_a_manifest_may_have(bool isTold)
    {
        using FloodingHost host = new(100_000_000, isTold);
        using ArchwayProgram archway = new() { Input = $"{host.Host}/team/app:1" };

        var image = (await archway.RunAsync("scan", "-", "--format", "json")).Json().GetProperty("images")[0];

        Assert.Equal("unknown", image.GetProperty("status").GetString());
        Assert.Contains("as a manifest", image.GetProperty("because").GetString(), StringComparison.Ordinal);
        // Four MiB are read at most; the rest lay in the buffers of the two sockets.
        Assert.InRange(await host.Taken, 0, 32 << 20);
    }

    [Fact]
    public async Task Every_kind_of_trouble_reads_differently()
    {
        List<string> reasons = [];
        foreach (var (_, (spoil, _)) in Troubles)
        {
            await using var registry = await TestRegistry.StartAsync();
            var reference = registry.Put("team/app", "1", Images.Index("linux/amd64", "linux/arm64"));
            spoil(registry);
            using ArchwayProgram archway = new() { Input = reference };
            var image = (await archway.RunAsync("scan", "-", "--format", "json", "--give-up-after", "1")).Json().GetProperty("images")[0];
            reasons.Add(Regex.Replace(
                image.GetProperty("because").GetString()!.Replace(registry.Host, "HOST", StringComparison.Ordinal), @"until \S+ \S+:\d\dZ", "until TIME"));
        }

        Golden.Equal("NoAnswer.Reasons", string.Join('\n', Troubles.Keys.Zip(reasons, (kind, reason) => $"{kind}: {reason}").Append("")));
    }

    [Fact]
    public async Task A_404_that_a_registry_answers_is_missing()
    {
        await using var registry = await TestRegistry.StartAsync();
        using ArchwayProgram archway = new() { Input = $"{registry.Host}/team/app:1" };

        var image = (await archway.RunAsync("scan", "-", "--format", "json")).Json().GetProperty("images")[0];

        Assert.Equal("missing", image.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_dead_host_costs_its_images_one_wait_and_the_other_hosts_none()
    {
        await using var dead = await TestRegistry.StartAsync();
        await using var alive = await TestRegistry.StartAsync();
        dead.On().Hang();
        var good = alive.Put("team/app", "1", Images.Index("linux/arm64"));
        using ArchwayProgram archway = new() { Input = string.Join('\n', Enumerable.Range(0, 100).Select(i => $"{dead.Host}/team/app:{i}").Append(good)) };

        var report = (await archway.RunAsync("scan", "-", "--format", "json", "--give-up-after", "1")).Json();

        Assert.Equal(100, report.GetProperty("summary").GetProperty("unknown").GetInt32());
        Assert.Equal(1, report.GetProperty("summary").GetProperty("ready").GetInt32());
        // As many as the host is asked at once; the rest are told without being asked.
        Assert.InRange(dead.Log.Count, 1, 8);
    }

    [Fact]
    public async Task Each_image_is_asked_once_however_often_it_is_named_and_a_second_run_costs_a_HEAD()
    {
        await using var registry = await TestRegistry.StartAsync();
        var index = registry.Put("team/index", "1", Images.Index("linux/amd64", "linux/arm64"));
        var single = registry.Put("team/single", "1", Images.Manifest("linux/arm64"));
        using ArchwayProgram archway = new() { Input = string.Join('\n', index, single, index, single, index) };

        await archway.RunAsync("scan", "-");
        var cold = registry.Log.Select(request => request.Method).ToArray();
        using ArchwayProgram again = new() { Input = string.Join('\n', index, single) };
        again.With("ARCHWAY_CACHE", Path.Combine(archway.Home, ".cache", "archway"));
        var second = (await again.RunAsync("scan", "-", "--format", "json")).Json();

        // The index, the single manifest and its config, then two manifests that are compared, and the config that is not the single one's.
        Assert.Equal(Enumerable.Repeat("GET", 6), cold);
        Assert.Equal(["HEAD", "HEAD"], registry.Log.Skip(6).Select(request => request.Method));
        Assert.Equal(2, second.GetProperty("summary").GetProperty("ready").GetInt32());
    }

    [Fact]
    public async Task A_tag_that_moved_is_seen_although_the_old_answer_is_kept()
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("team/app", "1", Images.Index("linux/amd64"));
        using ArchwayProgram archway = new();

        var before = (await archway.RunAsync("image", reference, "--format", "json")).Json();
        registry.Put("team/app", "1", Images.Index("linux/amd64", "linux/arm64"));
        var after = (await archway.RunAsync("image", reference, "--format", "json")).Json();

        Assert.Equal("blocked", before.GetProperty("status").GetString());
        Assert.Equal("ready", after.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Ctrl_C_while_a_registry_is_silent_ends_the_program_cleanly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "only Unix can send another process an interrupt");
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Hang();
        using TempFolder home = new();
        ProcessStartInfo start = new(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            [typeof(CommandLine).Assembly.Location, "image", $"{registry.Host}/team/app:1", "--give-up-after", "300"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = home.Path;
        using var archway = Process.Start(start)!;
        while (registry.Log.Count == 0 && !archway.HasExited) await Task.Yield();

        // The shell's own kill: a small system has no other.
        using (var kill = Process.Start("/bin/sh", ["-c", $"kill -INT {archway.Id}"])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("archway: stopped\n", await archway.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal("", await archway.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await archway.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, archway.ExitCode);
    }

    [Fact]
    public async Task Images_of_several_dead_hosts_are_waited_for_together()
    {
        await using var first = await TestRegistry.StartAsync();
        await using var second = await TestRegistry.StartAsync();
        await using var third = await TestRegistry.StartAsync();
        TestRegistry[] dead = [first, second, third];
        foreach (var registry in dead) registry.On().Hang();
        using ArchwayProgram archway = new();
        var began = TimeProvider.System.GetTimestamp();

        var ran = await archway.RunAsync(
            [.. dead.Select(registry => $"{registry.Host}/team/app:1").Prepend("image"), "--format", "json", "--give-up-after", "4"]);

        Assert.Equal(dead.Select(registry => $"{registry.Host}/team/app:1"),
            ran.Json().EnumerateArray().Select(image => image.GetProperty("image").GetString()));
        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(11));
    }

    [Theory]
    [InlineData("image")]
    [InlineData("scan")]
    public async Task A_layout_that_is_not_there_is_a_job_that_cannot_be_done(string command)
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync(command, "oci:/no/such/layout");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("there is no file or folder '/no/such/layout'", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_stands_in_a_report_or_in_the_cache()
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("team/app", "1", Images.Index("linux/arm64"));
        registry.WantBasic("robot", "hunter2-secret");
        using ArchwayProgram archway = new();
        Directory.CreateDirectory(Path.Combine(archway.Home, ".docker"));
        File.WriteAllText(Path.Combine(archway.Home, ".docker/config.json"),
            $$$"""{"auths":{"{{{registry.Host}}}":{"auth":"{{{Convert.ToBase64String("robot:hunter2-secret"u8)}}}" } } }""");

        var good = await archway.RunAsync("image", reference);
        registry.WantBasic("robot", "another");
        var refused = await archway.RunAsync("image", reference, "--no-cache");

        Assert.Contains("ready", good.Output, StringComparison.Ordinal);
        Assert.Contains("401", refused.Output, StringComparison.Ordinal);
        var kept = Directory.EnumerateFiles(Path.Combine(archway.Home, ".cache"), "*", SearchOption.AllDirectories).Select(File.ReadAllText).ToArray();
        Assert.NotEmpty(kept);
        foreach (var text in kept.Append(good.ToString()).Append(refused.ToString())) Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(Path.Combine(archway.Home, ".cache/archway/v1")));
    }
}

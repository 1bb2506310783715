using System.Diagnostics;
using System.Text.Json;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Gpu;

/// <summary>Looking at this machine, at another root, and at what was saved of one.</summary>
public sealed class SavedHostTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Names => [.. TestHosts.All.Keys];

    [Fact]
    public async Task What_is_saved_of_this_machine_is_examined_again_with_the_same_answer()
    {
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };
        archway.With("PATH", "/usr/bin:/bin");

        var here = await archway.RunAsync("gpu", "doctor", "--save", "host.json");
        var again = await archway.RunAsync("gpu", "doctor", "--root", "host.json");

        Assert.Equal(0, here.ExitCode);
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(here.Output.Replace("This machine", "The host", StringComparison.Ordinal), again.Output);
        Assert.Contains("archway gpu doctor --root host.json examines it again", here.Error, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.Path, "host.json")));
    }

    [Fact]
    public async Task A_machine_without_a_GPU_gets_one_line()
    {
        _folder.With("host.json", TestHosts.All["no-gpu"].Host().Json());
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };

        var ran = await archway.RunAsync("gpu", "doctor", "--root", "host.json", "--fail-on", "note,unknown");

        Assert.Equal(0, ran.ExitCode);
        Assert.Equal("The host has no NVIDIA GPU: there is nothing to examine.\n", ran.Output);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_file_that_a_rule_looks_at_is_collected_from_a_root(string name)
    {
        var laid = TestHosts.All[name].Host().LayIn(Path.Combine(_folder.Path, "root"));
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };

        var ran = await archway.RunAsync("gpu", "doctor", "--root", "root", "--save", "host.json", "--format", "json");

        Assert.Equal(0, ran.ExitCode);
        using var saved = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.Path, "host.json")));
        var collected = saved.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("path").GetString()!).ToHashSet();
        Assert.Equal(laid.Order(StringComparer.Ordinal), laid.Where(collected.Contains).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_folder_holds_a_snapshot_with_its_long_files_beside_it()
    {
        var host = TestHosts.All["docker-trailing-comma"].Host();
        _folder.With("host/files/etc/docker/daemon.json", "{ \"runtimes\": { \"nvidia\": { \"path\": \"nvidia-container-runtime\" } } }");
        _folder.With("host/snapshot.json", host.Without(TestHost.Daemon).Json());
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };

        var ran = await archway.RunAsync("gpu", "doctor", "--root", "host", "--format", "json");

        Assert.DoesNotContain("GPU-H01", ran.Output.Split("\"passed\"")[0], StringComparison.Ordinal);
        Assert.True(ran.Json().GetProperty("hasGpu").GetBoolean());
    }

    [Fact]
    public async Task No_secret_of_a_configuration_is_saved()
    {
        const string Secret = "hunter2";
        _folder.With("root/etc/docker/daemon.json", $$"""{ "proxies": { "http-proxy": "http://ada:{{Secret}}@proxy:3128" }, "log-opts": { "splunk-token": "{{Secret}}" }, "default-runtime": "nvidia" }""");
        _folder.With("root/etc/containerd/config.toml", $"version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.configs.\"r\".auth]\nusername = \"ada\"\npassword = \"{Secret}\"\nauth = '{Secret}'\nidentitytoken = \"{Secret}\"\n[plugins.\"io.containerd.grpc.v1.cri\".registry.headers]\nAuthorization = [\"Bearer {Secret}\"]\n");
        _folder.With("root/etc/systemd/system/docker.service.d/proxy.conf", $"[Service]\nEnvironment=\"HTTPS_PROXY=http://ada:{Secret}@proxy\" \"API_KEY={Secret}\"\nEnvironment=ANY={Secret}\n");
        _folder.With("root/etc/nvidia-container-toolkit/nvidia-cdi-refresh.env", $"NVIDIA_CTK_DEBUG=1\nOTHER={Secret}\n");
        _folder.With("root/etc/apt/sources.list.d/private.list", $"deb https://ada:{Secret}@apt.example.com/nvidia stable main\n");
        _folder.With("root/root/.docker/config.json", $$"""{ "auths": { "r": { "auth": "{{Secret}}" } } }""");
        _folder.With("root/home/ada/.config/docker/daemon.json", $$"""{ "registry-mirrors": ["https://ada:{{Secret}}@mirror"] }""");
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };

        await archway.RunAsync("gpu", "doctor", "--root", "root", "--save", "host.json");

        var saved = File.ReadAllText(Path.Combine(_folder.Path, "host.json"));
        Assert.DoesNotContain(Secret, saved, StringComparison.Ordinal);
        Assert.Contains("NVIDIA_CTK_DEBUG=1", saved, StringComparison.Ordinal);
        Assert.Contains("default-runtime", saved, StringComparison.Ordinal);
        Assert.DoesNotContain(".docker/config.json", saved, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_link_leads_out_of_a_root_and_no_pipe_is_waited_for()
    {
        _folder.With("outside", "ID=outside\n");
        _folder.With("root/proc/sys/kernel/osrelease", "6.8.0\n");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "root/etc/cdi"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "root/etc/docker"));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "root/etc/os-release"), "../../outside");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "root/etc/docker/daemon.json"), Path.Combine(_folder.Path, "outside"));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "root/etc/cdi/loop.yaml"), "loop.yaml");
        using (var made = Process.Start("mkfifo", Path.Combine(_folder.Path, "root/etc/cdi/pipe.yaml"))) await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };

        var ran = await archway.RunAsync("gpu", "doctor", "--root", "root", "--save", "host.json");

        Assert.Equal(0, ran.ExitCode);
        Assert.DoesNotContain("ID=outside", File.ReadAllText(Path.Combine(_folder.Path, "host.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", "there is no such file")]
    [InlineData("empty", "holds nothing of a host")]
    public async Task What_is_no_host_is_refused(string name, string why)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty"));
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };

        var ran = await archway.RunAsync("gpu", "doctor", "--root", name);

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(why, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_threshold_answers_one()
    {
        _folder.With("host.json", TestHosts.All["nouveau"].Host().Json());
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };

        Assert.Equal(1, (await archway.RunAsync("gpu", "doctor", "--root", "host.json", "--fail-on", "blocker")).ExitCode);
        Assert.Equal(0, (await archway.RunAsync("gpu", "doctor", "--root", "host.json")).ExitCode);
    }

    [Fact]
    public async Task A_report_for_a_ticket_is_Markdown()
    {
        _folder.With("host.json", TestHosts.All["mismatch-unattended-upgrade"].Host().Json());
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };

        Golden.Equal("Hosts/mismatch.markdown", (await archway.RunAsync("gpu", "doctor", "--root", "host.json", "--format", "markdown")).ToString());
        Golden.Equal("Hosts/mismatch.json", (await archway.RunAsync("gpu", "doctor", "--root", "host.json", "--format", "json")).ToString());
    }

    public void Dispose() => _folder.Dispose();
}

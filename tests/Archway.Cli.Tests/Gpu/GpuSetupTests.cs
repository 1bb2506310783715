using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Gpu;

/// <summary>What <c>archway gpu setup</c> plans, and what it writes.</summary>
public sealed class GpuSetupTests : IDisposable
{
    private const string Daemon = "{\n  \"features\": {\"containerd-snapshotter\": true},\n  \"log-driver\": \"json-file\"\n}\n";
    private readonly TempFolder _folder = new();

    public static TheoryData<string, string> All
    {
        get
        {
            string[] distributions = ["ubuntu-20.04", "ubuntu-22.04", "ubuntu-24.04", "ubuntu-26.04", "debian-12", "debian-13", "rhel-8", "rhel-9", "rhel-10", "rocky-9", "almalinux-9", "centos-8", "fedora-42", "amzn-2", "amzn-2023", "sles-15", "opensuse-leap-15"];
            string[] engines = ["docker", "docker-rootless", "podman", "containerd", "crio", "k3s", "rke2", "eks"];
            TheoryData<string, string> all = [];
            foreach (var distribution in distributions)
                foreach (var engine in engines) all.Add(distribution, engine);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_plan_begins_with_its_engine_ends_with_the_proof_and_is_a_clean_script(string distribution, string engine)
    {
        var script = await RunAsync("--distro", distribution, "--engine", engine, "--format", "sh");
        var plan = (await RunAsync("--distro", distribution, "--engine", engine, "--format", "json")).Json();

        Assert.DoesNotContain("{cuda", script.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("{rpm-tool}", script.Output, StringComparison.Ordinal);
        await Installed.RunAsync("shellcheck", "shellcheck", _folder.With("setup.sh", script.Output).Path + "/setup.sh");
        if (!plan.GetProperty("hasPlan").GetBoolean())
        {
            Assert.Equal(2, script.ExitCode);
            Assert.NotEmpty(plan.GetProperty("answers").EnumerateArray());
            return;
        }

        var parts = plan.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("part").GetString()!).ToArray();
        Assert.Equal("proof", parts[^1]);
        string[] order = ["engine", "driver", "toolkit", "configure", "restart", "cluster", "proof"];
        Assert.Equal(parts.OrderBy(part => Array.IndexOf(order, part)), parts);
        if (engine is "docker" or "docker-rootless" or "podman" or "containerd" or "crio") Assert.Equal("engine", parts[0]);
    }

    [Theory]
    [InlineData("ubuntu-20.04", "docker")]
    [InlineData("ubuntu-20.04", "podman")]
    [InlineData("ubuntu-24.04", "docker")]
    [InlineData("ubuntu-24.04", "podman")]
    [InlineData("rhel-9", "containerd")]
    [InlineData("amzn-2023", "eks")]
    public async Task A_plan_reads_so(string distribution, string engine) =>
        Golden.Equal($"Setup.{distribution}.{engine}", (await RunAsync("--distro", distribution, "--engine", engine)).ToString());

    [Theory]
    [InlineData("markdown")]
    [InlineData("sh")]
    [InlineData("json")]
    public async Task A_plan_in_another_form(string format) =>
        Golden.Equal($"Setup.{format}", (await RunAsync("--distro", "ubuntu-24.04", "--engine", "podman", "--format", format)).ToString());

    [Fact]
    public async Task What_is_said_of_Arm_alone_is_not_said_of_another_architecture()
    {
        Assert.Contains("does not list this distribution", (await RunAsync("--distro", "debian-13", "--engine", "docker")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("does not list this distribution", (await RunAsync("--distro", "debian-13", "--engine", "docker", "--arch", "amd64")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_the_deprecated_route_stands_in_a_plan_but_where_it_is_named()
    {
        foreach (var engine in new[] { "docker", "podman" })
        {
            var script = (await RunAsync("--distro", "ubuntu-24.04", "--engine", engine, "--format", "sh")).Output;

            Assert.DoesNotContain("apt-key", script, StringComparison.Ordinal);
            Assert.DoesNotContain("nvidia-docker2", script, StringComparison.Ordinal);
            Assert.Contains("signed-by=/usr/share/keyrings/", script, StringComparison.Ordinal);
            Assert.Contains("nvidia-docker2", (await RunAsync("--distro", "ubuntu-24.04", "--engine", engine)).Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_distribution_and_the_engine_are_found_on_the_host()
    {
        _folder.With("root/etc/os-release", "ID=ubuntu\nVERSION_ID=\"24.04\"\n").With("root/etc/docker/daemon.json", Daemon).With("root/usr/bin/dockerd", "").With("root/usr/bin/docker", "");

        var ran = await RunAsync("--root", "root");

        Assert.StartsWith("GPU containers with Docker on Ubuntu 24.04", ran.Output, StringComparison.Ordinal);
        Assert.Contains("+  \"runtimes\": {", ran.Output, StringComparison.Ordinal);
        Assert.Equal(Daemon, File.ReadAllText(Path.Combine(_folder.Path, "root/etc/docker/daemon.json")));
    }

    [Fact]
    public async Task Written_it_keeps_the_old_file_prints_the_diff_and_a_second_time_does_nothing()
    {
        _folder.With("root/etc/docker/daemon.json", Daemon);

        var first = await RunAsync("--root", "root", "--engine", "docker", "--write");
        var second = await RunAsync("--root", "root", "--engine", "docker", "--write");

        Golden.Equal("Setup.Written", first + "\n===== again\n" + second);
        Assert.Equal(Daemon, File.ReadAllText(Path.Combine(_folder.Path, "root/etc/docker/daemon.json.archway-backup")));
        Assert.Contains("containerd-snapshotter", File.ReadAllText(Path.Combine(_folder.Path, "root/etc/docker/daemon.json")), StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_folder.Path, "root/etc/docker")).Length);
    }

    [Fact]
    public async Task A_byte_order_mark_stays()
    {
        var file = Path.Combine(_folder.With("root/etc/docker/daemon.json", "").Path, "root/etc/docker/daemon.json");
        await File.WriteAllBytesAsync(file, [0xEF, 0xBB, 0xBF, .. "{}\r\n"u8], TestContext.Current.CancellationToken);

        await RunAsync("--root", "root", "--engine", "docker", "--write");

        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal([0xEF, 0xBB, 0xBF, (byte)'{', (byte)'\r', (byte)'\n'], bytes[..6]);
    }

    [Theory]
    [InlineData("{\"a\": 1,}", "docker", "line 1 is not JSON")]
    public async Task A_file_that_cannot_be_mended_by_a_program_is_left(string text, string engine, string why)
    {
        _folder.With("root/etc/docker/daemon.json", text);

        var ran = await RunAsync("--root", "root", "--engine", engine, "--write");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(why, ran.Error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "root/etc/docker")));
    }

    [Fact]
    public async Task A_link_in_another_root_leads_nowhere()
    {
        _folder.With("outside.json", "{}").With("root/etc/docker/x", "");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "root/etc/docker/daemon.json"), Path.Combine(_folder.Path, "outside.json"));

        var ran = await RunAsync("--root", "root", "--engine", "docker", "--write");

        Assert.Equal(2, ran.ExitCode);
        Assert.Equal("{}", File.ReadAllText(Path.Combine(_folder.Path, "outside.json")));
    }

    [Theory]
    [InlineData("there is no plan for the distribution 'slackware-15'", "--distro", "slackware-15", "--engine", "docker")]
    [InlineData("no engine was found in empty", "--root", "empty")]
    [InlineData("there is no such folder", "--root", "nowhere")]
    public async Task What_cannot_be_planned_is_said(string why, params string[] arguments)
    {
        _folder.With("empty/x", "");

        var ran = await RunAsync(arguments);

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(why, ran.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<Ran> RunAsync(params string[] arguments)
    {
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };
        return await archway.RunAsync(["gpu", "setup", .. arguments]);
    }
}

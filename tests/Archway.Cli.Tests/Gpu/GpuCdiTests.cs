using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Gpu;

/// <summary>What <c>archway gpu cdi</c> says of specifications, and those it makes.</summary>
public sealed class GpuCdiTests : IDisposable
{
    private const string Broken = "cdiVersion: 0.4.0\nkind: nvidia.com/gpu\ndevices:\n- name: 0\n  containerEdits:\n    deviceNodes:\n    - path: /dev/nvidia0\n      permisions: rw\n    hooks:\n    - hookName: prestart\n      path: nvidia-cdi-hook\n";
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    public async Task A_broken_specification_is_told_by_place_and_level(string format) =>
        Golden.Equal($"Cdi.Broken.{format}", (await RunAsync(_folder.With("nvidia.yaml", Broken), "nvidia.yaml", "--format", format)).ToString());

    [Theory]
    [InlineData("blocker", 1)]
    [InlineData("note", 1)]
    public async Task A_threshold_counts(string threshold, int exit) =>
        Assert.Equal(exit, (await RunAsync(_folder.With("nvidia.yaml", Broken), "nvidia.yaml", "--fail-on", threshold)).ExitCode);

    [Fact]
    public async Task The_specification_of_a_sound_host_is_sound()
    {
        var ran = await RunAsync(_folder.With("host.json", TestHost.GraceHopper().Json()), "--root", "host.json", "--fail-on", "warning");

        Assert.Contains("/var/run/cdi/nvidia.yaml: sound", ran.Output, StringComparison.Ordinal);
        Assert.Equal(0, ran.ExitCode);
    }

    [Fact]
    public async Task A_specification_from_before_an_upgrade_is_stale()
    {
        var ran = await RunAsync(_folder.With("host.json", TestHost.GraceHopper().WithSpec("535.161.08").Json()), "--root", "host.json", "--fail-on", "warning");

        Golden.Equal("Cdi.Stale", ran.ToString());
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("it is for driver 535.161.08, and 580.95.05 is loaded", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_files_that_define_one_device_are_told_of()
    {
        const string One = "cdiVersion: 0.5.0\nkind: nvidia.com/gpu\ndevices:\n- name: \"0\"\n  containerEdits: {env: [A=b]}\n";

        var ran = await RunAsync(_folder.With("specs/a.yaml", One).With("specs/b.yaml", One), "specs/a.yaml", "specs/b.yaml");

        Assert.Contains("conflicting device \"nvidia.com/gpu=0\": specs/a.yaml defines it too", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_specification_is_made_of_a_host_and_is_sound_there()
    {
        _folder.With("host.json", TestHost.GraceHopper().Json());

        var made = await RunAsync(_folder, "--root", "host.json", "--generate");

        Golden.Equal("Cdi.Made", made.ToString());
        var judged = (await RunAsync(_folder.With("made.yaml", made.Output), "made.yaml", "--format", "json")).Json();
        Assert.Equal("sound", judged.GetProperty("files")[0].GetProperty("state").GetString());
        Assert.Equal("0.5.0", judged.GetProperty("files")[0].GetProperty("cdiVersion").GetString());
        Assert.Empty(judged.GetProperty("files")[0].GetProperty("problems").EnumerateArray());
    }

    [Fact]
    public async Task A_host_without_a_driver_has_none_made_of_it()
    {
        var ran = await RunAsync(_folder.With("root/etc/os-release", "ID=ubuntu\n"), "--root", "root", "--generate");

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.Contains("runs no NVIDIA driver", ran.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<Ran> RunAsync(TempFolder folder, params string[] arguments)
    {
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };
        return await archway.RunAsync(["gpu", "cdi", .. arguments]);
    }
}

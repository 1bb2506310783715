using System.Text;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Gpu;

/// <summary>What <c>archway gpu explain</c> makes of error texts and logs.</summary>
public sealed class GpuExplainTests
{
    [Theory]
    [InlineData("GPU-F03", "docker: Error response from daemon: could not select device driver \"\" with capabilities: [[gpu]].")]
    [InlineData("GPU-F03", "could not select device driver \"nvidia\" with capabilities: [[gpu]]")]
    [InlineData("GPU-D01", "nvidia-container-cli: initialization error: nvml error: driver/library version mismatch: unknown")]
    [InlineData("GPU-D01", "Failed to initialize NVML: Driver/library version mismatch")]
    [InlineData("GPU-I01", "Failed to initialize NVML: Unknown Error")]
    [InlineData("GPU-D03", "nvidia-container-cli: initialization error: load library failed: libnvidia-ml.so.1: cannot open shared object file: no such file or directory")]
    [InlineData("GPU-C01", "nvidia-container-cli: initialization error: nvml error: driver not loaded")]
    [InlineData("GPU-C01", "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.")]
    [InlineData("GPU-J02", "requirement error: unsatisfied condition: cuda>=12.8, please update your driver to a newer version")]
    [InlineData("GPU-G01", "Error: setting up CDI devices: unresolvable CDI devices nvidia.com/gpu=all")]
    [InlineData("GPU-H20", "Failed to create pod sandbox: rpc error: no runtime for \"nvidia\" is configured")]
    [InlineData("GPU-H02", "Error response from daemon: unknown or invalid runtime name: nvidia")]
    [InlineData("GPU-H02", "Unknown runtime specified nvidia.")]
    [InlineData("GPU-K05", "0/3 nodes are available: 3 Insufficient nvidia.com/gpu.")]
    [InlineData("GPU-K04", "If this is a GPU node, did you configure the NVIDIA Container Toolkit?")]
    [InlineData("GPU-I04", "nvidia-container-cli: mount error: failed to add device rules: bpf_prog_query(BPF_CGROUP_DEVICE) failed: operation not permitted")]
    [InlineData("GPU-I03", "Failed to initialize NVML: Insufficient Permissions")]
    [InlineData("GPU-F15", "E: Conflicting values set for option Signed-By regarding source https://nvidia.github.io/libnvidia-container/stable/deb/amd64/ /")]
    [InlineData("GPU-J07", "exec: \"nvidia-smi\": executable file not found in $PATH: unknown")]
    [InlineData("GPU-G06", "failed to stat CDI host device \"/dev/nvidia1\": no such file or directory")]
    [InlineData("GPU-G04", "error mounting \"/usr/lib/aarch64-linux-gnu/libcuda.so.535.161.08\" to rootfs at \"/usr/lib\": no such file or directory")]
    [InlineData("GPU-G03", "json: unknown field \"additionalGids\"")]
    [InlineData("GPU-F10", "invoking the NVIDIA Container Runtime Hook directly (e.g. specifying the docker --gpus flag) is not supported.")]
    [InlineData("GPU-F06", "ldcache error: process /sbin/ldconfig failed with error code: 1")]
    [InlineData("GPU-F06", "ldcache error: process /sbin/ldconfig.real failed with error code: 127")]
    [InlineData("GPU-D05", "RuntimeError: Error 804: forward compatibility was attempted on non supported HW")]
    [InlineData("GPU-D05", "Error 803: system has unsupported display driver / cuda driver combination")]
    [InlineData("GPU-J05", "CUDA error: no kernel image is available for execution on the device")]
    [InlineData("GPU-J01", "exec /usr/bin/app: exec format error")]
    [InlineData("GPU-J01", "The requested image's platform (linux/amd64) does not match the detected host platform (linux/arm64/v8)")]
    [InlineData("GPU-B03", "RuntimeError: CUDA error: system not yet initialized")]
    [InlineData("GPU-H22", "failed to create containerd task: container.Runtime.Name must be set: unknown")]
    [InlineData("GPU-I05", "nvidia-container-cli: initialization error: driver rpc error: failed to process request")]
    [InlineData("GPU-G08", "conflicting device \"nvidia.com/gpu=0\" (specs \"/etc/cdi/a.yaml\", \"/etc/cdi/b.yaml\")")]
    [InlineData("GPU-F06", "nvidia-container-cli.ldconfig value \"/sbin/ldconfig\" is not host-relative (does not start with a '@')")]
    public async Task A_known_text_is_told_with_its_check_however_it_is_written(string check, string text)
    {
        string[] variants =
        [
            text, text.ToUpperInvariant(), text.Replace("\"", "\\\"", StringComparison.Ordinal), text.Replace("\"", "“", StringComparison.Ordinal).Replace("'", "’", StringComparison.Ordinal),
            $"\x1b[31m{text}\x1b[0m", $"app_1  | {text}", text.Replace(" ", "  ", StringComparison.Ordinal), Wrapped(text, 37), Wrapped(text, 11).Replace("\n", "\r\napp_1  | ", StringComparison.Ordinal).Replace("app_1  | ", "", StringComparison.Ordinal),
        ];
        foreach (var variant in variants)
        {
            using ArchwayProgram archway = new() { Input = variant };

            var ran = await archway.RunAsync("gpu", "explain", "-", "--format", "json");

            Assert.Equal(check, ran.Json().GetProperty("errors")[0].GetProperty("check").GetString());
            Assert.Equal(0, ran.ExitCode);
        }
    }

    [Fact]
    public async Task A_log_with_several_errors_tells_each_once_with_its_line()
    {
        using ArchwayProgram archway = new() { Input = $"starting\n{Lines("GPU job 1: Failed to initialize NVML: Unknown Error", 3)}noise\ndocker: could not select device driver \"\" with capabilities: [[gpu]]\n" };

        var ran = await archway.RunAsync("gpu", "explain", "-");

        Golden.Equal("Explain.A_log", ran.ToString());
    }

    [Fact]
    public async Task A_text_that_nobody_knows_is_said_to_be_unknown()
    {
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("gpu", "explain", "the printer is on fire");

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        Assert.Contains("the text is not known", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mount_that_fails_for_reasons_of_its_own_is_not_a_stale_specification()
    {
        using ArchwayProgram archway = new();

        Assert.Equal(2, (await archway.RunAsync("gpu", "explain", "error mounting \"proc\" to rootfs at \"/proc\": permission denied")).ExitCode);
    }

    [Fact]
    public async Task A_check_is_told_by_its_id()
    {
        using ArchwayProgram archway = new();

        Assert.StartsWith("GPU-G03 (CDI) fails: ", (await archway.RunAsync("gpu", "explain", "gpu-g03")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_read_and_what_steers_a_terminal_is_not_passed_on()
    {
        using TempFolder folder = new();
        folder.With("kubelet.log", "x\x1b]0;title\x07y \x1b[2JFailed to initialize NVML: Unknown Error\u202e\n");
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var ran = await archway.RunAsync("gpu", "explain", "kubelet.log");

        Assert.Equal(0, ran.ExitCode);
        Assert.DoesNotContain('\x1b', ran.Output);
        Assert.DoesNotContain('\u202e', ran.Output);
    }

    [Fact]
    public async Task A_long_log_is_read_as_it_comes()
    {
        var noise = Encoding.UTF8.GetBytes(Lines("2026-11-23T08:00:00Z kubelet error mounting error mounting nothing of note here", 200_000));
        var last = "Failed to initialize NVML: Unknown Error"u8.ToArray();
        using ArchwayProgram archway = new() { RawInput = [.. noise, .. last] };

        var ran = await archway.RunAsync("gpu", "explain", "-", "--format", "json");

        Assert.Equal("GPU-I01", Assert.Single(ran.Json().GetProperty("errors").EnumerateArray()).GetProperty("check").GetString());
        Assert.Equal(200_001, ran.Json().GetProperty("errors")[0].GetProperty("line").GetInt64());
    }

    private static string Lines(string line, int count) => string.Concat(Enumerable.Repeat(line + "\n", count));

    private static string Wrapped(string text, int width) => string.Join('\n', text.Chunk(width).Select(piece => new string(piece)));
}

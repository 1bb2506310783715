using System.Text;
using Archway.Oci.Content;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Gpu;

/// <summary><c>archway gpu test</c> with programs in the place of <c>nvidia-smi</c>, <c>docker</c> and <c>podman</c>.</summary>
public sealed class GpuProofTests : IAsyncDisposable
{
    private const string First = "GPU-7b5b5b5b-0000-0000-0000-000000000001", Second = "GPU-7b5b5b5b-0000-0000-0000-000000000002";
    private static readonly string Architecture = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64";
    private readonly TempFolder _folder = new();
    private TestRegistry? _hub;

    /// <summary>The transcript of the guide: two A100 and driver 510.73.08.</summary>
    [Fact]
    public async Task A_container_that_sees_what_the_host_sees_is_the_proof()
    {
        Host("510.73.08", "11.6", First, Second);
        Engine("docker", Transcript("510.73.08", "11.6", First, Second));
        await HubAsync();

        var ran = await RunAsync();

        Assert.Equal(0, ran.ExitCode);
        Golden.Equal("Proof.Two_A100", Stable(ran));
        Assert.Equal("run --rm --network none --gpus all --entrypoint sh docker.io/library/ubuntu:24.04 -c nvidia-smi && nvidia-smi -L", Asked("docker"));
    }

    [Theory]
    [InlineData("580.95.05", "13.0", "13.0.2-base-ubuntu24.04")]
    [InlineData("560.28.03", "12.6", "12.6.3-base-ubuntu24.04")]
    public async Task The_image_is_the_newest_that_fits_the_driver(string driver, string cuda, string tag)
    {
        Host(driver, cuda, First);
        Engine("docker", Transcript(driver, cuda, First));
        await HubAsync();

        Assert.Equal(0, (await RunAsync()).ExitCode);
        Assert.Contains($"docker.io/nvidia/cuda:{tag} ", Asked("docker"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Podman_is_asked_by_CDI()
    {
        Host("580.95.05", "13.0", First);
        Engine("podman", Transcript("580.95.05", "13.0", First));
        await HubAsync();

        Assert.Equal(0, (await RunAsync("--engine", "podman")).ExitCode);
        Assert.StartsWith("run --rm --network none --device nvidia.com/gpu=all --security-opt=label=disable --entrypoint sh ", Asked("podman"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_GPU_that_the_container_does_not_see_is_no_proof()
    {
        Host("580.95.05", "13.0", First, Second);
        Engine("docker", Transcript("580.95.05", "13.0", First));
        await HubAsync();

        var ran = await RunAsync();

        Assert.Equal(2, ran.ExitCode);
        Assert.StartsWith($"Not proven: the container saw 1 of 2 GPUs; {Second} is missing", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_fails_is_told_with_the_check_that_its_words_stand_for()
    {
        Host("580.95.05", "13.0", First);
        Program("docker", "echo 'docker: Error response from daemon: could not select device driver \"\" with capabilities: [[gpu]].' >&2\nexit 125");
        await HubAsync();

        var ran = await RunAsync();

        Assert.Equal(2, ran.ExitCode);
        Golden.Equal("Proof.No_driver_for_gpus", Stable(ran));
    }

    [Fact]
    public async Task An_image_that_cannot_work_is_not_run()
    {
        Host("510.73.08", "11.6", First);
        Engine("docker", Transcript("510.73.08", "11.6", First));
        await HubAsync();

        var ran = await RunAsync("--image", "nvidia/cuda:13.0.2-base-ubuntu24.04");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("is not run, since it cannot work here", ran.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "docker.asked")));
    }

    [Fact]
    public async Task Without_a_driver_on_the_host_nothing_is_run()
    {
        Engine("docker", "");

        var ran = await RunAsync();

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("nvidia-smi is not on this machine's PATH", ran.Error, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_hub is not null) await _hub.DisposeAsync();
        _folder.Dispose();
    }

    private static string Transcript(string driver, string cuda, params string[] gpus) =>
        $"+-----------------------------------------------------------------------------+\n| NVIDIA-SMI {driver}    Driver Version: {driver}    CUDA Version: {cuda}     |\n|-------------------------------+----------------------+----------------------+\n" + List(gpus);

    private static string List(string[] gpus) => string.Concat(gpus.Select((gpu, i) => $"GPU {i}: NVIDIA A100 80GB PCIe (UUID: {gpu})\n"));

    private void Host(string driver, string cuda, params string[] gpus)
    {
        _folder.With("banner.txt", Transcript(driver, cuda)).With("list.txt", List(gpus));
        Program("nvidia-smi", $"if [ \"$1\" = -L ]; then cat '{_folder.Path}/list.txt'; else cat '{_folder.Path}/banner.txt'; fi");
    }

    private void Engine(string name, string says)
    {
        _folder.With($"{name}.says", says);
        Program(name, $"echo \"$*\" > '{_folder.Path}/{name}.asked'\ncat '{_folder.Path}/{name}.says'");
    }

    private void Program(string name, string script)
    {
        var file = Path.Combine(_folder.With($"bin/{name}", $"#!/bin/sh\n{script}\n").Path, "bin", name);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string Asked(string name) => File.ReadAllText(Path.Combine(_folder.Path, $"{name}.asked")).Trim();

    private string Stable(Ran ran) => ran.ToString().Replace(_hub!.Host, "HUB", StringComparison.Ordinal).Replace($"linux/{Architecture}", "linux/ARCH", StringComparison.Ordinal);

    private async Task HubAsync()
    {
        _hub = await TestRegistry.StartAsync();
        _hub.Put("nvidia/cuda", "13.0.2-base-ubuntu24.04", Image("cuda>=13.0"));
        _hub.Put("nvidia/cuda", "12.6.3-base-ubuntu24.04", Image("cuda>=12.6"));
        _hub.Put("library/ubuntu", "24.04", Image(""));
    }

    private static StoredImage Image(string requires)
    {
        var environment = requires.Length == 0 ? "\"PATH=/bin\"" : $"\"NVIDIA_VISIBLE_DEVICES=all\",\"NVIDIA_REQUIRE_CUDA={requires}\",\"NVARCH=sbsa\"";
        var config = Encoding.UTF8.GetBytes($$$"""{"architecture":"{{{Architecture}}}","os":"linux","config":{"Env":[{{{environment}}}]},"rootfs":{"type":"layers","diff_ids":[]}}""");
        return new(MediaTypes.OciManifest, Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","config":{"mediaType":"{{MediaTypes.OciConfig}}","digest":"{{Digest.Of(config)}}","size":{{config.Length}} },"layers":[]}"""))
        {
            Blobs = [config],
        };
    }

    private async Task<Ran> RunAsync(params string[] arguments)
    {
        using ArchwayProgram archway = new() { WorkingFolder = _folder.Path };
        // The shell that the stand-ins are written for lies there.
        archway.With("PATH", $"{_folder.Path}/bin");
        return await archway.RunAsync(["gpu", "test", "--mirror", $"docker.io={_hub?.Host ?? "127.0.0.1:9"}", .. arguments]);
    }
}

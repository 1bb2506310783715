using System.Collections.Immutable;

namespace Archway.Gpu.Proving;

/// <summary>An engine that can be asked for a container with GPUs, and how.</summary>
/// <param name="Name">What it is called in <c>archway gpu setup</c>.</param>
/// <param name="Program">Its program.</param>
/// <param name="Flags">What gives GPUs to a container.</param>
public sealed record ProofEngine(string Name, string Program, ImmutableArray<string> Flags)
{
    // The shell of the image itself: entry points of NVIDIA's images print pages of their own.
    private const string Asked = "nvidia-smi && nvidia-smi -L";

    /// <summary>Those that are known.</summary>
    public static ImmutableArray<ProofEngine> All { get; } =
    [
        new("docker", "docker", ["--gpus", "all"]),
        new("docker-rootless", "docker", ["--device", "nvidia.com/gpu=all"]),
        // podman's own --gpus does nothing before version 5, and says nothing.
        new("podman", "podman", ["--device", "nvidia.com/gpu=all", "--security-opt=label=disable"]),
    ];

    /// <summary>The arguments for one container, which is gone when it ends and reaches no network.</summary>
    public ImmutableArray<string> Arguments(string image) => ["run", "--rm", "--network", "none", .. Flags, "--entrypoint", "sh", image, "-c", Asked];
}

namespace Archway.Testing;

/// <summary>GPU images in the shapes that are published: NVIDIA's own of several ages, Jetson's, and those for one processor alone.</summary>
public static class GpuImages
{
    private const long Size = 40_000_000;

    private static readonly string[] Brands124 = ["tesla", "unknown", "nvidia", "nvidiartx", "geforce", "geforcertx", "quadro", "quadrortx", "titan", "titanrtx"];

    /// <summary>What 12.4.1 requires, on both platforms: 31 alternatives.</summary>
    public static string Requirement124 { get; } = string.Join(' ', Brands124
        .SelectMany(brand => new[] { 470, 525, 535 }.Select(branch => $"brand={brand},driver>={branch},driver<{branch + 1}")).Prepend("cuda>=12.4"));

    /// <summary>nvidia/cuda:12.3.2, whose arm64 entry lacks the alternatives that its amd64 entry has.</summary>
    public static StoredImage Cuda1232 { get; } = LayeredImage.Index(
        Cuda("linux/amd64", "12.3.2", Requirement124.Replace("12.4", "12.3", StringComparison.Ordinal)), Cuda("linux/arm64", "12.3.2", "CUDA>=12.3"));

    /// <summary>nvidia/cuda:12.4.1, which requires the same on both.</summary>
    public static StoredImage Cuda1241 { get; } = LayeredImage.Index(Cuda("linux/amd64", "12.4.1", Requirement124), Cuda("linux/arm64", "12.4.1", Requirement124));

    /// <summary>nvidia/cuda:13.0.2.</summary>
    public static StoredImage Cuda1302 { get; } = LayeredImage.Index(Cuda("linux/amd64", "13.0.2", "cuda>=13.0"), Cuda("linux/arm64", "13.0.2", "cuda>=13.0"));

    /// <summary>An image of CUDA 12 with nothing for Arm, as pytorch/pytorch is.</summary>
    public static StoredImage AmdOnly { get; } = LayeredImage.Index(Cuda("linux/amd64", "12.4.1", "cuda>=12.4"));

    /// <summary>An image of JetPack 6, for Tegra alone.</summary>
    public static StoredImage Jetson { get; } = LayeredImage.Index(new LayeredImage("linux/arm64", ("l4t", Size))
    {
        Environment = ["NVIDIA_VISIBLE_DEVICES=all", "NVIDIA_DRIVER_CAPABILITIES=all", "L4T_VERSION=36.4.0", "NVIDIA_REQUIRE_JETPACK_HOST_MOUNTS=base-only"],
    });

    /// <summary>An image that can use a GPU and does not need one, for both processors.</summary>
    public static StoredImage Optional { get; } = LayeredImage.Index(Media("linux/amd64"), Media("linux/arm64"));

    /// <summary>One entry as NVIDIA's CUDA images are.</summary>
    public static LayeredImage Cuda(string platform, string version, string requires) => new(platform, ($"ubuntu {platform}", Size), ($"cuda {version} {platform}", Size))
    {
        Environment =
        [
            "PATH=/usr/local/nvidia/bin:/usr/local/cuda/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", $"NVARCH={(platform == "linux/arm64" ? "sbsa" : "x86_64")}",
            $"NVIDIA_REQUIRE_CUDA={requires}", $"CUDA_VERSION={version}", "LD_LIBRARY_PATH=/usr/local/nvidia/lib:/usr/local/nvidia/lib64",
            "NVIDIA_VISIBLE_DEVICES=all", "NVIDIA_DRIVER_CAPABILITIES=compute,utility",
        ],
    };

    private static LayeredImage Media(string platform) => new(platform, ($"media {platform}", Size))
    {
        Environment = ["NVIDIA_VISIBLE_DEVICES=all", "NVIDIA_DRIVER_CAPABILITIES=compute,video,utility"],
    };
}

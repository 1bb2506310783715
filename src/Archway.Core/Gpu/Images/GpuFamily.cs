namespace Archway.Gpu.Images;

/// <summary>Whose libraries an image's GPU half was built for.</summary>
public enum GpuFamily
{
    /// <summary>Not told by anything in it.</summary>
    Unknown,

    /// <summary>NVIDIA's for x86-64.</summary>
    X86,

    /// <summary>NVIDIA's for Arm servers, which Grace and DGX Spark are of.</summary>
    Sbsa,

    /// <summary>NVIDIA's for Tegra: Jetson boards and nothing else.</summary>
    Tegra,

    /// <summary>AMD's ROCm.</summary>
    Rocm,
}

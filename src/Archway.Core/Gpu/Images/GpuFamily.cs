using System.Text.Json.Serialization;

namespace Archway.Gpu.Images;

/// <summary>Whose libraries an image's GPU half was built for.</summary>
public enum GpuFamily
{
    /// <summary>Not told by anything in it.</summary>
    [JsonStringEnumMemberName("unknown")] Unknown,

    /// <summary>NVIDIA's for x86-64.</summary>
    [JsonStringEnumMemberName("x86")] X86,

    /// <summary>NVIDIA's for Arm servers, which Grace and DGX Spark are of.</summary>
    [JsonStringEnumMemberName("sbsa")] Sbsa,

    /// <summary>NVIDIA's for Tegra: Jetson boards and nothing else.</summary>
    [JsonStringEnumMemberName("tegra")] Tegra,

    /// <summary>AMD's ROCm.</summary>
    [JsonStringEnumMemberName("rocm")] Rocm,
}

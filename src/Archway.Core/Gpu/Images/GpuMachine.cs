namespace Archway.Gpu.Images;

/// <summary>What kind of machine a GPU sits in, which decides whose libraries an image needs: servers and Jetson boards both call themselves linux/arm64.</summary>
public enum GpuMachine
{
    /// <summary>Not known; nothing that hinges on it is said.</summary>
    Unknown,

    /// <summary>A server or desktop with the drivers that NVIDIA publishes for all of them; on Arm that is SBSA, and Grace and DGX Spark are of it.</summary>
    Server,

    /// <summary>A Tegra board, as Jetson Orin and Xavier, with its own GPU and the libraries of JetPack.</summary>
    Tegra,

    /// <summary>A Tegra board with a GPU card beside its own, as IGX Orin.</summary>
    TegraWithCard,

    /// <summary>The Windows Subsystem for Linux, whose driver is that of Windows.</summary>
    Wsl,
}

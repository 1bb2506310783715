namespace Archway.Gpu.Images;

/// <summary>The way by which a container gets its GPUs, which decides whether anything looks at its image's <c>NVIDIA_REQUIRE_*</c>.</summary>
public enum RequirementPath
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>The hook that runs <c>nvidia-container-cli</c>: <c>docker --gpus</c> through it, the runtime in legacy mode, Enroot, Singularity.</summary>
    LegacyHook,

    /// <summary>The runtime on Tegra, which mounts what CSV files list.</summary>
    Csv,

    /// <summary>CDI, whether written to files or made at each start: nothing looks at requirements there.</summary>
    Cdi,
}

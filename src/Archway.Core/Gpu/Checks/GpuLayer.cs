namespace Archway.Gpu.Checks;

/// <summary>What a GPU container stands on, from the ground up: where a layer fails, those above it cannot be told.</summary>
public enum GpuLayer
{
    /// <summary>The processor, the distribution, and what kind of machine it is.</summary>
    Platform,

    /// <summary>The GPU on its bus.</summary>
    Hardware,

    /// <summary>NVIDIA's kernel modules.</summary>
    KernelDriver,

    /// <summary>The driver's libraries and programs.</summary>
    UserDriver,

    /// <summary>What stands under <c>/dev</c>.</summary>
    DeviceNodes,

    /// <summary>The NVIDIA Container Toolkit: its packages and its configuration.</summary>
    Toolkit,

    /// <summary>Specifications of the Container Device Interface.</summary>
    Cdi,

    /// <summary>Docker, podman, containerd or CRI-O.</summary>
    Engine,

    /// <summary>What keeps a container from devices: cgroups, SELinux, AppArmor, namespaces.</summary>
    Isolation,

    /// <summary>Whether an image fits the machine.</summary>
    Image,

    /// <summary>What a cluster knows of its GPUs.</summary>
    Kubernetes,
}

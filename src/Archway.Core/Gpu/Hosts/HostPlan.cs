using System.Collections.Immutable;

namespace Archway.Gpu.Hosts;

/// <summary>Every path that a snapshot looks at, beside those that are named by what it read.</summary>
/// <remarks>What is not in this list is never opened. Logins of any kind are not in it, and <see cref="SecretFreeText"/> blanks what configurations hold.</remarks>
internal static class HostPlan
{
    private static readonly string[] LibraryFolders =
    [
        "/usr/lib/aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu/nvidia", "/usr/lib/aarch64-linux-gnu/nvidia/current", "/usr/lib/aarch64-linux-gnu/tegra",
        "/usr/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu/nvidia/current", "/usr/lib64", "/usr/lib", "/usr/local/lib", "/usr/lib/wsl/lib",
    ];

    private static readonly string[] Programs =
    [
        "nvidia-smi", "nvidia-ctk", "nvidia-cdi-hook", "nvidia-container-runtime", "nvidia-container-runtime-hook", "nvidia-container-toolkit",
        "nvidia-container-cli", "nvidia-modprobe", "nvidia-persistenced", "docker", "dockerd", "podman", "containerd", "crio", "runc", "crun", "nerdctl",
    ];

    /// <summary>Where the libraries of a driver are looked for, those of a driver container below its own root.</summary>
    internal static IEnumerable<string> LibraryFoldersBelow(string root) => LibraryFolders.Select(folder => root + folder);

    /// <summary>Where programs are looked for: what services have for a PATH, and where the GPU operator puts its own.</summary>
    internal static ImmutableArray<string> ProgramFolders { get; } = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/nvidia/toolkit"];

    /// <summary>The list.</summary>
    internal static ImmutableArray<HostLook> Looks { get; } =
    [
        .. Texts("/proc/sys/kernel/osrelease", "/proc/sys/kernel/arch", "/etc/os-release", "/usr/lib/os-release", "/etc/nv_tegra_release", "/sys/devices/soc0/family",
            "/sys/firmware/devicetree/base/model", "/sys/firmware/devicetree/base/compatible", "/run/systemd/container", "/proc/1/cgroup", "/sys/fs/cgroup/cgroup.controllers",
            "/sys/fs/selinux/enforce", "/proc/sys/vm/overcommit_memory"),
        .. Statuses("/dev/dxg", "/usr/lib/wsl/lib/libdxcore.so", "/.dockerenv", "/run/.containerenv", "/sys/module/nouveau"),
        new("/bin/sh", LookFor.Machine),
        new("/proc/meminfo", LookFor.Text, "MemTotal:"),

        .. Texts("/proc/driver/nvidia/version", "/proc/driver/nvidia/params", "/proc/driver/nvidia/gpus/*/information", "/sys/module/nvidia/version", "/proc/devices",
            "/proc/driver/nvidia/capabilities/gpu*/mig/gi*/access", "/proc/driver/nvidia/capabilities/gpu*/mig/gi*/ci*/access"),
        new("/proc/modules", LookFor.Text, "nvidia", "nouveau", "nvgpu"),
        .. Statuses("/run/nvidia-persistenced/socket", "/run/nvidia-fabricmanager/socket", "/usr/src/nvidia*", "/var/lib/dkms/nvidia*/*"),
        .. Statuses("/dev/nvidia*", "/dev/nvidia-caps/*", "/dev/nvidia-caps-imex-channels/*", "/dev/dri/*", "/dev/char/195:*", "/dev/nvmap", "/dev/nvhost-*", "/dev/nvgpu/igpu0/*"),

        .. LibraryFoldersBelow("").Concat(LibraryFoldersBelow("/run/nvidia/driver")).SelectMany(Libraries),
        .. Statuses("/etc/ld.so.cache", "/usr/local/cuda*/compat/libcuda.so*"),
        new("/etc/ld.so.conf.d/*", LookFor.Text, "compat"),

        .. ProgramFolders.SelectMany(folder => Programs.Select(program => new HostLook($"{folder}/{program}", LookFor.Machine))),
        .. Texts("/etc/nvidia-container-runtime/config.toml", "/etc/nvidia-container-runtime/host-files-for-container.d/*.csv"),
        .. Statuses("/run/nvidia/driver", "/var/lib/dpkg/status"),
        .. Repositories("/etc/apt/sources.list", "/etc/apt/sources.list.d/*.list", "/etc/apt/sources.list.d/*.sources", "/etc/yum.repos.d/*.repo", "/etc/zypp/repos.d/*.repo"),
        .. Texts("/usr/share/containers/oci/hooks.d/*nvidia*", "/etc/containers/oci/hooks.d/*nvidia*"),

        .. Texts("/etc/cdi/*", "/var/run/cdi/*", "/etc/nvidia-container-toolkit/nvidia-cdi-refresh.env"),
        .. Statuses("/usr/lib/systemd/system/nvidia-cdi-refresh.path", "/usr/lib/systemd/system/nvidia-cdi-refresh.service",
            "/etc/systemd/system/nvidia-cdi-refresh.path", "/etc/systemd/system/nvidia-cdi-refresh.service", "/etc/systemd/system/*.wants/nvidia-*"),

        .. Texts("/etc/docker/daemon.json", "/root/.config/docker/daemon.json", "/home/*/.config/docker/daemon.json", "/var/snap/docker/current/config/daemon.json",
            "/usr/lib/systemd/system/docker.service", "/etc/systemd/system/docker.service", "/etc/systemd/system/docker.service.d/*.conf"),
        .. Statuses("/run/docker.pid", "/run/docker.sock", "/snap/bin/docker", "/opt/docker-desktop", "/sbin/ldconfig", "/sbin/ldconfig.real"),
        .. Texts("/etc/containerd/config.toml", "/etc/containerd/conf.d/*.toml", "/etc/containerd/config.d/*.toml", "/etc/k0s/containerd.d/*.toml",
            "/var/lib/rancher/k3s/agent/etc/containerd/*", "/var/lib/rancher/rke2/agent/etc/containerd/*", "/var/snap/microk8s/current/args/containerd-template.toml",
            "/etc/crio/crio.conf", "/etc/crio/crio.conf.d/*", "/etc/crio/conf.d/*",
            "/usr/lib/systemd/system/user@.service.d/*.conf", "/etc/systemd/system/user@.service.d/*.conf"),
        .. Statuses("/run/containerd/containerd.sock", "/run/crio/crio.sock", "/usr/libexec/crio/crun", "/usr/libexec/crio/runc", "/etc/crictl.yaml"),
        new("/etc/containers/containers.conf", LookFor.Text, "cdi_spec_dirs", "hooks_dir", "runtime", "[engine"),
        new("/usr/share/containers/containers.conf", LookFor.Text, "cdi_spec_dirs", "hooks_dir", "runtime", "[engine"),
        new("/var/lib/kubelet/config.yaml", LookFor.Text, "cgroupDriver:", "cpuManagerPolicy:"),
    ];

    /// <summary>The variables of the environment that are kept; no others ever are.</summary>
    internal static ImmutableArray<string> Variables { get; } = ["LD_LIBRARY_PATH", "NVIDIA_CTK_CONFIG_FILE_PATH", "XDG_CONFIG_HOME", "DOCKER_HOST", "DOCKER_CONTEXT"];

    /// <summary>The programs that are looked for among those that run.</summary>
    internal static ImmutableArray<string> Processes { get; } =
        ["dockerd", "containerd", "crio", "kubelet", "nvidia-persiste", "nv-fabricmanage", "k3s-server", "k3s-agent"];

    /// <summary>The options of those that are kept: they name a file.</summary>
    internal static ImmutableArray<string> ProcessOptions { get; } = ["--config-file", "--config", "-c"];

    private static IEnumerable<HostLook> Libraries(string folder) =>
        [new($"{folder}/libcuda.so*", LookFor.Machine), new($"{folder}/libnvidia-ml.so*", LookFor.Machine)];

    private static IEnumerable<HostLook> Texts(params string[] paths) => paths.Select(path => new HostLook(path, LookFor.Text));

    private static IEnumerable<HostLook> Statuses(params string[] paths) => paths.Select(path => new HostLook(path, LookFor.Status));

    // Names and places of all other software are nobody's business.
    private static IEnumerable<HostLook> Repositories(params string[] paths) =>
        paths.Select(path => new HostLook(path, LookFor.Text, "nvidia", "Signed-By", "signed-by", "Types:", "Suites:", "Components:", "gpgcheck", "enabled") { Needs = "nvidia" });
}

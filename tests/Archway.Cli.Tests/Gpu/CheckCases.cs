namespace Archway.Cli.Tests.Gpu;

/// <summary>For each check a host on which it holds, and one on which it does not.</summary>
internal static class CheckCases
{
    private const string Params = "/proc/driver/nvidia/params";
    private const string Card = "/sys/devices/pci0009:00/0009:01:00.0";
    private const string OldList = "deb https://nvidia.github.io/libnvidia-container/stable/ubuntu18.04/$(ARCH) /\n";

    internal static SortedDictionary<string, (Func<TestHost> Good, Func<TestHost> Bad)> All { get; } = new(StringComparer.Ordinal)
    {
        ["GPU-A01"] = Server(host => host.Built("/bin/sh", 40)),
        ["GPU-A02"] = Server(host => host.File("/etc/os-release", "ID=debian\nVERSION_ID=\"13\"\nPRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\n")),
        ["GPU-A03"] = (() => TestHost.Graviton(), () => TestHost.GraceHopper()),
        ["GPU-A04"] = Server(host => host.File("/etc/nv_tegra_release", "# R38 (release)\n")),
        ["GPU-A05"] = Server(host => host.Device("/dev/dxg", 10, 125).Built("/usr/lib/wsl/lib/libdxcore.so")),
        ["GPU-A06"] = Server(host => host.File("/.dockerenv", "")),
        ["GPU-A07"] = Server(host => host.Without("/sys/fs/cgroup")),
        ["GPU-B01"] = Server(host => host.Without("/sys/bus/pci", "/sys/devices", "/proc/driver").Folder("/sys/bus/pci/devices")),
        ["GPU-B02"] = Server(host => host.Link($"{Card}/driver", "../../../bus/pci/drivers/nouveau")),
        ["GPU-B03"] = (() => Switch(TestHost.Graviton()).Runs("nv-fabricmanage", 700), () => Switch(TestHost.Graviton())),
        ["GPU-B04"] = Of("jetson-orin", host => host, good: () => TestHost.Graviton()),
        ["GPU-C01"] = Server(host => host.Without("/proc/driver", "/sys/module")),
        ["GPU-C02"] = Server(host => host.File("/sys/module/nvidia/version", "570.10\n")),
        ["GPU-C03"] = Server(host => host.Says("modinfo -F version nvidia", "590.48.01\n")),
        ["GPU-C04"] = Of("gh200-proprietary", host => host, good: () => TestHost.GraceHopper()),
        ["GPU-C05"] = Server(host => Switch(host, "0x030200", "0000:05:00.0").Link("/sys/bus/pci/devices/0000:05:00.0/driver", "../../../bus/pci/drivers/nvidia")),
        ["GPU-C06"] = Server(host => host.File("/proc/modules", "nvidia 11534336 0 - Live 0x0\n").File("/proc/devices", "195 nvidia\n")),
        ["GPU-C07"] = Server(host => host.Change(Params, "ModifyDeviceFiles: 1", "ModifyDeviceFiles: 0")),
        ["GPU-C08"] = (() => TestHost.Graviton(), () => TestHost.Graviton("460.91.03")),
        ["GPU-C09"] = Server(host => host.Without("/run/nvidia-persistenced").Stopped("nvidia-persiste")),
        ["GPU-D01"] = Of("mismatch-unattended-upgrade"),
        ["GPU-D02"] = Server(host => host.Built("/usr/lib/aarch64-linux-gnu/libcuda.so.535.161.08")),
        ["GPU-D03"] = Of("libraries-missing"),
        ["GPU-D04"] = Of("gpu-fell-off-the-bus"),
        ["GPU-D05"] = Server(host => host.Variable("LD_LIBRARY_PATH", "/usr/local/cuda-13.0/compat")),
        ["GPU-D06"] = Server(host => host.Without("/usr/lib/aarch64-linux-gnu").Libraries("/usr/lib/aarch64-linux-gnu", "580.159.03", 62)),
        ["GPU-E01"] = Of("no-device-nodes"),
        ["GPU-E02"] = Of("uvm-major-drift"),
        ["GPU-E03"] = Server(host => host.Device("/dev/nvidia0", 195, 0, "0660", 44)),
        ["GPU-E04"] = (() => Partitioned().Device("/dev/nvidia-caps/nvidia-cap21", 508, 21), Partitioned),
        ["GPU-E05"] = Server(host => host.Without("/dev/dri/renderD128").Device("/dev/dri/renderD129", 226, 129)),
        ["GPU-E06"] = (() => TestHost.Graviton().Docker("28.3.0"), () => TestHost.Graviton().Docker("28.3.0").Without("/dev/char")),
        ["GPU-E07"] = Of("jetson-orin", host => host.Without("/dev/nvmap"), good: TestHosts.All["jetson-orin"].Host),
        ["GPU-E08"] = (() => Superchip().Device("/dev/nvidia-caps-imex-channels/channel0", 234, 0), Superchip),
        ["GPU-F01"] = Server(host => host.Package("libnvidia-container1", "1.17.4-1")),
        ["GPU-F02"] = Server(host => host.Package("nvidia-docker2", "2.13.0-1")),
        ["GPU-F03"] = Of("container-without-toolkit"),
        ["GPU-F04"] = Server(host => host.Toolkit("1.16.1")),
        ["GPU-F05"] = Server(host => host.File(TestHost.Config, "[nvidia-container-cli\n")),
        ["GPU-F06"] = Server(host => host.Change(TestHost.Config, "@/sbin/ldconfig.real", "/sbin/ldconfig")),
        ["GPU-F07"] = Of("operator-root-leftover"),
        ["GPU-F08"] = Server(host => host.Change(TestHost.Config, "#user = \"root:video\"", "user = \"root:video\"")),
        ["GPU-F09"] = Of("rootful-nocgroups-true"),
        ["GPU-F10"] = Server(host => host.Docker("28.3.0").Change(TestHost.Config, "mode = \"auto\"", "mode = \"cdi\"")),
        ["GPU-F11"] = Server(host => host.Without("/usr/bin/runc")),
        ["GPU-F12"] = Server(host => host.Change(TestHost.Config, "disable-require = false", "accept-nvidia-visible-devices-envvar-when-unprivileged = false")),
        ["GPU-F13"] = Server(host => host.Change(TestHost.Config, "disable-require = false", "disable-require = true")),
        ["GPU-F14"] = Server(host => host.File(TestHost.Daemon, "{ \"node-generic-resources\": [\"NVIDIA-GPU=GPU-11111111\"] }")),
        ["GPU-F15"] = Server(host => host.File("/etc/apt/sources.list.d/libnvidia-container.list", OldList)),
        ["GPU-F16"] = Server(host => host.Podman("5.4.0").File("/usr/share/containers/oci/hooks.d/oci-nvidia-hook.json", "{ \"hook\": { \"path\": \"/usr/bin/nvidia-container-runtime-hook\" } }")),
        ["GPU-G01"] = (() => TestHost.Graviton().Podman("5.4.0"), () => TestHost.Graviton().Podman("5.4.0").Without(TestHost.Spec)),
        ["GPU-G02"] = Server(host => host.Change(TestHost.Spec, "kind: nvidia.com/gpu", "kind: nvidia.com/gpu\nextra: 1")),
        ["GPU-G03"] = Of("podman493-cdi070", good: () => TestHost.Graviton().Podman("5.4.0")),
        ["GPU-G04"] = Server(host => host.Without("/usr/bin/nvidia-smi")),
        ["GPU-G05"] = Server(host => host.Change(TestHost.Spec, "--host-driver-version=580.159.03", "--host-driver-version=570.86.15")),
        ["GPU-G06"] = Of("cdi-major-drift"),
        ["GPU-G07"] = Server(host => host.Without("/usr/bin/nvidia-cdi-hook")),
        ["GPU-G08"] = Server(host => host.WithSpec("580.159.03", "/var/run/cdi/other.yaml")),
        ["GPU-G09"] = Of("cdi-duplicate-etc-and-run"),
        ["GPU-G10"] = Server(host => host.Change(TestHost.Spec, TestHost.Uuid, "GPU-99999999-2222-3333-4444-555555555555")),
        ["GPU-G11"] = Server(host => host.Says("systemctl show --property=Id", "Id=nvidia-cdi-refresh.path\nLoadState=loaded\nActiveState=active\n\nId=nvidia-cdi-refresh.service\nLoadState=loaded\nActiveState=failed\nResult=exit-code\n")),
        ["GPU-G12"] = (() => TestHost.Graviton().Podman("5.4.0"), () => TestHost.Graviton().Podman("5.4.0").Folder("/var/run/cdi", "0700")),
        ["GPU-G13"] = Server(host => host.File("/var/run/cdi/management.nvidia.com-gpu.yaml", "cdiVersion: 0.5.0\nkind: management.nvidia.com/gpu\ndevices:\n  - name: all\n    containerEdits:\n      env: [A=b]\n")),
        ["GPU-G14"] = Server(host => host.WithSpec("580.159.03", folder: "/usr/lib/x86_64-linux-gnu")),
        ["GPU-H01"] = Of("docker-trailing-comma"),
        ["GPU-H02"] = Server(host => host.Change(TestHost.Daemon, "\"path\": \"nvidia-container-runtime\"", "\"path\": \"/usr/local/nvidia/toolkit/nvidia-container-runtime\"")),
        ["GPU-H03"] = Of("docker-not-restarted"),
        ["GPU-H04"] = Server(host => host.Change(TestHost.Daemon, "\"args\"", "\"arguments\"")),
        ["GPU-H05"] = Of("spark-default-runtime"),
        ["GPU-H06"] = Server(host => host.File(TestHost.Daemon, "{ \"features\": { \"cdi\": false }, \"runtimes\": { \"nvidia\": { \"path\": \"nvidia-container-runtime\" } } }")),
        ["GPU-H07"] = Server(host => host.File(TestHost.Daemon, "{ \"cdi-spec-dirs\": [\"/opt/cdi\"], \"runtimes\": { \"nvidia\": { \"path\": \"nvidia-container-runtime\" } } }")),
        ["GPU-H09"] = Server(host => host.Without("/usr/bin/dockerd").Link("/snap/bin/docker", "/usr/bin/snap")),
        ["GPU-H10"] = Server(host => host.DockerInfo("{\"OperatingSystem\":\"Docker Desktop\",\"ServerVersion\":\"28.3.0\",\"Runtimes\":{\"nvidia\":{}}}")),
        ["GPU-H12"] = (() => TestHost.Graviton().Docker("28.3.0"), () => TestHost.Graviton()),
        ["GPU-H20"] = Node(host => host.Without(TestHost.DropIn)),
        ["GPU-H21"] = Of("containerd2-v2table-in-v3", good: () => TestHost.Node()),
        ["GPU-H22"] = Node(host => host.Change(TestHost.DropIn, "  runtime_type = \"io.containerd.runc.v2\"\n", "")),
        ["GPU-H23"] = Node(host => host.Change(TestHost.DropIn, "/usr/bin/nvidia-container-runtime", "/usr/local/nvidia/toolkit/nvidia-container-runtime")),
        ["GPU-H24"] = Node(host => host.Change(TestHost.DropIn, "SystemdCgroup = true", "SystemdCgroup = false")),
        ["GPU-H25"] = Of("ctk1180-configd", good: () => TestHost.Node()),
        ["GPU-H26"] = (() => Old("2.1.1"), () => Old("1.7.27")),
        ["GPU-H27"] = Node(host => host.Change(TestHost.Containerd, "version = 3\n", "version = 3\ndisabled_plugins = [\"cri\"]\n")),
        ["GPU-H28"] = Node(host => host.Change(TestHost.Containerd, "enable_cdi = true", "enable_cdi = false")),
        ["GPU-H29"] = Of("k3s-before-toolkit", good: () => TestHost.Node()),
        ["GPU-H30"] = Node(host => host.File("/etc/os-release", "ID=bottlerocket\nPRETTY_NAME=\"Bottlerocket OS 1.44.0\"\n")),
        ["GPU-H31"] = Node(host => host.Says("crictl info", "{\"config.containerd.runtimes\":{\"runc\":{}}}")),
        ["GPU-H40"] = Of("crio-wrong-folder", good: () => TestHosts.All["crio-wrong-folder"].Host().File("/etc/crio/crio.conf.d/99-nvidia.toml", "[crio.runtime.runtimes.nvidia]\nruntime_path = \"/usr/bin/nvidia-container-runtime\"\n")),
        ["GPU-H41"] = Server(host => host.File("/etc/crio/crio.conf.d/99-nvidia.toml", "[crio.runtime.runtimes.nvidia]\nruntime_path = \"/opt/nvidia-container-runtime\"\n")),
        ["GPU-H50"] = (() => TestHost.Graviton().Podman("5.4.0"), () => TestHost.Graviton().Podman("3.4.4")),
        ["GPU-H51"] = (() => TestHost.Graviton().Podman("5.4.0"), () => TestHost.Graviton().Podman("4.9.3")),
        ["GPU-I01"] = Of("systemd-cgroup-legacy-hook"),
        ["GPU-I03"] = Server(host => host.File("/sys/fs/selinux/enforce", "1")),
        ["GPU-I04"] = Of("lxc"),
        ["GPU-I05"] = Server(host => host.Docker("28.3.0").File("/proc/meminfo", "MemTotal:        4018112 kB\n")),
        ["GPU-I07"] = Server(host => host.WithSpec("580.159.03", version: "0.7.0", edits: "\n        additionalGids: [44]")),
        ["GPU-I08"] = (() => Rootless().File("/etc/systemd/system/user@.service.d/delegate.conf", "[Service]\nDelegate=cpu cpuset io memory pids\n"), Rootless),
        ["GPU-I09"] = Server(host => host.Says("dmesg", "[ 99.1] audit: apparmor=\"DENIED\" operation=\"open\" name=\"/dev/nvidiactl\" comm=\"python3\"\n")),
        ["GPU-I10"] = Server(host => host.Docker("28.3.0").File(TestHost.Daemon, "{ \"userns-remap\": \"default\", \"runtimes\": { \"nvidia\": { \"path\": \"nvidia-container-runtime\" } } }")),
    };

    /// <summary>Checks that say only whether something could be told, and never that it is wrong.</summary>
    internal static IReadOnlyList<string> OnlyTold { get; } = ["GPU-H08"];

    private static (Func<TestHost>, Func<TestHost>) Server(Func<TestHost, TestHost> worse) => (() => TestHost.Graviton(), () => worse(TestHost.Graviton()));

    private static (Func<TestHost>, Func<TestHost>) Node(Func<TestHost, TestHost> worse) => (() => TestHost.Node(), () => worse(TestHost.Node()));

    private static (Func<TestHost>, Func<TestHost>) Of(string name, Func<TestHost, TestHost>? worse = null, Func<TestHost>? good = null) =>
        (good ?? (() => TestHost.Graviton()), () => (worse ?? (host => host))(TestHosts.All[name].Host()));

    private static TestHost Switch(TestHost host, string kind = "0x068000", string address = "0000:05:00.0") => host.File($"/sys/bus/pci/devices/{address}/vendor", "0x10de\n").File($"/sys/bus/pci/devices/{address}/class", kind + "\n").File($"/sys/bus/pci/devices/{address}/device", "0x22a3\n");

    private static TestHost Partitioned() => TestHost.Graviton().File("/proc/driver/nvidia/capabilities/gpu0/mig/gi2/access", "DeviceFileMinor: 21\nDeviceFileMode: 292\n");

    private static TestHost Superchip() => TestHost.GraceHopper().Says("nvidia-smi --query-gpu=index,uuid,name,driver_version,pci.bus_id,memory.total,compute_cap,mig.mode.current --format=csv,noheader", $"0, {TestHost.Uuid}, NVIDIA GB200, 580.95.05, 00000009:01:00.0, 189471 MiB, 10.0, Disabled\n");

    private static TestHost Rootless() => TestHost.Graviton().Docker(security: "[\"name=rootless\"]").Without(TestHost.Daemon).Change(TestHost.Config, "#no-cgroups = false", "no-cgroups = true");

    private static TestHost Old(string version) => TestHost.Node(version)
        .File(TestHost.Containerd, "version = 2\nimports = [\"/etc/containerd/conf.d/*.toml\"]\n[plugins.\"io.containerd.grpc.v1.cri\"]\n  sandbox_image = \"registry.k8s.io/pause:3.10\"\n  enable_cdi = true\n")
        .File(TestHost.DropIn, TestHost.DropInText.Replace("version = 3", "version = 2", StringComparison.Ordinal).Replace("io.containerd.cri.v1.runtime", "io.containerd.grpc.v1.cri", StringComparison.Ordinal));
}

namespace Archway.Cli.Tests.Gpu;

/// <summary>The hosts whose reports are kept, each with the check that everything else follows from; empty where nothing stands in the way.</summary>
internal static class TestHosts
{
    private const string Driver = "580.95.05";
    private const string Version = "/proc/driver/nvidia/version";
    private const string Module = "/sys/devices/pci0009:00/0009:01:00.0";
    private const string Dep = "/lib/modules/6.8.0-1042-nvidia-64k/modules.dep";

    internal static SortedDictionary<string, (string Root, Func<TestHost> Host)> All { get; } = new(StringComparer.Ordinal)
    {
        ["ok-ubuntu2404-g5g-docker29"] = ("", () => TestHost.Graviton()),
        ["ok-gh200-rhel9-podman5-cdi"] = ("", () => RedHat().Podman("5.4.0").WithSpec(Driver, folder: "/usr/lib64")),
        ["stale-cdi-after-upgrade"] = ("GPU-G05", () => RedHat().Podman("5.4.0").WithSpec("535.161.08", "/etc/cdi/nvidia.yaml", folder: "/usr/lib64")),
        ["mismatch-unattended-upgrade"] = ("GPU-D01", () => TestHost.GraceHopper("570.172.08").Without("/usr/lib/aarch64-linux-gnu").Libraries("/usr/lib/aarch64-linux-gnu", "570.195.03").Says("modinfo -F version nvidia", "570.195.03\n")
            .Silent("nvidia-smi").Says("nvidia-smi -L", "Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 570.195\n", 13)),
        ["podman493-cdi070"] = ("GPU-G03", () => WithoutDocker(TestHost.GraceHopper()).Podman("4.9.3").WithSpec(Driver, version: "0.7.0", edits: "\n        additionalGids: [44]")),
        ["containerd2-v2table-in-v3"] = ("GPU-H21", () => TestHost.Node().File(TestHost.DropIn, TestHost.DropInText.Replace("io.containerd.cri.v1.runtime", "io.containerd.grpc.v1.cri", StringComparison.Ordinal)).Says("crictl info", "{\"config.containerd.runtimes\":{\"runc\":{}}}")),
        ["ctk1180-configd"] = ("GPU-H25", () => TestHost.Node().Toolkit("1.18.0").Without(TestHost.DropIn).File("/etc/containerd/config.d/99-nvidia.toml", TestHost.DropInText).Says("crictl info", "{\"config.containerd.runtimes\":{\"runc\":{}}}")),
        ["signed-by-conflict"] = ("GPU-F15", () => TestHost.Graviton()
            .File("/etc/apt/sources.list.d/nvidia-container-toolkit.list", "deb [signed-by=/usr/share/keyrings/nvidia-container-toolkit-keyring.gpg] https://nvidia.github.io/libnvidia-container/stable/deb/$(ARCH) /\n")
            .File("/etc/apt/sources.list.d/libnvidia-container.list", "deb https://nvidia.github.io/libnvidia-container/stable/deb/$(ARCH) /\n")),
        ["rootless-docker-nocgroups-false"] = ("GPU-F09", () => TestHost.Graviton().Docker(security: "[\"name=seccomp,profile=builtin\",\"name=rootless\",\"name=cgroupns\"]")
            .File("/home/ada/.config/docker/daemon.json", "{\n  \"runtimes\": {\n    \"nvidia\": { \"args\": [], \"path\": \"nvidia-container-runtime\" }\n  }\n}\n").Without(TestHost.Daemon)),
        ["rootful-nocgroups-true"] = ("GPU-F09", () => TestHost.Graviton().Change(TestHost.Config, "#no-cgroups = false", "no-cgroups = true")),
        ["systemd-cgroup-legacy-hook"] = ("GPU-I01", () => TestHost.Graviton().Toolkit("1.17.8").Docker("27.5.1").Without("/dev/char", TestHost.Spec)),
        ["operator-root-leftover"] = ("GPU-F07", () => TestHost.Graviton().Change(TestHost.Config, "#root = \"/run/nvidia/driver\"", "root = \"/run/nvidia/driver\"")),
        ["uvm-major-drift"] = ("GPU-E02", () => TestHost.GraceHopper().Device("/dev/nvidia-uvm", 510, 0)),
        ["cdi-major-drift"] = ("GPU-G06", () => WithoutDocker(TestHost.GraceHopper()).Podman("5.4.0").Change(TestHost.Spec, "- path: /dev/nvidia-uvm\n", "- path: /dev/nvidia-uvm\n          type: c\n          major: 510\n          minor: 0\n")),
        ["cdi-duplicate-etc-and-run"] = ("GPU-G09", () => TestHost.Graviton().WithSpec("580.159.03", "/etc/cdi/nvidia.yaml")),
        ["spark-default-runtime"] = ("", Spark),
        ["jetson-orin"] = ("", Orin),
        ["x86-h100-mig"] = ("GPU-G10", () => Partitioned().WithSpec("590.48.01", folder: "/usr/lib/x86_64-linux-gnu")),
        ["x86-two-a100-of-the-guide"] = ("GPU-F02", TwoCards),
        ["no-driver-new-kernel"] = ("GPU-C01", () => NoDriver().Without("/lib/modules").Says("getconf PAGESIZE", "4096\n").Folder("/usr/src/nvidia-580.95.05").File("/proc/sys/kernel/osrelease", "6.8.0-88-generic\n")
            .File("/lib/modules/6.8.0-88-generic/modules.dep", "kernel/net/foo.ko:\n")),
        ["no-driver-secure-boot"] = ("GPU-C01", () => NoDriver().Says("mokutil --sb-state", "SecureBoot enabled\n").Says("dmesg", "[    5.1] Loading of module with unavailable key is rejected\n[    5.2] nvidia: module verification failed: signature and/or required key missing\n")),
        ["large-pages-no-module"] = ("GPU-A03", () => NoDriver().File(Dep, "kernel/net/foo.ko:\n")),
        ["nouveau"] = ("GPU-B02", () => NoDriver().Link($"{Module}/driver", "../../../bus/pci/drivers/nouveau").Folder("/sys/module/nouveau")),
        ["vfio-pass-through"] = ("GPU-B02", () => NoDriver().Link($"{Module}/driver", "../../../bus/pci/drivers/vfio-pci")),
        ["container-without-toolkit"] = ("GPU-F03", () => WithoutToolkit(TestHost.Graviton())),
        ["software-without-a-gpu"] = ("GPU-B01", () => NoDriver().Without("/sys/bus/pci", "/sys/devices").Folder("/sys/bus/pci/devices")),
        ["armhf-userland"] = ("GPU-A01", () => TestHost.Graviton().Built("/bin/sh", 40)),
        ["nvswitch-no-fabric-manager"] = ("GPU-B03", () => Partitioned().WithSpec("590.48.01", folder: "/usr/lib/x86_64-linux-gnu").File("/sys/bus/pci/devices/0000:05:00.0/vendor", "0x10de\n").File("/sys/bus/pci/devices/0000:05:00.0/class", "0x068000\n").File("/sys/bus/pci/devices/0000:05:00.0/device", "0x22a3\n")),
        ["gh200-proprietary"] = ("GPU-C04", () => TestHost.GraceHopper().File(Version, "NVRM version: NVIDIA UNIX aarch64 Kernel Module  580.95.05  Fri Sep 13 11:01:10 UTC 2025\n")
            .Says("dmesg", "[   12.1] NVRM: The NVIDIA GPU 0009:01:00.0 (PCI ID: 10de:2342)\n[   12.1] NVRM: requires use of the NVIDIA open kernel modules.\n")),
        ["no-device-nodes"] = ("GPU-E01", () => TestHost.Graviton().Without("/dev/nvidia*").Silent("nvidia-smi")),
        ["no-engine"] = ("", () => TestHost.Graviton().Without("/usr/bin/docker", "/usr/bin/dockerd", "/etc/docker/daemon.json", "/run/docker.sock").Stopped("dockerd").Silent("docker")),
        ["libraries-missing"] = ("GPU-D03", () => TestHost.Graviton().Without("/usr/lib/aarch64-linux-gnu").Says("ldconfig -p", "").Silent("nvidia-smi")),
        ["gpu-fell-off-the-bus"] = ("GPU-D04", () => TestHost.Graviton().Silent("nvidia-smi").Says("nvidia-smi -L", "Unable to determine the device handle for GPU0: 0009:01:00.0: Unknown Error\n", 15)),
        ["docker-trailing-comma"] = ("GPU-H01", () => TestHost.Graviton().File(TestHost.Daemon, "{\n  \"runtimes\": {\n    \"nvidia\": { \"path\": \"nvidia-container-runtime\" },\n  }\n}\n").Stopped("dockerd").Silent("docker info")),
        ["docker-option-in-two-places"] = ("GPU-H01", () => TestHost.Graviton().File(TestHost.Daemon, "{\n  \"hosts\": [\"unix:///var/run/docker.sock\"],\n  \"runtimes\": { \"nvidia\": { \"path\": \"nvidia-container-runtime\" } }\n}\n")
            .File("/usr/lib/systemd/system/docker.service", "[Service]\nExecStart=/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock\n").Stopped("dockerd").Silent("docker info")),
        ["docker-not-restarted"] = ("GPU-H03", () => TestHost.Graviton().Docker(runtimes: "\"runc\":{\"path\":\"runc\"}")),
        ["k3s-before-toolkit"] = ("GPU-H29", () => TestHost.Node().Without(TestHost.Containerd, TestHost.DropIn).Stopped("kubelet").Runs("k3s-server", 700)
            .File("/var/lib/rancher/k3s/agent/etc/containerd/config.toml", "version = 3\n[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]\n  runtime_type = 'io.containerd.runc.v2'\n")),
        ["crio-wrong-folder"] = ("GPU-H40", () => TestHost.Node().Without(TestHost.Containerd, TestHost.DropIn, "/usr/bin/containerd").Stopped("containerd").Silent("containerd").Silent("crictl").Built("/usr/bin/crio").Says("crio --version", "crio version 1.31.2\n")
            .File("/etc/crio/crio.conf", "[crio]\n").File("/etc/crio/conf.d/99-nvidia.toml", "[crio.runtime.runtimes.nvidia]\nruntime_path = \"/usr/bin/nvidia-container-runtime\"\nruntime_type = \"oci\"\n")),
        ["lxc"] = ("GPU-I04", () => TestHost.Graviton().Docker("27.5.1").File("/run/systemd/container", "lxc\n")),
        ["disk-of-a-stopped-machine"] = ("", () => TestHost.Graviton().Unplugged()),
        ["no-gpu"] = ("", () => new TestHost().Ubuntu().File("/proc/sys/kernel/osrelease", "6.14.0-1018-aws\n").Folder("/sys/bus/pci/devices").Says("uname -m", "aarch64\n").Built("/bin/sh")),
    };

    private static TestHost WithoutDocker(TestHost host) => host.Without("/usr/bin/docker", "/usr/bin/dockerd", TestHost.Daemon, "/run/docker.sock").Stopped("dockerd").Silent("docker");

    private static TestHost WithoutToolkit(TestHost host) => host
        .Without("/usr/bin/nvidia-ctk", "/usr/bin/nvidia-cdi-hook", "/usr/bin/nvidia-container-runtime", "/usr/bin/nvidia-container-runtime-hook", "/usr/bin/nvidia-container-cli", TestHost.Config, TestHost.Spec, TestHost.Daemon)
        .NoPackage("nvidia-container-toolkit", "nvidia-container-toolkit-base", "libnvidia-container-tools", "libnvidia-container1").Silent("nvidia-ctk").Docker(runtimes: "\"runc\":{\"path\":\"runc\"}").Without(TestHost.Daemon);

    private static TestHost NoDriver() => TestHost.GraceHopper().Without("/proc/driver", "/sys/module/nvidia", "/dev/nvidia*", "/dev/dri", "/dev/char", "/proc/modules", $"{Module}/driver", "/run/nvidia-persistenced/socket").File("/proc/modules", "\n").Stopped("nvidia-persiste").Silent("nvidia-smi");

    private static TestHost RedHat() => WithoutDocker(TestHost.GraceHopper()).Without("/usr/lib/aarch64-linux-gnu", TestHost.Spec, "/sbin/ldconfig.real").Libraries("/usr/lib64", Driver).Toolkit(system: "rpm").Without("/sbin/ldconfig.real")
        .Change(TestHost.Config, "@/sbin/ldconfig.real", "@/sbin/ldconfig").File("/sys/fs/selinux/enforce", "1")
        .File("/etc/os-release", "NAME=\"Red Hat Enterprise Linux\"\nVERSION_ID=\"9.6\"\nID=\"rhel\"\nPRETTY_NAME=\"Red Hat Enterprise Linux 9.6 (Plow)\"\n");

    private static TestHost Spark() => TestHost.GraceHopper("580.142").File($"{Module}/device", "0x2e12\n").File("/proc/driver/nvidia/gpus/0009:01:00.0/information", "Model: \t\t NVIDIA GB10\n")
        .Says("nvidia-smi -L", $"GPU 0: NVIDIA GB10 (UUID: {TestHost.Uuid})\n")
        .Says("nvidia-smi --query-gpu=index,uuid,name,driver_version,pci.bus_id,memory.total,compute_cap,mig.mode.current --format=csv,noheader", $"0, {TestHost.Uuid}, NVIDIA GB10, 580.142, 0000000F:01:00.0, [N/A], 12.1, [N/A]\n")
        .Says("getconf PAGESIZE", "4096\n").Change(TestHost.Daemon, "{\n    \"runtimes\"", "{\n    \"default-runtime\": \"nvidia\",\n    \"runtimes\"");

    private static TestHost Orin() => TestHost.Graviton().Without("/sys/bus/pci", "/sys/devices", "/lib/modules", "/proc/driver", "/sys/module", "/dev/nvidia*", "/dev/char", "/usr/lib/aarch64-linux-gnu", TestHost.Spec, "/run/nvidia-persistenced/socket")
        .Stopped("nvidia-persiste").Silent("modinfo").Folder("/sys/bus/pci/devices").File("/proc/sys/kernel/osrelease", "5.15.148-tegra\n").Ubuntu("22.04", "Ubuntu 22.04.5 LTS")
        .File("/etc/nv_tegra_release", "# R36 (release), REVISION: 4.3, GCID: 38968081, BOARD: generic, EABI: aarch64, DATE: Wed Jan  8 01:49:37 UTC 2025\n")
        .File("/sys/firmware/devicetree/base/model", "NVIDIA Jetson AGX Orin Developer Kit\n").File("/sys/firmware/devicetree/base/compatible", "nvidia,p3737-0000+p3701-0005\nnvidia,tegra234\n")
        .File(Version, "NVRM version: NVIDIA UNIX Open Kernel Module for aarch64  540.4.0  Release Build  (buildbrain@mobile-u64-6336-d8000)  Tue Jan  7 17:35:12 PST 2025\nGCC version:  collect2: error: ld returned 1 exit status\n")
        .Device("/dev/nvmap", 10, 61, "0660", 44).Device("/dev/nvhost-ctrl", 504, 0, "0660", 44).Device("/dev/nvgpu/igpu0/ctrl", 505, 1, "0660", 44)
        .Silent("nvidia-smi").Says("nvidia-smi -L", "GPU 0: Orin (nvgpu) (UUID: 54d0709b-558d-5a59-9c65-0c5fc14a21a4)\n");

    private static TestHost Amd64(TestHost host, string driver, string open) => host.Without("/usr/lib/aarch64-linux-gnu", "/lib/modules", "/sys/devices", "/sys/bus/pci", "/proc/driver", "/dev/dri").Libraries("/usr/lib/x86_64-linux-gnu", driver, 62)
        .Says("ldconfig -p", "\tlibnvidia-ml.so.1 (libc6,x86-64) => /usr/lib/x86_64-linux-gnu/libnvidia-ml.so.1\n\tlibcuda.so.1 (libc6,x86-64) => /usr/lib/x86_64-linux-gnu/libcuda.so.1\n")
        .Says("uname -m", "x86_64\n").Says("getconf PAGESIZE", "4096\n").Says("modinfo -F version nvidia", driver + "\n").File("/sys/module/nvidia/version", driver + "\n").File("/proc/sys/kernel/osrelease", "6.8.0-88-generic\n")
        .File(Version, $"NVRM version: NVIDIA UNIX {open}x86_64 Kernel Module  {driver}  Thu Jan 23 23:23:10 UTC 2025\n").Folder("/sys/bus/pci/devices").OnMachine(62);

    private static TestHost Card(TestHost host, string address, string model, string device) => host.File($"/sys/bus/pci/devices/{address}/vendor", "0x10de\n").File($"/sys/bus/pci/devices/{address}/class", "0x030200\n").File($"/sys/bus/pci/devices/{address}/device", device + "\n")
        .Link($"/sys/bus/pci/devices/{address}/driver", "../../../bus/pci/drivers/nvidia").File($"/proc/driver/nvidia/gpus/{address}/information", $"Model: \t\t {model}\n");

    private static TestHost Partitioned() => Card(Amd64(TestHost.Graviton("590.48.01"), "590.48.01", ""), "0000:00:09.0", "NVIDIA H100 80GB HBM3", "0x2330")
        .Says("nvidia-smi -L", $"GPU 0: NVIDIA H100 80GB HBM3 (UUID: {TestHost.Uuid})\n  MIG 3g.40gb     Device  0: (UUID: MIG-00000000-0000-0000-0000-000000000000)\n")
        .Says("nvidia-smi --query-gpu=index,uuid,name,driver_version,pci.bus_id,memory.total,compute_cap,mig.mode.current --format=csv,noheader", $"0, {TestHost.Uuid}, NVIDIA H100 80GB HBM3, 590.48.01, 00000000:00:09.0, 81559 MiB, 9.0, Enabled\n")
        .File("/proc/driver/nvidia/capabilities/gpu0/mig/gi2/access", "DeviceFileMinor: 21\nDeviceFileMode: 292\nDeviceFileModify: 1\n").Device("/dev/nvidia-caps/nvidia-cap21", 508, 21, "0444").Device("/dev/dri/card1", 226, 1).Device("/dev/dri/renderD128", 226, 128);

    private static TestHost TwoCards() => Card(Card(Amd64(TestHost.Graviton("510.73.08"), "510.73.08", ""), "0000:17:00.0", "NVIDIA A100-PCIE-40GB", "0x20f1"), "0000:ca:00.0", "NVIDIA A100-PCIE-40GB", "0x20f1")
        .Ubuntu("20.04", "Ubuntu 20.04.4 LTS").Toolkit("1.9.0").Docker("20.10.12", cgroups: "cgroupfs").Package("nvidia-docker2", "2.10.0-1").Without(TestHost.Spec).Device("/dev/nvidia1", 195, 1).OnMachine(62).Silent("nvidia-smi")
        .Says("nvidia-smi -L", "GPU 0: NVIDIA A100-PCIE-40GB (UUID: GPU-7b5b5b5b-0000-0000-0000-000000000001)\nGPU 1: NVIDIA A100-PCIE-40GB (UUID: GPU-7b5b5b5b-0000-0000-0000-000000000002)\n");
}

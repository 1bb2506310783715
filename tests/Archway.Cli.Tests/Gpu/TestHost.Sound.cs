namespace Archway.Cli.Tests.Gpu;

/// <summary>Sound hosts.</summary>
internal sealed partial class TestHost
{
    private const string Kernel = "6.8.0-1042-nvidia-64k";
    private const string Address = "0009:01:00.0";
    internal const string Spec = "/var/run/cdi/nvidia.yaml";
    internal const string Config = "/etc/nvidia-container-runtime/config.toml";
    internal const string Daemon = "/etc/docker/daemon.json";
    internal const string Uuid = "GPU-11111111-2222-3333-4444-555555555555";

    /// <summary>An Arm server with one GPU and its driver.</summary>
    private static TestHost Machine(string driver, string model, string capability, string memory, string kernel, int pageSize, string device) => new TestHost()
        .File("/proc/sys/kernel/osrelease", kernel + "\n")
        .File("/sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids\n")
        .Built("/bin/sh").File("/proc/meminfo", "MemTotal:       494321084 kB\n").File("/proc/sys/vm/overcommit_memory", "0\n")
        .Says("uname -m", "aarch64\n").Says("getconf PAGESIZE", pageSize + "\n").Says("systemd-detect-virt", "none\n", 1)
        .Link($"/sys/bus/pci/devices/{Address}", $"../../../devices/pci0009:00/{Address}")
        .Folder("/sys/bus/pci/devices").File($"/sys/devices/pci0009:00/{Address}/vendor", "0x10de\n").File($"/sys/devices/pci0009:00/{Address}/class", "0x030200\n")
        .File($"/sys/devices/pci0009:00/{Address}/device", device + "\n").Link($"/sys/devices/pci0009:00/{Address}/driver", "../../../bus/pci/drivers/nvidia")
        .File("/proc/driver/nvidia/version",
            $"NVRM version: NVIDIA UNIX Open Kernel Module for aarch64  {driver}  Release Build  (dvs-builder@U22-A24-5-4)  Tue Jun 23 08:34:19 UTC 2026\nGCC version:  gcc version 13.3.0 (Ubuntu 13.3.0-6ubuntu2~24.04.1) \n")
        .File($"/proc/driver/nvidia/gpus/{Address}/information", $"Model: \t\t {model}\nIRQ:   \t\t 380\nGPU UUID: \t {Uuid}\n")
        .File("/proc/driver/nvidia/params", "ModifyDeviceFiles: 1\nDeviceFileUID: 0\nDeviceFileGID: 0\nDeviceFileMode: 438\n")
        .File("/sys/module/nvidia/version", driver + "\n")
        .File("/proc/modules", "nvidia_uvm 1630208 0 - Live 0x0\nnvidia_drm 131072 0 - Live 0x0\nnvidia 11534336 2 nvidia_uvm,nvidia_drm, Live 0x0\n")
        .File("/proc/devices", "Character devices:\n  1 mem\n195 nvidia\n195 nvidiactl\n509 nvidia-uvm\n")
        .Folder($"/lib/modules/{kernel}").File($"/lib/modules/{kernel}/modules.dep", "updates/dkms/nvidia.ko.zst:\nupdates/dkms/nvidia-uvm.ko.zst: updates/dkms/nvidia.ko.zst\n")
        .Says("modinfo -F version nvidia", driver + "\n").Says("dmesg", "")
        .Socket("/run/nvidia-persistenced/socket").Runs("nvidia-persiste", 811)
        .Device("/dev/nvidiactl", 195, 255).Device("/dev/nvidia0", 195, 0).Device("/dev/nvidia-modeset", 195, 254).Device("/dev/nvidia-uvm", 509, 0).Device("/dev/nvidia-uvm-tools", 509, 1)
        .Device("/dev/dri/card1", 226, 1, "0660", 44).Device("/dev/dri/renderD128", 226, 128, "0660", 993)
        .Link("/dev/char/195:0", "../nvidia0").Link("/dev/char/195:255", "../nvidiactl")
        .Libraries("/usr/lib/aarch64-linux-gnu", driver)
        .Built("/usr/bin/nvidia-smi").Built("/usr/bin/nvidia-modprobe")
        .Says("nvidia-smi -L", $"GPU 0: {model} (UUID: {Uuid})\n")
        .Says("nvidia-smi --query-gpu=index,uuid,name,driver_version,pci.bus_id,memory.total,compute_cap,mig.mode.current --format=csv,noheader",
            $"0, {Uuid}, {model}, {driver}, 0000{Address}, {memory}, {capability}, Disabled\n")
        .Says("nvidia-smi -q", "    Product Brand                         : NVIDIA\n");

    internal TestHost Libraries(string folder, string driver, int machine = Arm64)
    {
        foreach (var name in new[] { "libcuda.so", "libnvidia-ml.so" }) Built($"{folder}/{name}.{driver}", machine).Link($"{folder}/{name}.1", $"{name}.{driver}");
        return File("/etc/ld.so.cache", "")
            .Says("ldconfig -p", $"\tlibnvidia-ml.so.1 (libc6,AArch64) => {folder}/libnvidia-ml.so.1\n\tlibcuda.so.1 (libc6,AArch64) => {folder}/libcuda.so.1\n");
    }

    internal TestHost Ubuntu(string version = "24.04", string name = "Ubuntu 24.04.3 LTS") =>
        File("/etc/os-release", $"PRETTY_NAME=\"{name}\"\nNAME=\"Ubuntu\"\nVERSION_ID=\"{version}\"\nID=ubuntu\nID_LIKE=debian\n");

    internal TestHost Toolkit(string version = "1.20.0", string system = "dpkg")
    {
        foreach (var package in new[] { "nvidia-container-toolkit", "nvidia-container-toolkit-base", "libnvidia-container-tools", "libnvidia-container1" }) Package(package, $"{version}-1", system);
        foreach (var program in new[] { "nvidia-ctk", "nvidia-cdi-hook", "nvidia-container-runtime", "nvidia-container-runtime-hook", "nvidia-container-cli" }) Built($"/usr/bin/{program}");
        return Built("/usr/bin/runc").Built("/sbin/ldconfig").Built("/sbin/ldconfig.real").File(Config, DefaultConfig).Says("nvidia-ctk --version", $"NVIDIA Container Toolkit CLI version {version}\ncommit: ec7b4e2f\n");
    }

    internal TestHost Docker(string version = "29.4.1", string runtimes = "\"io.containerd.runc.v2\":{\"path\":\"runc\"},\"nvidia\":{\"path\":\"nvidia-container-runtime\"},\"runc\":{\"path\":\"runc\"}", string cgroups = "systemd",
        string security = "[\"name=seccomp,profile=builtin\"]") =>
        Built("/usr/bin/docker").Built("/usr/bin/dockerd").Runs("dockerd", 1204).Socket("/run/docker.sock")
        .File(Daemon, "{\n    \"runtimes\": {\n        \"nvidia\": {\n            \"args\": [],\n            \"path\": \"nvidia-container-runtime\"\n        }\n    }\n}\n")
        .Says("docker --version", $"Docker version {version}, build 1a2b3c4\n")
        .DockerInfo($"{{\"Runtimes\":{{{runtimes}}},\"DefaultRuntime\":\"runc\",\"CgroupDriver\":\"{cgroups}\",\"CgroupVersion\":\"2\",\"SecurityOptions\":{security},\"Architecture\":\"aarch64\",\"OperatingSystem\":\"Ubuntu 24.04.3 LTS\",\"ServerVersion\":\"{version}\"}}");

    /// <summary>What the running engine answers.</summary>
    internal TestHost DockerInfo(string json)
    {
        Silent("docker info");
        _commands.Add(new() { ["command"] = new System.Text.Json.Nodes.JsonArray("docker", "info", "--format", "{{json .}}"), ["exitCode"] = 0, ["output"] = json });
        return this;
    }

    internal TestHost Podman(string version) => Built("/usr/bin/podman").Built("/usr/bin/crun").Says("podman --version", $"podman version {version}\n");

    /// <summary>The specification that the toolkit writes, with its service.</summary>
    internal TestHost WithSpec(string driver, string path = Spec, string version = "0.5.0", string folder = "/usr/lib/aarch64-linux-gnu", string edits = "") => Folder(path[..path.LastIndexOf('/')])
        .File(path, $"""
            ---
            cdiVersion: {version}
            kind: nvidia.com/gpu
            devices:
                - name: "0"
                  containerEdits:
                    deviceNodes:
                        - path: /dev/nvidia0
                        - path: /dev/dri/card1
                        - path: /dev/dri/renderD128{edits}
                - name: {Uuid}
                  containerEdits:
                    deviceNodes:
                        - path: /dev/nvidia0
                - name: all
                  containerEdits:
                    deviceNodes:
                        - path: /dev/nvidia0
            containerEdits:
                env:
                    - NVIDIA_VISIBLE_DEVICES=void
                deviceNodes:
                    - path: /dev/nvidia-modeset
                    - path: /dev/nvidia-uvm
                    - path: /dev/nvidia-uvm-tools
                    - path: /dev/nvidiactl
                hooks:
                    - hookName: createContainer
                      path: /usr/bin/nvidia-cdi-hook
                      args:
                        - nvidia-cdi-hook
                        - enable-cuda-compat
                        - --host-driver-version={driver}
                mounts:
                    - hostPath: {folder}/libcuda.so.{driver}
                      containerPath: {folder}/libcuda.so.{driver}
                      options: [ro, nosuid, nodev, rbind, rprivate]
                    - hostPath: {folder}/libnvidia-ml.so.{driver}
                      containerPath: {folder}/libnvidia-ml.so.{driver}
                      options: [ro, nosuid, nodev, rbind, rprivate]
                    - hostPath: /usr/bin/nvidia-smi
                      containerPath: /usr/bin/nvidia-smi
                      options: [ro, nosuid, nodev, rbind, rprivate]
                    - hostPath: /run/nvidia-persistenced/socket
                      containerPath: /run/nvidia-persistenced/socket
                      options: [ro, nosuid, nodev, rbind, rprivate, noexec]

            """)
        .Says("systemctl show --property=Id,LoadState,ActiveState,UnitFileState,Result,NeedDaemonReload nvidia-cdi-refresh.path nvidia-cdi-refresh.service",
            "Id=nvidia-cdi-refresh.path\nLoadState=loaded\nActiveState=active\nUnitFileState=enabled\nResult=success\n\nId=nvidia-cdi-refresh.service\nLoadState=loaded\nActiveState=inactive\nUnitFileState=enabled\nResult=success\n");

    /// <summary>A GH200 with Ubuntu, Docker and the toolkit of today.</summary>
    internal static TestHost GraceHopper(string driver = "580.95.05") =>
        Machine(driver, "NVIDIA GH200 480GB", "9.0", "97871 MiB", Kernel, 65536, "0x2342").Ubuntu().Toolkit().Docker().WithSpec(driver);

    /// <summary>A G5g of AWS with its T4G.</summary>
    internal static TestHost Graviton(string driver = "580.159.03") =>
        Machine(driver, "NVIDIA T4G", "7.5", "15360 MiB", "6.14.0-1018-aws", 4096, "0x1eb4").Ubuntu().Toolkit().Docker().WithSpec(driver)
            .File("/proc/meminfo", "MemTotal:       32488112 kB\n");

    /// <summary>A node of a cluster: containerd and a kubelet.</summary>
    internal static TestHost Node(string version = "2.2.4") => Graviton().Without("/usr/bin/docker", "/usr/bin/dockerd", Daemon, "/run/docker.sock").Stopped("dockerd").Silent("docker")
        .Built("/usr/bin/containerd").Runs("containerd", 900).Runs("kubelet", 1400).File("/var/lib/kubelet/config.yaml", "cgroupDriver: systemd\n")
        .Says("containerd --version", $"containerd containerd.io {version} 1c4457e00facac03ce1d75f7b6777a7a851e5c41\n")
        .File(Containerd, "version = 3\nimports = [\"/etc/containerd/conf.d/*.toml\"]\n\n[plugins.'io.containerd.cri.v1.runtime']\n  enable_cdi = true\n\n[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]\n  runtime_type = 'io.containerd.runc.v2'\n\n  [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]\n    SystemdCgroup = true\n")
        .File(DropIn, DropInText)
        .Says("crictl info", "{\"config.containerd.runtimes\":{\"nvidia\":{},\"runc\":{}},\"config.enableCDI\":true}");

    internal const string Containerd = "/etc/containerd/config.toml";
    internal const string DropIn = "/etc/containerd/conf.d/99-nvidia.toml";
    internal const string DropInText = """
        version = 3
        [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.nvidia]
          runtime_type = "io.containerd.runc.v2"
          [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.nvidia.options]
            BinaryName = "/usr/bin/nvidia-container-runtime"
            SystemdCgroup = true

        """;

    private const string DefaultConfig = """
        #accept-nvidia-visible-devices-as-volume-mounts = false
        disable-require = false
        supported-driver-capabilities = "compat32,compute,display,graphics,ngx,utility,video"
        #swarm-resource = "DOCKER_RESOURCE_GPU"

        [nvidia-container-cli]
        environment = []
        ldconfig = "@/sbin/ldconfig.real"
        load-kmods = true
        #no-cgroups = false
        #root = "/run/nvidia/driver"
        #user = "root:video"

        [nvidia-container-runtime]
        log-level = "info"
        mode = "auto"
        runtimes = ["runc", "crun"]

        """;
}

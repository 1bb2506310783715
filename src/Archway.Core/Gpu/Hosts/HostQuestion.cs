using System.Collections.Immutable;

namespace Archway.Gpu.Hosts;

/// <summary>A command of the fixed list that a machine is asked.</summary>
/// <param name="Words">The program's name and its arguments; no shell reads them.</param>
internal sealed record HostQuestion(params ImmutableArray<string> Words)
{
    /// <summary>Whether it may be asked on what was seen so far: a question must not change the machine, nor start a service.</summary>
    internal Func<HostSnapshot, bool> If { get; init; } = _ => true;

    /// <summary>Where the answer is text: lines without any of these are dropped.</summary>
    internal ImmutableArray<string> Lines { get; init; } = [];

    /// <summary>Where the answer is JSON: only these members are kept, parts of a way joined by dots.</summary>
    internal ImmutableArray<string> Members { get; init; } = [];

    /// <summary>How many seconds it may take.</summary>
    internal int Seconds { get; init; } = 5;

    /// <summary>The list, in the order in which it is asked.</summary>
    internal static ImmutableArray<HostQuestion> All { get; } =
    [
        new("uname", "-m"),
        new("getconf", "PAGESIZE"),
        new("systemd-detect-virt"),
        new("mokutil", "--sb-state") { If = HasGpu },
        new("modinfo", "-F", "version", "nvidia") { If = HasGpu },
        new("ldconfig", "-p") { Lines = ["libcuda.so", "libnvidia-ml.so"] },
        // Kernels write there what no file tells; without rights it answers so.
        new("dmesg") { If = HasGpu, Lines = ["NVRM", "nvidia", "nouveau"] },
        new("nvidia-smi", "-L") { If = HasNodes, Seconds = 20 },
        new("nvidia-smi", "--query-gpu=index,uuid,name,driver_version,pci.bus_id,memory.total,compute_cap,mig.mode.current", "--format=csv,noheader") { If = HasNodes, Seconds = 20 },
        // Drivers of 470 and older refuse the whole question for one word of it.
        new("nvidia-smi", "--query-gpu=index,uuid,name,driver_version,pci.bus_id,memory.total", "--format=csv,noheader") { If = s => HasNodes(s) && WasRefused(s), Seconds = 20 },
        new("nvidia-smi", "-q") { If = HasNodes, Seconds = 20, Lines = ["Product Brand", "Product Architecture", "Addressing Mode", "GSP Firmware Version", "GPU C2C Mode"] },
        new("nvidia-ctk", "--version"),
        new("nvidia-container-cli", "--version"),
        new("docker", "--version"),
        // A socket alone would start the service behind it.
        new("docker", "info", "--format", "{{json .}}")
        {
            If = s => s.Process("dockerd") is not null,
            Members =
            [
                "Runtimes", "DefaultRuntime", "CgroupDriver", "CgroupVersion", "SecurityOptions", "CDISpecDirs", "DiscoveredDevices", "Architecture", "OperatingSystem",
                "ServerVersion", "ServerErrors",
            ],
            Seconds = 10,
        },
        new("podman", "--version"),
        new("containerd", "--version"),
        new("crio", "--version"),
        new("crictl", "info")
        {
            If = s => s.User == 0 && (s.Find("/run/containerd/containerd.sock") ?? s.Find("/run/crio/crio.sock")) is not null && (s.Process("containerd") ?? s.Process("crio")) is not null,
            Members = ["config.containerd.runtimes", "config.containerd.defaultRuntimeName", "config.enableCDI", "config.enableCdi", "config.cdiSpecDirs", "config.disabledPlugins"],
        },
        new("systemctl", "show", "--property=Id,LoadState,ActiveState,UnitFileState,Result,NeedDaemonReload", "nvidia-cdi-refresh.path", "nvidia-cdi-refresh.service",
            "nvidia-persistenced.service", "nvidia-fabricmanager.service", "docker.service", "containerd.service", "crio.service"),
        new(["rpm", "-q", "--queryformat", "%{NAME} %{VERSION}-%{RELEASE}\\n", .. HostPackages.Names]) { If = s => s.Find("/var/lib/dpkg/status") is null },
    ];

    // Where a driver is loaded and devices are missing, nvidia-smi makes them: it is asked only where there is nothing to make.
    private static bool HasNodes(HostSnapshot seen) => seen.Find("/proc/driver/nvidia/version") is not null && seen.Find("/dev/nvidiactl") is not null
        && seen.Entries.Count(entry => entry.Path.StartsWith("/proc/driver/nvidia/gpus/", StringComparison.Ordinal) && entry.Path.EndsWith("/information", StringComparison.Ordinal))
            <= seen.In("/dev").Count(entry => entry.Path.StartsWith("/dev/nvidia", StringComparison.Ordinal) && char.IsAsciiDigit(entry.Path[^1]));

    private static bool HasGpu(HostSnapshot seen) => seen.Find("/proc/driver/nvidia/version") is not null
        || seen.Entries.Any(entry => entry.Path.EndsWith("/vendor", StringComparison.Ordinal) && entry.Text?.Trim() == "0x10de");

    private static bool WasRefused(HostSnapshot seen) => seen.Commands.LastOrDefault(command => command.Words is ["nvidia-smi", var query, ..] && query.StartsWith("--query", StringComparison.Ordinal))
        is { Succeeded: false } answer && (answer.Output + answer.Error).Contains("not a valid field", StringComparison.Ordinal);
}

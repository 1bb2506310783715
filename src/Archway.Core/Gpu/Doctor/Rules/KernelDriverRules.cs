using System.Collections.Immutable;
using System.Globalization;
using Archway.Gpu.Checks;
using Archway.Gpu.Doctor.Facts;
using Archway.Gpu.Images;
using Archway.Judging;

namespace Archway.Gpu.Doctor.Rules;

/// <summary>Layer C: NVIDIA's kernel modules.</summary>
internal static class KernelDriverRules
{
    private const string NoKernel = "no running kernel is shown";
    private const string InModule = "/sys/module/nvidia/version";
    private const string Params = "/proc/driver/nvidia/params";

    // Device ids of NVIDIA, from captures: GH200 480GB.
    private static readonly int[] Coherent = [0x2342];
    private static readonly string[] OpenOnly = ["GH200", "GB200", "GB300", "GB10", "B200", "B300"];

    // What a GPU needs at least, by a word of its name.
    private static readonly (string Word, int Branch)[] Branches = [("T4G", 470), ("GB10", 580)];

    internal static ImmutableArray<HostRule> All { get; } =
    [
        new("GPU-C01", Loaded), new("GPU-C02", Agreeing), new("GPU-C03", OnDisk), new("GPU-C04", Open), new("GPU-C05", AllTakenUp), new("GPU-C06", UnifiedMemory),
        new("GPU-C07", DeviceFiles), new("GPU-C08", Branch), new("GPU-C09", Persistence),
    ];

    /// <summary>Whether a list of modules has NVIDIA's, compressed or not.</summary>
    internal static bool HasModule(string modules) =>
        modules.Contains("/nvidia.ko", StringComparison.Ordinal) || modules.Contains("/nvidia-current.ko", StringComparison.Ordinal) || modules.StartsWith("nvidia.ko", StringComparison.Ordinal);

    private static void Loaded(HostFacts host, Telling told)
    {
        if (!host.IsRunning) told.NotKnown(NoKernel);
        else if (host.Machine == GpuMachine.Wsl || host.Driver is not null) return;
        else if (host.Snapshot.Text(LoadedDriver.File) is { } banner) told.NotKnown($"{LoadedDriver.File} says what this program does not understand: {First(banner)}");
        else if (host.Snapshot.Find(LoadedDriver.File)?.Problem is { } problem) told.NotKnown($"{LoadedDriver.File}: {problem}");
        // Jetsons before JetPack 6 have another driver, which tells no version there.
        else if (host.IsTegra && host.Snapshot.In("/dev").Any(node => node.Path.StartsWith("/dev/nvhost-", StringComparison.Ordinal) || node.Path == "/dev/nvmap")) return;
        else NotLoaded(host, told);
    }

    private static void NotLoaded(HostFacts host, Telling told)
    {
        var dep = $"/lib/modules/{host.Kernel}/modules.dep";
        List<Evidence> evidence = [new(LoadedDriver.File, "is not there")];
        if (host.Snapshot.Find(dep) is { Text: { } modules })
        {
            var isThere = HasModule(modules);
            evidence.Add(new(dep, isThere ? First(modules) : "no nvidia.ko"));
            if (isThere && host.Snapshot.Command("mokutil", "--sb-state") is { } boot && boot.FirstLine.Contains("enabled", StringComparison.Ordinal)) evidence.Add(HostFacts.Said(boot));
            if (!isThere)
            {
                var isBuilt = host.Snapshot.Entries.Any(entry => entry.Path.StartsWith("/usr/src/nvidia", StringComparison.Ordinal));
                told.Add(Severity.Blocker, $"NVIDIA's driver is not loaded: there is no module for the kernel {host.Kernel}", [.. evidence, .. Said(host)],
                    isBuilt ? "The module's sources are here and it was not built for the kernel that runs, as after an upgrade of the kernel whose DKMS build failed."
                        : "The driver was never installed for the kernel that runs.",
                    isBuilt ? [new($"sudo dkms autoinstall -k {host.Kernel} && sudo modprobe nvidia", RemedyRisk.None), new("dkms status", RemedyRisk.None)]
                        : [new("Install the driver (archway gpu setup prints how), and restart.", RemedyRisk.Reboot)]);
                return;
            }
        }

        var isSecure = evidence.Count == 3;
        told.Add(Severity.Blocker, isSecure ? "NVIDIA's driver is not loaded; its module is there, and Secure Boot is on" : "NVIDIA's driver is not loaded", [.. evidence, .. Said(host)],
            isSecure ? "Secure Boot refuses modules that nobody has signed with a key that the machine knows." : null,
            isSecure ? [new("sudo modprobe nvidia; sudo dmesg | tail", RemedyRisk.None), new("Enrol the key that signs the module (sudo mokutil --import), or switch Secure Boot off, and restart.", RemedyRisk.Reboot)] : []);
    }

    // What the kernel said of it last.
    private static IEnumerable<Evidence> Said(HostFacts host) =>
        host.Snapshot.Command("dmesg") is { Succeeded: true } dmesg && dmesg.Output.Split('\n').LastOrDefault(line => line.Contains("NVRM", StringComparison.Ordinal) || line.Contains("nvidia", StringComparison.Ordinal)) is { } line
            ? [new("dmesg", line.Trim())] : [];

    private static string First(string text) => text.Split('\n')[0].Trim();

    private static void Agreeing(HostFacts host, Telling told)
    {
        if (host.Driver is { } driver && host.Snapshot.Text(InModule)?.Trim() is { } other && DottedVersion.Find(other) is { } version && version != driver.Version)
            told.Warning($"The loaded driver says it is {driver.Version} in one place and {version} in another", host.Line(LoadedDriver.File, "NVRM"), new(InModule, other));
    }

    private static void OnDisk(HostFacts host, Telling told)
    {
        // A driver container loads a module that is on no disk of the host's.
        if (host.Driver is not { } driver || host.IsTegra || host.Snapshot.Find("/run/nvidia/driver") is not null) return;
        var dep = $"/lib/modules/{host.Kernel}/modules.dep";
        var told_ = host.Snapshot.Command("modinfo", "-F", "version", "nvidia");
        if (told_ is { Succeeded: true } && DottedVersion.Find(told_.FirstLine) is { } version)
        {
            if (version != driver.Version)
                told.Warning($"The module on disk is {version}, and {driver.Version} is loaded: the driver was upgraded and the machine not restarted", HostFacts.Said(told_), host.Line(LoadedDriver.File, "NVRM"));
        }
        else if (host.Snapshot.Find(dep) is { Text: { } modules } && !HasModule(modules))
            told.Warning($"The driver is loaded, and no module for the kernel {host.Kernel} is on disk: it will be gone after the next start", new Evidence(dep, "no nvidia.ko"));
        else told.NotKnown("modinfo was not asked, or tells no version");
    }

    private static void Open(HostFacts host, Telling told)
    {
        if (host.Driver is not { IsOpen: false } driver || host.IsTegra) return;
        var refused = host.Snapshot.Command("dmesg")?.Output.Split('\n').FirstOrDefault(line => line.Contains("requires use of the NVIDIA open kernel modules", StringComparison.Ordinal));
        var card = host.Gpus.FirstOrDefault(card => Coherent.Contains(card.Device));
        var name = driver.Models.Values.Concat(host.Smi.Gpus.Select(gpu => gpu.Name)).FirstOrDefault(name => OpenOnly.Any(word => name.Split(' ').Contains(word)));
        if (refused is null && card is null && name is null) return;
        told.Blocker($"The GPU ({name ?? card?.Address ?? "by the kernel's log"}) needs NVIDIA's open kernel modules, and the proprietary one is loaded",
            [host.Line(LoadedDriver.File, "NVRM"), .. refused is null ? [] : new[] { new Evidence("dmesg", refused.Trim()) }, .. card is null ? [] : new[] { card.Evidence }]);
    }

    private static void AllTakenUp(HostFacts host, Telling told)
    {
        if (host.Driver is not { } driver) return;
        PciCard[] own = [.. host.Gpus.Where(card => card.Driver is null or "nvidia")];
        PciCard[] lost = [.. own.Where(card => !driver.Models.ContainsKey(card.Address))];
        if (own.Length == 0 || lost.Length == 0) return;
        var xid = host.Snapshot.Command("dmesg")?.Output.Split('\n').LastOrDefault(line => line.Contains("Xid", StringComparison.Ordinal) || line.Contains("RmInitAdapter failed", StringComparison.Ordinal));
        told.Add(lost.Length == own.Length ? Severity.Blocker : Severity.Warning,
            string.Create(CultureInfo.InvariantCulture, $"The driver has taken up {own.Length - lost.Length} of {own.Length} GPUs"),
            [.. lost.Select(card => card.Evidence), .. xid is null ? [] : new[] { new Evidence("dmesg", xid.Trim()) }], null, []);
    }

    private static void UnifiedMemory(HostFacts host, Telling told)
    {
        if (host.Driver is null || host.IsTegra) return;
        if (host.Snapshot.Text("/proc/modules") is not { } modules) told.NotKnown("/proc/modules could not be read");
        // A container sees no modules, and a kernel may have it built in: the device says as much.
        else if (!modules.Split('\n').Any(line => line.StartsWith("nvidia_uvm ", StringComparison.Ordinal)) && host.Snapshot.Text("/proc/devices")?.Contains("nvidia-uvm", StringComparison.Ordinal) != true)
            told.Warning("The module nvidia_uvm is not loaded: nvidia-smi works, and CUDA does not until something loads it", new Evidence("/proc/modules", "no nvidia_uvm"));
    }

    private static void DeviceFiles(HostFacts host, Telling told)
    {
        if (host.Snapshot.Text(Params) is not { } text) return;
        var values = text.Split('\n').Select(line => line.Split(": ", 2)).Where(pair => pair.Length == 2).GroupBy(pair => pair[0].Trim(), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last()[1].Trim(), StringComparer.Ordinal);
        if (values.GetValueOrDefault("ModifyDeviceFiles") == "0") told.Note("The driver is told not to make device nodes; something else must", host.Line(Params, "ModifyDeviceFiles"));
        else if (values.GetValueOrDefault("DeviceFileMode") is { } mode && int.TryParse(mode, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && (number & 6) != 6)
            told.Note($"The driver makes device nodes that not everybody may open (mode 0{Convert.ToString(number, 8)})", host.Line(Params, "DeviceFileMode"));
    }

    private static void Branch(HostFacts host, Telling told)
    {
        if (host.Driver is not { } driver) return;
        foreach (var name in driver.Models.Values.Concat(host.Smi.Gpus.Select(gpu => gpu.Name)).Distinct(StringComparer.Ordinal))
            foreach (var (word, branch) in Branches)
                if (name.Split(' ').Contains(word) && driver.Version.Major < branch)
                {
                    told.Blocker(string.Create(CultureInfo.InvariantCulture, $"{name} needs a driver of branch {branch} or later, and {driver.Version} is loaded"), host.Line(LoadedDriver.File, "NVRM"));
                    return;
                }
    }

    private static void Persistence(HostFacts host, Telling told)
    {
        if (host.Driver is null || host.IsTegra || host.Machine == GpuMachine.Wsl || host.Snapshot.Find("/run/nvidia/driver") is not null) return;
        if (host.Snapshot.Process("nvidia-persiste") is null && host.Snapshot.Find("/run/nvidia-persistenced/socket") is null)
            told.Note("nvidia-persistenced does not run: the first program to use the GPU waits for the driver each time", new Evidence("/run/nvidia-persistenced/socket", "is not there"));
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Archway.Gpu.Checks;
using Archway.Gpu.Doctor.Facts;
using Archway.Gpu.Hosts;
using Archway.Gpu.Images;
using Archway.Judging;

namespace Archway.Gpu.Doctor.Rules;

/// <summary>Layer E: what stands under <c>/dev</c>.</summary>
internal static class DeviceNodeRules
{
    private const int Major = 195;
    private const string Devices = "/proc/devices";
    private const string Map = "/dev/nvmap", Control = "/dev/nvidiactl", Memory = "/dev/nvidia-uvm";

    internal static ImmutableArray<HostRule> All { get; } =
        [new("GPU-E01", Nodes), new("GPU-E02", UnifiedMemory), new("GPU-E03", Openable), new("GPU-E04", Partitions), new("GPU-E06", CharLinks), new("GPU-E07", Tegra), new("GPU-E08", Imex)];

    private static bool HasNodes(HostFacts host) => host.Driver is not null && host.Machine is GpuMachine.Server or GpuMachine.TegraWithCard;

    /// <summary>The nodes of GPUs: <c>/dev/nvidia0</c> and on.</summary>
    internal static IEnumerable<HostEntry> Gpus(HostFacts host) => host.Snapshot.In("/dev").Where(node => node.Path.StartsWith("/dev/nvidia", StringComparison.Ordinal) && node.Path["/dev/nvidia".Length..].All(char.IsAsciiDigit) && node.Path.Length > "/dev/nvidia".Length);

    private static void Nodes(HostFacts host, Telling told)
    {
        if (!HasNodes(host)) return;
        var nodes = Gpus(host).ToArray();
        if (host.Snapshot.Find(Control) is not { } control) told.Blocker($"{Control} is not there: nothing has opened the driver since the machine started", new Evidence(Control, "is not there"), host.Line(LoadedDriver.File, "NVRM"));
        else if (nodes.Append(control).FirstOrDefault(node => node is { Kind: not EntryKind.Character } or { Major: not (null or Major) }) is { } wrong)
            told.Blocker($"{wrong.Path} is not the driver's device", Shown(wrong, $"the driver's number is {Major}"));
        else if (nodes.Length < host.Driver!.Models.Count)
            told.Add(nodes.Length == 0 ? Severity.Blocker : Severity.Warning, string.Create(CultureInfo.InvariantCulture, $"The driver has {host.Driver.Models.Count} GPUs, and /dev has nodes for {nodes.Length}"),
                [new("/dev", nodes.Length == 0 ? "no /dev/nvidia0" : string.Join(' ', nodes.Select(node => node.Path)))], null, [new("sudo nvidia-modprobe -c 0", RemedyRisk.None), new("sudo nvidia-smi", RemedyRisk.None)]);
    }

    private static void UnifiedMemory(HostFacts host, Telling told)
    {
        if (!HasNodes(host)) return;
        var wanted = (host.Snapshot.Text(Devices) ?? "").Split('\n').Select(line => line.Trim().Split(' ', 2)).FirstOrDefault(pair => pair is [_, "nvidia-uvm"])?[0];
        var node = host.Snapshot.Find(Memory);
        if (wanted is null || !long.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return;
        if (node is null)
            told.Add(Severity.Warning, $"{Memory} is not there: CUDA cannot begin until something makes it", [new(Memory, "is not there"), host.Line(Devices, " nvidia-uvm")], null, [new("sudo nvidia-modprobe -u -c 0", RemedyRisk.None)]);
        else if (node.Major is { } major && major != number)
            told.Blocker(string.Create(CultureInfo.InvariantCulture, $"/dev/nvidia-uvm has the number {major}, and the kernel gave {number}: cuInit answers 999 while nvidia-smi works"), Shown(node, ""), host.Line(Devices, " nvidia-uvm"));
    }

    private static void Openable(HostFacts host, Telling told)
    {
        if (!HasNodes(host)) return;
        HostEntry[] closed = [.. ((IEnumerable<HostEntry?>)[.. Gpus(host), host.Snapshot.Find(Control), host.Snapshot.Find(Memory)]).OfType<HostEntry>().Where(node => node.Mode is { } mode && (mode & 6) != 6)];
        if (closed is [var first, ..]) told.Note($"{first.Path} is not open to everybody: engines without root need its group", [.. closed.Select(node => Shown(node, ""))]);
    }

    private static void Partitions(HostFacts host, Telling told)
    {
        if (!HasNodes(host)) return;
        HostEntry[] partitions = [.. host.Snapshot.Entries.Where(entry => entry.Path.StartsWith("/proc/driver/nvidia/capabilities/gpu", StringComparison.Ordinal) && entry.Path.EndsWith("/access", StringComparison.Ordinal)).OrderBy(entry => entry.Path, StringComparer.Ordinal)];
        var missing = partitions.Select(entry => (Entry: entry, Minor: MinorOf(entry))).Where(one => one.Minor is { } minor && host.Snapshot.Find($"/dev/nvidia-caps/nvidia-cap{minor}") is null).ToArray();
        if (missing.Length > 0)
            told.Add(Severity.Warning, string.Create(CultureInfo.InvariantCulture, $"{missing.Length} of the {partitions.Length} nodes of MIG instances are not there"),
                [.. missing.Select(one => new Evidence($"/dev/nvidia-caps/nvidia-cap{one.Minor}", $"is not there; named by {one.Entry.Path}"))], null,
                [new("nvidia-smi -L", RemedyRisk.None), new("sudo nvidia-ctk cdi generate --output=/var/run/cdi/nvidia.yaml", RemedyRisk.None)]);
    }

    private static string? MinorOf(HostEntry entry) => entry.Text?.Split('\n').Select(line => line.Split(':', 2)).FirstOrDefault(pair => pair[0].Trim() == "DeviceFileMinor") is [_, var minor]
        && minor.Trim() is { Length: > 0 and < 8 } number && number.All(char.IsAsciiDigit) ? number : null;

    // With CDI the devices stand in the container's own configuration, and systemd need not name them.
    private static void CharLinks(HostFacts host, Telling told)
    {
        if (HasNodes(host) && host is { UsesHook: true, Engines.Docker: { IsPresent: true, CgroupDriver: not "cgroupfs" } } && Gpus(host).Any() && !host.Snapshot.In("/dev/char").Any())
            told.Note("/dev/char has no links to the GPU's nodes; systemd cannot name them", new Evidence("/dev/char", $"nothing for {Major}:*"));
    }

    private static void Tegra(HostFacts host, Telling told)
    {
        if (host.Machine != GpuMachine.Tegra) return;
        string[] missing = [.. host.Snapshot.Find(Map) is null ? [Map] : Array.Empty<string>(),
            .. host.Snapshot.In("/dev").Any(node => node.Path.StartsWith("/dev/nvhost-", StringComparison.Ordinal)) || host.Snapshot.In("/dev/nvgpu/igpu0").Any() ? Array.Empty<string>() : ["/dev/nvhost-*"]];
        if (missing.Length > 0) told.Blocker($"The Jetson's devices are not there: {string.Join(", ", missing)}", [.. missing.Select(path => new Evidence(path, "is not there"))]);
    }

    private static void Imex(HostFacts host, Telling told)
    {
        if (!HasNodes(host) || !host.Smi.Gpus.Any(gpu => gpu.Name.Contains("GB200", StringComparison.Ordinal) || gpu.Name.Contains("GB300", StringComparison.Ordinal))) return;
        if (!host.Snapshot.In("/dev/nvidia-caps-imex-channels").Any())
            told.Note("There is no IMEX channel; programs that span machines over NVLink need one", new Evidence("/dev/nvidia-caps-imex-channels/channel0", "is not there"));
    }

    private static Evidence Shown(HostEntry node, string besides) => new(node.Path, string.Create(CultureInfo.InvariantCulture,
        $"{node.Kind.ToString().ToLowerInvariant()}{(node.Major is { } major ? $" {major}:{node.Minor}" : "")}{(node.Mode is { } mode ? $", mode 0{Convert.ToString(mode, 8)}, owner {node.User}:{node.Group}" : "")}{(besides.Length > 0 ? "; " + besides : "")}"));
}

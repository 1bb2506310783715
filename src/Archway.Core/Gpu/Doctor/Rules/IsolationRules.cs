using System.Collections.Immutable;
using System.Globalization;
using Archway.Gpu.Checks;
using Archway.Gpu.Doctor.Facts;
using Archway.Gpu.Images;
using Archway.Judging;

namespace Archway.Gpu.Doctor.Rules;

/// <summary>Layer I: what keeps a container from devices, now or later.</summary>
internal static class IsolationRules
{
    private const long SmallMemoryKiB = 8 * 1024 * 1024;

    internal static ImmutableArray<HostRule> All { get; } =
    [
        new("GPU-I01", Reload), new("GPU-I03", Labels), new("GPU-I04", DeviceRules), new("GPU-I05", Memory), new("GPU-I07", Groups), new("GPU-I08", Delegation), new("GPU-I09", Profiles),
        new("GPU-I10", Namespaces),
    ];

    private static void Reload(HostFacts host, Telling told)
    {
        var docker = host.Engines.Docker;
        if (!docker.IsPresent || docker.CgroupDriver != "systemd" || !host.UsesHook || host.Snapshot.In("/dev/char").Any()) return;
        told.Add(Severity.Warning, "Containers that get their GPU by the hook lose it at the next systemctl daemon-reload",
            [
                new("docker info", "CgroupDriver: systemd"), new("/dev/char", "no links 195:*"),
                docker.PathOfGpus == RequirementPath.LegacyHook ? new("docker --version", $"{docker.Version}: --gpus takes the hook") : new(host.Toolkit.ConfigPath, $"mode {host.Toolkit.Mode}, toolkit {host.Toolkit.Version}: the runtime takes the hook"),
            ], null, []);
    }

    private static void Labels(HostFacts host, Telling told)
    {
        if (host.Snapshot.Text("/sys/fs/selinux/enforce")?.Trim() == "1" && (host.Engines.HasPodman || host.Engines.Docker.IsPresent))
            told.Note("SELinux is enforcing: containers need --security-opt label=disable, or container_use_devices", new Evidence("/sys/fs/selinux/enforce", "1"));
    }

    private static void DeviceRules(HostFacts host, Telling told)
    {
        if (host.Snapshot.Text("/run/systemd/container")?.Trim() is "lxc" or "lxc-libvirt" && host.CgroupVersion == 2 && !host.Toolkit.LeavesCgroups && host.UsesHook)
            told.Warning("Within LXC the hook may not set device rules", new Evidence("/run/systemd/container", host.Snapshot.Text("/run/systemd/container")!.Trim()), new(host.Toolkit.ConfigPath, "no-cgroups is not true"));
    }

    private static void Memory(HostFacts host, Telling told)
    {
        if (!host.UsesHook) return;
        if (host.Snapshot.Text("/proc/sys/vm/overcommit_memory")?.Trim() == "2") told.Note("Memory is never overcommitted here, at which the toolkit's helper may fail", new Evidence("/proc/sys/vm/overcommit_memory", "2"));
        else if (Kilobytes(host) is { } memory and < SmallMemoryKiB) told.Note(string.Create(CultureInfo.InvariantCulture, $"The machine has {memory / 1024} MiB of memory, at which the toolkit's helper may fail"), host.Line("/proc/meminfo", "MemTotal"));
    }

    private static long? Kilobytes(HostFacts host) => host.Snapshot.Text("/proc/meminfo")?.Split('\n').FirstOrDefault(line => line.StartsWith("MemTotal:", StringComparison.Ordinal))?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var size, ..]
        && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes : null;

    private static void Groups(HostFacts host, Telling told)
    {
        if (host.Cdi.OfGpus.SelectMany(spec => (spec.File.Spec?.AllEdits ?? []).Select(edits => (Spec: spec, Edits: edits))).FirstOrDefault(one => !one.Edits.AdditionalGids.IsEmpty) is { Spec: { } spec, Edits: { } edits })
            told.Note($"Containers join the group {edits.AdditionalGids[0]}; that their images do not name it is harmless", spec.At(edits.At, $"additionalGids: [{string.Join(", ", edits.AdditionalGids)}]"));
    }

    private static void Delegation(HostFacts host, Telling told)
    {
        if (!host.Engines.Docker.IsRootless || host.CgroupVersion != 2) return;
        if (!host.Snapshot.Entries.Any(entry => entry.Path.Contains("/user@.service.d/", StringComparison.Ordinal) && entry.Text?.Contains("Delegate=", StringComparison.Ordinal) == true))
            told.Note("cgroups are not delegated to users in full: limits of rootless containers are ignored", new Evidence("/etc/systemd/system/user@.service.d", "no Delegate="));
    }

    private static void Profiles(HostFacts host, Telling told)
    {
        if (host.Snapshot.Command("dmesg") is not { } dmesg) return;
        if (!dmesg.Succeeded) told.NotKnown("dmesg may not be read without root");
        else if (dmesg.Output.Split('\n').LastOrDefault(line => line.Contains("apparmor=\"DENIED\"", StringComparison.Ordinal) && line.Contains("nvidia", StringComparison.Ordinal)) is { } denied)
            told.Warning("AppArmor has denied a file of the driver's", new Evidence("dmesg", denied.Trim()));
    }

    private static void Namespaces(HostFacts host, Telling told)
    {
        if (host.Engines.Docker is { Rootful: { } file } docker && file.Root?["userns-remap"] is { Text.Length: > 0 } remap && docker.PathOfGpus == RequirementPath.LegacyHook)
            told.Warning("User namespaces are remapped, with which the toolkit's hook does not work", file.At(remap));
    }
}

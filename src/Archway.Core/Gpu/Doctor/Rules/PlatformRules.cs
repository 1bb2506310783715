using System.Collections.Immutable;
using System.Globalization;
using Archway.Gpu.Checks;
using Archway.Gpu.Doctor.Facts;
using Archway.Gpu.Images;
using Archway.Judging;

namespace Archway.Gpu.Doctor.Rules;

/// <summary>Layer A: the processor, the distribution, and what kind of machine it is.</summary>
internal static class PlatformRules
{
    private const int SmallPages = 4096;

    internal static ImmutableArray<HostRule> All { get; } =
    [
        new("GPU-A01", Userland), new("GPU-A02", Distribution), new("GPU-A03", Flavour), new("GPU-A04", Kind), new("GPU-A05", Wsl), new("GPU-A06", Nested), new("GPU-A07", Cgroups),
    ];

    private static void Userland(HostFacts host, Telling told)
    {
        if (!host.IsRunning) told.NotKnown("no running kernel is shown");
        else if (host.UserMachine is not { } user || host.KernelMachine is not { } kernel) told.NotKnown("uname or the header of /bin/sh could not be read");
        else if ((kernel, user) is ("aarch64", not HostFacts.Arm64) or ("x86_64", not HostFacts.Amd64))
            told.Blocker($"The kernel is {kernel}, and its programs are {MachineName(user)}: there is no driver for these", Machine(host), new("/bin/sh", $"ELF machine {user}"));
        else if (kernel is not ("aarch64" or "x86_64"))
            told.Blocker($"The machine is {kernel}: NVIDIA's driver exists for aarch64 and x86_64 alone", Machine(host));
    }

    private static Evidence Machine(HostFacts host) => host.Snapshot.Command("uname", "-m") is { } uname ? HostFacts.Said(uname) : new("/proc/sys/kernel/arch", host.KernelMachine ?? "");

    private static void Distribution(HostFacts host, Telling told)
    {
        if (host.System.Id is null) told.NotKnown("there is no os-release");
        else if (host.Architecture == "arm64" && !host.IsTegra && !IsListed(host.System))
            told.Note($"NVIDIA's documentation does not list {host.System.Name ?? host.System.Id} for the toolkit on arm64", host.Line("/etc/os-release", "ID="));
    }

    // The support matrix of the toolkit's documentation, 2026-08.
    private static bool IsListed(OperatingSystemFacts system) => system.Id switch
    {
        "ubuntu" => system.Version is "22.04" or "24.04" or "26.04",
        "rhel" => system.Major is >= 8 and <= 10,
        "rocky" => system.Major == 9,
        "centos" => system.Major == 8,
        "amzn" => system.Major is 2 or 2023,
        _ => false,
    };

    private static void Flavour(HostFacts host, Telling told)
    {
        if (host.Kernel is not { } kernel) told.NotKnown("no running kernel is shown");
        else if (IsOfLargePages(kernel) && host.Driver is null && ModulesOf(host) is { Text: { } modules } file && !KernelDriverRules.HasModule(modules))
            told.Blocker($"The kernel {kernel} has pages of 64 KiB, and there is no NVIDIA module for it", new Evidence("/proc/sys/kernel/osrelease", kernel), new(file.Path, "no nvidia.ko"));
        else if (host.PageSize is > SmallPages and var size)
            told.Add(Severity.Note, string.Create(CultureInfo.InvariantCulture, $"The kernel has pages of {size / 1024} KiB, which not every image is built for"),
                [new("getconf PAGESIZE", size.ToString(CultureInfo.InvariantCulture))],
                "Grace systems often run with pages of 64 KiB. Programs that were built for pages of 4 KiB, with an old jemalloc for one, end at once there.",
                [new("archway image REF --verify", RemedyRisk.None)]);
    }

    private static bool IsOfLargePages(string kernel) => kernel.EndsWith("64k", StringComparison.Ordinal) && kernel.Length > 4 && kernel[^4] is '-' or '+';

    private static Hosts.HostEntry? ModulesOf(HostFacts host) => host.Snapshot.Find($"/lib/modules/{host.Kernel}/modules.dep");

    private static void Kind(HostFacts host, Telling told)
    {
        if (!host.IsRunning) told.NotKnown("no running kernel is shown");
        else if (host.IsTegra)
            told.Note(host.Machine == GpuMachine.TegraWithCard ? "This is a Tegra board with a GPU card beside its own" : "This is a Tegra board (Jetson): images for Arm servers (SBSA) do not fit its GPU",
                host.Snapshot.Find(MachineKinds.TegraRelease) is not null ? new Evidence(MachineKinds.TegraRelease, host.Snapshot.Text(MachineKinds.TegraRelease)?.Split('\n')[0] ?? "") : host.Line(MachineKinds.Family, "egra"));
    }

    private static void Wsl(HostFacts host, Telling told)
    {
        if (host.Machine == GpuMachine.Wsl)
            told.Note($"This is the Windows Subsystem for Linux{(host.Architecture == "arm64" ? "; whether NVIDIA's GPUs can be used in it on Arm is not known" : "")}", new Evidence("/dev/dxg", ""), new("/usr/lib/wsl/lib/libdxcore.so", ""));
    }

    private static void Nested(HostFacts host, Telling told)
    {
        if (host.Snapshot.Text("/run/systemd/container")?.Trim() is { Length: > 0 } container) told.Note($"This is itself a container ({container})", new Evidence("/run/systemd/container", container));
        else if (host.Snapshot.Find("/.dockerenv") is not null) told.Note("This is itself a container (docker): what is said of devices is said of the container's", new Evidence("/.dockerenv", ""));
        else if (host.Snapshot.Find("/run/.containerenv") is not null) told.Note("This is itself a container (podman): what is said of devices is said of the container's", new Evidence("/run/.containerenv", ""));
    }

    private static void Cgroups(HostFacts host, Telling told)
    {
        if (!host.IsRunning) told.NotKnown("no running kernel is shown");
        else if (host.CgroupVersion == 1) told.Note("The host has version 1 of cgroups", new Evidence("/sys/fs/cgroup/cgroup.controllers", "is not there"));
    }

    internal static string MachineName(int machine) => machine switch
    {
        HostFacts.Arm64 => "64-bit Arm",
        HostFacts.Amd64 => "x86-64",
        HostFacts.Arm32 => "32-bit Arm",
        HostFacts.X86 => "32-bit x86",
        _ => string.Create(CultureInfo.InvariantCulture, $"of ELF machine {machine}"),
    };
}

using System.Collections.Immutable;
using System.Globalization;
using Archway.Gpu.Checks;
using Archway.Gpu.Hosts;
using Archway.Gpu.Images;

namespace Archway.Gpu.Doctor.Facts;

/// <summary>What a snapshot says, read once for all rules.</summary>
internal sealed class HostFacts
{
    /// <summary>The numbers of machines in ELF headers.</summary>
    internal const int Arm64 = 183, Amd64 = 62, Arm32 = 40, X86 = 3;

    internal HostFacts(HostSnapshot snapshot)
    {
        Snapshot = snapshot;
        Kernel = snapshot.Text("/proc/sys/kernel/osrelease")?.Trim();
        System = OperatingSystemFacts.Of(snapshot);
        KernelMachine = snapshot.Command("uname", "-m") is { Succeeded: true } uname ? uname.FirstLine : snapshot.Text("/proc/sys/kernel/arch")?.Trim();
        UserMachine = snapshot.Find("/bin/sh")?.Machine;
        PageSize = snapshot.Command("getconf", "PAGESIZE") is { Succeeded: true } size && int.TryParse(size.FirstLine, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;
        Cards = PciCards.Of(snapshot);
        Driver = LoadedDriver.Of(snapshot);
        Smi = SmiAnswer.Of(snapshot);
        Libraries = DriverLibraries.Of(snapshot);
        Machine = MachineKinds.Of(snapshot, Cards);
        Toolkit = new(snapshot);
        Engines = new(snapshot, Toolkit);
        Cdi = new(snapshot);
    }

    internal HostSnapshot Snapshot { get; }

    /// <summary>The release of the running kernel.</summary>
    internal string? Kernel { get; }

    internal OperatingSystemFacts System { get; }

    /// <summary>What the kernel says its machine is, as <c>aarch64</c>.</summary>
    internal string? KernelMachine { get; }

    /// <summary>The machine that the host's own shell was built for.</summary>
    internal int? UserMachine { get; }

    internal int? PageSize { get; }

    internal ImmutableArray<PciCard> Cards { get; }

    internal LoadedDriver? Driver { get; }

    internal SmiAnswer Smi { get; }

    internal DriverLibraries Libraries { get; }

    internal GpuMachine Machine { get; }

    internal ToolkitFacts Toolkit { get; }

    internal EngineFacts Engines { get; }

    internal CdiFacts Cdi { get; }

    /// <summary>The architecture in Go's spelling; null where nothing tells it.</summary>
    internal string? Architecture => KernelMachine switch
    {
        "aarch64" or "arm64" => "arm64",
        "x86_64" => "amd64",
        null => UserMachine switch { Arm64 => "arm64", Amd64 => "amd64", _ => null },
        var other => other,
    };

    /// <summary>The number that libraries for this machine bear.</summary>
    internal int? ElfMachine => Architecture switch { "arm64" => Arm64, "amd64" => Amd64, _ => null };

    /// <summary>1 or 2; null where no running kernel is shown.</summary>
    internal int? CgroupVersion => !IsRunning ? null : Snapshot.Find("/sys/fs/cgroup/cgroup.controllers") is not null ? 2 : 1;

    internal IEnumerable<PciCard> Gpus => Cards.Where(card => card.IsGpu);

    /// <summary>Whether what runs is known, and not only what lies on a disk.</summary>
    internal bool IsRunning => Snapshot.ShowsKernel;

    internal bool IsTegra => Machine is GpuMachine.Tegra or GpuMachine.TegraWithCard;

    /// <summary>Whether Docker's containers get their GPU by the hook, behind the back of what starts them.</summary>
    internal bool UsesHook => Engines.Docker is { IsPresent: true, PathOfGpus: RequirementPath.LegacyHook } || (Toolkit.RuntimeUsesCdi == false && !IsTegra);

    /// <summary>Whether something on it says that it is meant to run GPU containers.</summary>
    internal bool ExpectsGpu => Snapshot.Packages.Any(package => package.Name is "nvidia-container-toolkit" or "nvidia-docker2" || package.Name.StartsWith("nvidia-driver", StringComparison.Ordinal)
            || package.Name.StartsWith("libnvidia-compute", StringComparison.Ordinal))
        || HostPlan.ProgramFolders.Any(folder => Snapshot.Find($"{folder}/nvidia-ctk") is not null || Snapshot.Find($"{folder}/nvidia-smi") is not null);

    /// <summary>Whether there is a GPU, or a sign of one.</summary>
    internal bool IsToBeExamined => Gpus.Any() || Driver is not null || IsTegra || Machine == GpuMachine.Wsl || ExpectsGpu;

    /// <summary>The first line of a file that holds a text, as evidence; the file alone where none does.</summary>
    internal Evidence Line(string path, string text)
    {
        var lines = (Snapshot.Text(path) ?? "").Split('\n');
        var at = Array.FindIndex(lines, line => line.Contains(text, StringComparison.Ordinal));
        return at < 0 ? new(path, "") : new(string.Create(CultureInfo.InvariantCulture, $"{path}:{at + 1}"), lines[at].Trim());
    }

    /// <summary>What a command answered, as evidence.</summary>
    internal static Evidence Said(HostCommand command) =>
        new(command.Line + (command.ExitCode is { } code and not 0 ? string.Create(CultureInfo.InvariantCulture, $" (exit code {code})") : ""), command.Problem ?? command.FirstLine);
}

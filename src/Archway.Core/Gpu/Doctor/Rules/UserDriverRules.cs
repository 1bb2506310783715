using System.Collections.Immutable;
using System.Globalization;
using Archway.Gpu.Checks;
using Archway.Gpu.Doctor.Facts;
using Archway.Gpu.Images;
using Archway.Judging;

namespace Archway.Gpu.Doctor.Rules;

/// <summary>Layer D: the driver's libraries and programs.</summary>
internal static class UserDriverRules
{
    internal static ImmutableArray<HostRule> All { get; } =
        [new("GPU-D01", SameVersion), new("GPU-D02", OneSet), new("GPU-D03", Findable), new("GPU-D04", Smi), new("GPU-D05", NoCompat), new("GPU-D06", OwnMachine)];

    // The driver of a Jetson numbers its libraries otherwise, and that of Windows lies in Windows.
    private static bool IsOther(HostFacts host) => host.IsTegra || host.Machine == GpuMachine.Wsl;

    private static void SameVersion(HostFacts host, Telling told)
    {
        if (IsOther(host)) return;
        if (host.Driver is not { } driver) told.NotKnown("no loaded driver is shown");
        else if (host.Libraries.Loaded.Select(one => one.Library).Where(library => library.Version != driver.Version).ToArray() is [var wrong, ..] && !IsInDriverContainer(host, driver))
            told.Add(Severity.Blocker, $"The driver's libraries are {wrong.Version}, and the loaded module is {driver.Version}",
                [
                    .. host.Libraries.Loaded.Where(one => one.Library.Version != driver.Version).Select(one => new Evidence(one.Name, $"leads to {one.Library.Path}")),
                    host.Line(LoadedDriver.File, "NVRM"),
                    .. host.Smi.List is { Succeeded: false } smi ? [HostFacts.Said(smi)] : Array.Empty<Evidence>(),
                ],
                wrong.Version > driver.Version ? null : "The libraries are older than the loaded module: a module of another installation was loaded, or the libraries were put back.", []);
    }

    private static bool IsInDriverContainer(HostFacts host, LoadedDriver driver) => host.Libraries.OfDriverContainer.Any(library => library.Version == driver.Version);

    private static void OneSet(HostFacts host, Telling told)
    {
        if (IsOther(host)) return;
        var sets = host.Libraries.Own.Where(library => library.Name == "libcuda" && IsOwn(host, library)).GroupBy(library => library.Version).OrderBy(group => group.Key).ToArray();
        if (sets.Length > 1)
            told.Warning($"Libraries of {sets.Length} drivers lie side by side: {string.Join(", ", sets.Select(set => set.Key))}", [.. sets.SelectMany(set => set).Select(library => library.Evidence)]);
    }

    // A machine of two architectures has libraries for both.
    private static bool IsOwn(HostFacts host, DriverLibrary library) => host.ElfMachine is null || library.Machine is null || library.Machine == host.ElfMachine;

    private static void Findable(HostFacts host, Telling told)
    {
        if (IsOther(host) || host.Driver is not { } driver || IsInDriverContainer(host, driver)) return;
        foreach (var name in new[] { "libcuda", "libnvidia-ml" })
        {
            var known = host.Snapshot.Command("ldconfig", "-p");
            if (host.Libraries.Own.All(library => library.Name != name))
            {
                told.Blocker($"The driver {driver.Version} is loaded, and its library {name}.so.1 is nowhere on the host", new Evidence("/usr/lib", $"no {name}.so.{driver.Version} in any folder of libraries"),
                    known is { Succeeded: true } ? HostFacts.Said(known) with { Excerpt = $"no {name}.so.1" } : host.Line(LoadedDriver.File, "NVRM"));
                return;
            }

            if (known is { Succeeded: true } && !known.Output.Contains(name + ".so.1", StringComparison.Ordinal))
            {
                told.Add(Severity.Blocker, $"{name}.so.1 is on the host, and the linker does not know it", [host.Libraries.Own.First(library => library.Name == name).Evidence, new(known.Line, $"no {name}.so.1")], null, [new("sudo ldconfig", RemedyRisk.None)]);
                return;
            }
        }

        if (host.Snapshot.Command("ldconfig", "-p") is null) told.NotKnown("ldconfig was not asked");
    }

    private static void Smi(HostFacts host, Telling told)
    {
        if (host.Machine == GpuMachine.Wsl) return;
        if (host.Smi.List is not { } list)
        {
            told.NotKnown(host.Snapshot.HasCommands ? "nvidia-smi is not installed, or would have made device nodes" : "no commands were asked");
            return;
        }

        if (list.Problem is { } problem) told.Warning($"nvidia-smi gave no answer: {problem}", HostFacts.Said(list));
        // Other checks know more of these than an exit code says.
        else if (list.ExitCode is 9 or 12 or 13 && (host.Libraries.Loaded.IsEmpty || host.Libraries.Loaded.Any(one => one.Library.Version != host.Driver?.Version))) told.LeaveToOthers();
        else if (list.ExitCode is { } code and not 0)
            told.Blocker(string.Create(CultureInfo.InvariantCulture, $"nvidia-smi fails: {Meaning(code)}"), HostFacts.Said(list));
        else if (host.Smi.Gpus.IsEmpty) told.Blocker("nvidia-smi works and finds no GPU", HostFacts.Said(list));
    }

    // https://docs.nvidia.com/deploy/nvidia-smi/ , 'RETURN VALUE'
    private static string Meaning(int code) => code switch
    {
        2 => "it does not take its arguments",
        3 => "the GPU does not offer what was asked",
        4 => "this user may not",
        6 => "it finds no device",
        8 => "the GPU's external power cables are not attached",
        9 => "the driver is not loaded",
        10 => "the kernel has trouble with the GPU's interrupts",
        12 => "it does not find or cannot load libnvidia-ml",
        13 => "its libnvidia-ml is of another version",
        14 => "the GPU's infoROM is corrupt",
        15 => "the GPU has fallen off the bus",
        _ => string.Create(CultureInfo.InvariantCulture, $"exit code {code}"),
    };

    private static void NoCompat(HostFacts host, Telling told)
    {
        if (host.Snapshot.Variables.GetValueOrDefault("LD_LIBRARY_PATH") is { } path && path.Contains("/compat", StringComparison.Ordinal))
            told.Warning("LD_LIBRARY_PATH leads to forward-compatibility libraries on the host", new Evidence("LD_LIBRARY_PATH", path));
        else if (host.Snapshot.Entries.FirstOrDefault(entry => entry.Path.StartsWith("/etc/ld.so.conf.d/", StringComparison.Ordinal) && entry.Text?.Contains("/compat", StringComparison.Ordinal) == true) is { } file)
            told.Warning("The linker of the host is led to forward-compatibility libraries", host.Line(file.Path, "/compat"));
        else if (host.Snapshot.Packages.FirstOrDefault(package => package.Name.StartsWith("cuda-compat-", StringComparison.Ordinal)) is { } package)
            told.Note($"{package.Name} is installed on the host; it is meant for images", new Evidence(package.System, $"{package.Name} {package.Version}"));
    }

    private static void OwnMachine(HostFacts host, Telling told)
    {
        if (host.ElfMachine is not { } machine) return;
        DriverLibrary[] foreign = [.. host.Libraries.Own.Where(library => library.Machine is { } other && other != machine)];
        if (foreign.Length > 0 && host.Libraries.Own.All(library => library.Machine is { } other && other != machine))
            told.Blocker($"The driver's libraries are {PlatformRules.MachineName(foreign[0].Machine!.Value)}, and the machine is {host.KernelMachine ?? host.Architecture}", [.. foreign.Select(library => library.Evidence)]);
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Archway.Gpu.Checks;
using Archway.Gpu.Doctor.Facts;
using Archway.Gpu.Hosts;
using Archway.Gpu.Images;
using Archway.Judging;

namespace Archway.Gpu.Doctor.Rules;

/// <summary>Layer F, the first half: the toolkit's packages, programs and package sources.</summary>
internal static partial class ToolkitRules
{
    private static readonly string[] Predecessors = ["nvidia-docker2", "nvidia-docker"];
    private static readonly string[] Programs = ["nvidia-ctk", "nvidia-cdi-hook", "nvidia-container-runtime", "nvidia-container-runtime-hook", "nvidia-container-cli"];
    private static readonly string[] OldLists = ["/etc/apt/sources.list.d/libnvidia-container.list", "/etc/apt/sources.list.d/nvidia-docker.list", "/etc/apt/sources.list.d/nvidia-container-runtime.list"];
    private static readonly DottedVersion Safe = DottedVersion.Of(1, 17, 8), Good = DottedVersion.Of(1, 18, 2);

    internal static ImmutableArray<HostRule> All { get; } =
    [
        new("GPU-F01", Packages), new("GPU-F02", OldPackages), new("GPU-F03", Findable), new("GPU-F04", Recent), new("GPU-F15", Sources), new("GPU-F16", Hooks), .. ToolkitConfigRules.All,
    ];

    private static void Packages(HostFacts host, Telling told)
    {
        var installed = host.Toolkit.Packages;
        if (installed.IsEmpty) return;
        var versions = installed.Select(package => package.Version).Distinct(StringComparer.Ordinal).ToArray();
        Evidence[] all = [.. installed.Select(package => new Evidence(package.System, $"{package.Name} {package.Version}"))];
        var isCdiOnly = installed.All(package => package.Name == "nvidia-container-toolkit-base");
        string[] missing = isCdiOnly ? [] : [.. ToolkitFacts.PackageNames.Except(installed.Select(package => package.Name)).Where(name => name != "nvidia-container-toolkit-base" || host.Toolkit.Version is null || host.Toolkit.Version >= DottedVersion.Of(1, 11))];
        if (versions.Length > 1) told.Warning($"The toolkit's packages are of several versions: {string.Join(", ", versions)}", [.. all]);
        else if (missing.Length > 0) told.Warning($"Of the toolkit's packages {string.Join(" and ", missing)} {(missing.Length == 1 ? "is" : "are")} missing", [.. all]);
    }

    private static void OldPackages(HostFacts host, Telling told)
    {
        HostPackage[] old = [.. host.Snapshot.Packages.Where(package => Predecessors.Contains(package.Name) || (package.Name == "nvidia-container-runtime" && ToolkitFacts.Upstream(package.Version) is { Major: <= 3 }))];
        if (old.Length > 0) told.Warning($"{old[0].Name} is still installed; nvidia-container-toolkit took its place", [.. old.Select(package => new Evidence(package.System, $"{package.Name} {package.Version}"))]);
    }

    private static void Findable(HostFacts host, Telling told)
    {
        if (host.Machine == GpuMachine.Wsl) return;
        if (!host.Toolkit.IsInstalled)
        {
            if (host.Snapshot.Find("/usr/local/nvidia/toolkit") is null)
                told.Add(Severity.Blocker, "The NVIDIA Container Toolkit is not installed: engines have no way to give containers the GPU", [new("/usr/bin", "neither nvidia-ctk nor nvidia-cdi-hook nor nvidia-container-runtime"), .. host.Engines.Names.Any() ? [] : new[] { new Evidence("/usr/bin", "no docker, podman, containerd or crio either") }],
                    "Engines know nothing of GPUs by themselves; the toolkit's hook, runtime or CDI specification tells them.", []);
            return;
        }

        foreach (var name in Programs)
        {
            if (host.Toolkit.Program(name) is not { } program) continue;
            if (program is { Kind: EntryKind.File, Mode: { } mode } && (mode & 0b001_001_001) == 0) told.Blocker($"{program.Path} may not be executed", new Evidence(program.Path, string.Create(CultureInfo.InvariantCulture, $"mode 0{Convert.ToString(mode, 8)}")));
            else if (program.Machine is { } machine && host.ElfMachine is { } own && machine != own)
                told.Blocker($"{program.Path} is {PlatformRules.MachineName(machine)}, and the machine is {host.KernelMachine ?? host.Architecture}", new Evidence(program.Path, $"ELF machine {machine}"));
        }

        if (host.Engines.Docker.IsPresent && host.Toolkit.Program("nvidia-container-runtime-hook") is null && host.Toolkit.Program("nvidia-container-toolkit") is null
            && (host.Toolkit.Program("nvidia-cdi-hook") is null || host.Engines.Docker.Version is null || host.Engines.Docker.Version < DottedVersion.Of(29, 2)))
            told.Warning("Docker finds no hook of the toolkit, so that --gpus does not work; --device nvidia.com/gpu=all may", new Evidence("/usr/bin", "no nvidia-container-runtime-hook"));
    }

    private static void Recent(HostFacts host, Telling told)
    {
        if (!host.Toolkit.IsInstalled) return;
        if (host.Toolkit.Version is not { } version) told.NotKnown("the toolkit tells no version");
        else if (version < Safe) told.Warning($"The toolkit is {version}, with holes that let containers reach the host", Told(host, version));
        else if (version < Good) told.Note($"The toolkit is {version}; CDI works well from {Good} on", Told(host, version));
    }

    private static Evidence Told(HostFacts host, DottedVersion version) => host.Snapshot.Command("nvidia-ctk", "--version") is { } answer ? HostFacts.Said(answer)
        : host.Toolkit.Packages.Select(package => new Evidence(package.System, $"{package.Name} {package.Version}")).FirstOrDefault() ?? new("nvidia-ctk", version.ToString());

    private static void Sources(HostFacts host, Telling told)
    {
        HostEntry[] lists = [.. host.Snapshot.Entries.Where(entry => entry.Path.StartsWith("/etc/apt/sources.list", StringComparison.Ordinal) && entry.Text?.Contains("nvidia.github.io/", StringComparison.Ordinal) == true).OrderBy(entry => entry.Path, StringComparer.Ordinal)];
        var rows = lists.SelectMany(entry => entry.Text!.Split('\n').Select((line, i) => (entry.Path, Line: line.Trim(), Number: i + 1))).Where(row => row.Line.StartsWith("deb ", StringComparison.Ordinal) && row.Line.Contains("nvidia.github.io/", StringComparison.Ordinal)).ToArray();
        var unlike = rows.GroupBy(row => Address().Match(row.Line).Value, StringComparer.Ordinal).FirstOrDefault(group => group.Select(row => SignedBy().Match(row.Line).Value).Distinct(StringComparer.Ordinal).Count() > 1);
        Evidence Shown((string Path, string Line, int Number) row) => new(string.Create(CultureInfo.InvariantCulture, $"{row.Path}:{row.Number}"), row.Line);
        if (unlike is not null)
            told.Add(Severity.Warning, "Two package sources name NVIDIA's repository with different keys, so that apt refuses to go on", [.. unlike.Select(Shown)], null, Removing(unlike.Select(row => row.Path)));
        else if (rows.Where(row => OldLists.Contains(row.Path) || !row.Line.Contains("/stable/deb/", StringComparison.Ordinal)).ToArray() is [_, ..] old)
            told.Add(Severity.Warning, "A package source names the old repository of each distribution, which gets nothing new", [.. old.Select(Shown)], null, Removing(old.Select(row => row.Path)));
        else if (rows.Where(row => SignedBy().Match(row.Line).Value.Length == 0).ToArray() is [_, ..] unsigned)
            told.Note("A package source names no key for NVIDIA's repository", [.. unsigned.Select(Shown)]);
    }

    // The list that the guide of today writes is never the one to go.
    private static ImmutableArray<GpuRemedy> Removing(IEnumerable<string> paths) => paths.Distinct(StringComparer.Ordinal).Where(path => path != "/etc/apt/sources.list.d/nvidia-container-toolkit.list").ToArray() is [_, ..] old
        ? [new($"sudo rm {string.Join(' ', old)} && sudo apt-get update", RemedyRisk.None)]
        : [];

    private static void Hooks(HostFacts host, Telling told)
    {
        HostEntry[] hooks = [.. ((IEnumerable<string>)["/usr/share/containers/oci/hooks.d", "/etc/containers/oci/hooks.d"]).SelectMany(host.Snapshot.In).Where(entry => HostSnapshot.NameOf(entry.Path).Contains("nvidia", StringComparison.Ordinal))];
        if (hooks.Length == 0 || !(host.Engines.HasPodman || host.Engines.HasCrio)) return;
        told.Add(host.Cdi.OfGpus.Any() ? Severity.Warning : Severity.Note, $"{hooks[0].Path} is left: it injects the GPU beside CDI", [.. hooks.Select(hook => host.Line(hook.Path, "\"path\""))], null,
            [new($"sudo rm {string.Join(' ', hooks.Select(hook => hook.Path))}", RemedyRisk.None)]);
    }

    [GeneratedRegex(@"https?://nvidia\.github\.io/[^\s]+", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"signed-by=[^\s\]]+", RegexOptions.CultureInvariant)]
    private static partial Regex SignedBy();
}

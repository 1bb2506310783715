using System.Collections.Immutable;
using Archway.Gpu.Checks;
using Archway.Gpu.Doctor.Facts;
using Archway.Gpu.Images;
using Archway.Gpu.Toml;
using Archway.Judging;

namespace Archway.Gpu.Doctor.Rules;

/// <summary>Layer H: CRI-O and podman.</summary>
internal static class OtherEngineRules
{
    private static readonly DottedVersion WithCdi = DottedVersion.Of(4, 1), Five = DottedVersion.Of(5);

    internal static ImmutableArray<HostRule> All { get; } = [new("GPU-H40", Known), new("GPU-H41", Program), new("GPU-H50", PodmanVersion), new("GPU-H51", PodmanGpus)];

    private static (ConfigurationFile File, TomlNode Table)? Runtime(HostFacts host) =>
        host.Engines.CrioFiles.Select(file => (File: file, Table: file.Root?.At("crio", "runtime", "runtimes", "nvidia"))).LastOrDefault(one => one.Table is not null) is { Table: { } table } found ? (found.File, table) : null;

    private static void Known(HostFacts host, Telling told)
    {
        if (!host.Engines.HasCrio) return;
        if (host.Engines.CrioFiles.FirstOrDefault(file => file.Root is null) is { } broken) told.Blocker($"{broken.Path} is not TOML", [.. broken.Problems.Select(broken.At)]);
        else if (Runtime(host) is null && host.Engines.CrioLost is { } lost)
            told.Add(Severity.Blocker, $"{lost.Path} defines the runtime, and CRI-O does not read that folder", [host.Line(lost.Path, "nvidia")], null,
                [new($"sudo mv {lost.Path} /etc/crio/crio.conf.d/", RemedyRisk.None), new("sudo systemctl restart crio", RemedyRisk.Engine)]);
        else if (Runtime(host) is null) told.Blocker("CRI-O has no runtime nvidia: pods that name it do not start", new Evidence("/etc/crio/crio.conf.d", "no crio.runtime.runtimes.nvidia"));
    }

    private static void Program(HostFacts host, Telling told)
    {
        if (Runtime(host) is ({ } file, { } table) && table["runtime_path"] is { Text: { } path } node && host.Snapshot.Find(path) is null)
            told.Blocker($"CRI-O's runtime nvidia is {path}, which is not there", file.At(node), new(path, "is not there"));
    }

    private static void PodmanVersion(HostFacts host, Telling told)
    {
        if (host.Engines.Podman is { } version && version < WithCdi)
            told.Add(host.Engines.IsPodmanAlone ? Severity.Blocker : Severity.Warning, $"podman {version} does not know CDI, which podman has from {WithCdi} on", [Said(host, version)], null, []);
        else if (host.Engines is { HasPodman: true, Podman: null }) told.NotKnown("podman tells no version");
    }

    private static void PodmanGpus(HostFacts host, Telling told)
    {
        if (host.Engines.Podman is { } version && version < Five && version >= WithCdi) told.Note($"podman {version} takes --gpus and does nothing, without an error; --device nvidia.com/gpu=all works", Said(host, version));
    }

    private static Evidence Said(HostFacts host, DottedVersion version) => host.Snapshot.Command("podman", "--version") is { } answer ? HostFacts.Said(answer) : new("podman", version.ToString());
}

using System.Collections.Immutable;
using Archway.Gpu.Cdi;
using Archway.Gpu.Checks;
using Archway.Gpu.Doctor.Facts;
using Archway.Gpu.Hosts;
using Archway.Judging;

namespace Archway.Gpu.Doctor.Rules;

/// <summary>Layer G: the specifications by themselves, beside each other, and what writes them.</summary>
internal static class CdiFileRules
{
    private const int WithGroups = 6;
    private const string Refresh = "nvidia-cdi-refresh";

    internal static ImmutableArray<HostRule> All { get; } =
    [
        new("GPU-G01", Present), new("GPU-G02", Valid), new("GPU-G03", Readable), new("GPU-G08", Conflicting), new("GPU-G09", Twice), new("GPU-G11", Refreshing), new("GPU-G12", Open), new("GPU-G13", Others),
    ];

    private static void Present(HostFacts host, Telling told)
    {
        if (host.Cdi.OfGpus.Any() || host.Cdi.Specs.Any(spec => spec.File.IsRefused)) return;
        if (host.Cdi.Unreadable is [var hidden, ..]) told.NotKnown($"{hidden.Path}: {hidden.Problem}");
        else if (host.Engines.HasPodman)
            told.Add(host.Engines.IsPodmanAlone ? Severity.Blocker : Severity.Warning, "There is no CDI specification for the GPUs, and podman knows no other way to them", [new("/etc/cdi", "no nvidia.com/gpu"), new("/var/run/cdi", "no nvidia.com/gpu")], null, []);
    }

    private static void Valid(HostFacts host, Telling told)
    {
        foreach (var spec in host.Cdi.Specs.Where(spec => spec.File.IsRefused))
            told.Add(CdiRules.Weight(host), $"Engines refuse {spec.Path}, most of them without a word",
                [.. spec.File.Problems.Where(problem => problem.Level == CdiLevel.Error).Select(problem => spec.At(problem.At, problem.Message))], null,
                [new($"archway gpu cdi {spec.Path}", RemedyRisk.None), new($"sudo nvidia-ctk cdi generate --output={spec.Path}", RemedyRisk.None)]);
    }

    private static void Readable(HostFacts host, Telling told)
    {
        foreach (var spec in host.Cdi.OfGpus.Where(spec => !spec.File.IsRefused))
        {
            var needed = CdiVersions.Rank(CdiVersions.Needed(spec.File.Spec!).Version) is var rank && rank > CdiVersions.Rank(spec.File.Spec!.Version) ? rank : CdiVersions.Rank(spec.File.Spec.Version);
            foreach (var (name, version, any, withGroups) in host.Engines.CdiReaders)
            {
                // Docker before 25 and podman before 4.1 know nothing of CDI, which other checks say.
                if (needed < WithGroups || version < any || version >= withGroups) continue;
                told.Add(name == "podman" || host.Engines.NeedsSpecs ? Severity.Blocker : Severity.Warning,
                    $"{name} {version} refuses {spec.Path}: it is CDI {spec.File.Spec.Version}, and {name} reads that from {withGroups} on",
                    [spec.At(spec.File.Spec.VersionAt, $"cdiVersion: {spec.File.Spec.Version}"), .. Groups(spec), VersionOf(host, name)],
                    $"{name} {version} does not know additionalGids. It refuses the whole file, says so in its debug log alone, and answers 'unresolvable CDI devices', while nvidia-ctk cdi list goes on showing them.",
                    [
                        new($"sudo nvidia-ctk cdi generate --feature-flag no-additional-gids-for-device-nodes --output={spec.Path}", RemedyRisk.None),
                        new("printf 'NVIDIA_CTK_CDI_GENERATE_FEATURE_FLAGS=no-additional-gids-for-device-nodes\\n' | sudo tee -a /etc/nvidia-container-toolkit/nvidia-cdi-refresh.env", RemedyRisk.None),
                        new($"Or upgrade {name} to {withGroups} or later.", RemedyRisk.Engine),
                    ]);
            }
        }
    }

    private static IEnumerable<Evidence> Groups(HostSpec spec) =>
        spec.File.Spec!.AllEdits.FirstOrDefault(edits => !edits.AdditionalGids.IsEmpty) is { } edits ? [spec.At(edits.At, $"additionalGids: [{string.Join(", ", edits.AdditionalGids)}]")] : [];

    private static Evidence VersionOf(HostFacts host, string name) => host.Snapshot.Command(name switch { "CRI-O" => "crio", "Docker" => "docker", _ => name }, "--version") is { } answer ? HostFacts.Said(answer) : new(name, "version by its package");

    private static void Conflicting(HostFacts host, Telling told)
    {
        foreach (var folder in host.Cdi.Specs.Where(spec => !spec.File.IsRefused).GroupBy(spec => HostSnapshot.FolderOf(spec.Path), StringComparer.Ordinal))
        {
            var twice = folder.SelectMany(spec => spec.File.Spec!.Devices.Select(device => (Name: $"{spec.File.Spec.Kind}={device.Name}", Spec: spec, Device: device)))
                .GroupBy(one => one.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Select(one => one.Spec.Path).Distinct(StringComparer.Ordinal).Count() > 1);
            if (twice is null) continue;
            var files = twice.Select(one => one.Spec.Path).Distinct(StringComparer.Ordinal).ToArray();
            told.Add(CdiRules.Weight(host), $"{string.Join(" and ", files)} both define {twice.Key}, so that engines use neither", [.. twice.Select(one => one.Spec.At(one.Device.At, twice.Key))], null,
                [new($"Remove one of them, as sudo rm {files[^1]}", RemedyRisk.None)]);
        }
    }

    private static void Twice(HostFacts host, Telling told)
    {
        var lasting = host.Cdi.OfGpus.FirstOrDefault(spec => spec.Path.StartsWith("/etc/", StringComparison.Ordinal));
        var fleeting = host.Cdi.OfGpus.FirstOrDefault(spec => spec.Path.StartsWith("/var/run/", StringComparison.Ordinal));
        if (lasting is null || fleeting is null) return;
        told.Add(Severity.Warning, $"Two specifications are there: {fleeting.Path} counts now, and {lasting.Path} comes back after a restart", [lasting.At(lasting.File.Spec!.KindAt, lasting.File.Spec.Kind), fleeting.At(fleeting.File.Spec!.KindAt, fleeting.File.Spec.Kind)], null,
            [new($"sudo rm {lasting.Path}   # where nvidia-cdi-refresh keeps the other up to date", RemedyRisk.None)]);
    }

    private static void Refreshing(HostFacts host, Telling told)
    {
        if (host.Snapshot.Command("systemctl", "show") is not { Succeeded: true } answer)
        {
            if (host.Cdi.OfGpus.Any()) told.NotKnown("systemctl was not asked, or did not answer");
            return;
        }

        var units = answer.Output.Split("\n\n").Select(block => block.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).GroupBy(pair => pair[0], StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last()[1], StringComparer.Ordinal)).ToArray();
        var service = units.FirstOrDefault(unit => unit.GetValueOrDefault("Id") == $"{Refresh}.service");
        var path = units.FirstOrDefault(unit => unit.GetValueOrDefault("Id") == $"{Refresh}.path");
        if (service?.GetValueOrDefault("LoadState") != "loaded" || path is null) return;
        if (service.GetValueOrDefault("ActiveState") == "failed" || service.GetValueOrDefault("Result") is { Length: > 0 } result and not "success")
            told.Add(Severity.Warning, $"{Refresh}.service failed: the specification is of an earlier time, or there is none", [new($"systemctl show {Refresh}.service", $"ActiveState={service.GetValueOrDefault("ActiveState")} Result={service.GetValueOrDefault("Result")}")], null,
                [new($"sudo systemctl restart {Refresh}.service", RemedyRisk.None), new($"journalctl -u {Refresh}.service", RemedyRisk.None)]);
        else if (path.GetValueOrDefault("ActiveState") != "active" && host.Cdi.OfGpus.Any(spec => spec.Path.StartsWith("/var/run/", StringComparison.Ordinal)))
            told.Add(Severity.Warning, $"{Refresh}.path does not watch: the specification in /var/run is gone after a restart, and stays as it is after an upgrade of the driver", [new($"systemctl show {Refresh}.path", $"ActiveState={path.GetValueOrDefault("ActiveState")} UnitFileState={path.GetValueOrDefault("UnitFileState")}")], null,
                [new($"sudo systemctl enable --now {Refresh}.path {Refresh}.service", RemedyRisk.None)]);
    }

    private static void Open(HostFacts host, Telling told)
    {
        foreach (var spec in host.Cdi.OfGpus.Where(spec => host.Engines.HasPodman || host.Engines.Docker.IsRootless))
        {
            var folder = host.Snapshot.Find(HostSnapshot.FolderOf(spec.Path));
            if (spec.Entry.Mode is { } mode && (mode & 4) == 0 || folder is { Mode: { } above } && (above & 5) != 5)
                told.Add(Severity.Warning, $"{spec.Path} cannot be read by users without root, whose podman then finds no device", [new(spec.Path, $"mode 0{Convert.ToString(spec.Entry.Mode ?? 0, 8)}"), .. folder?.Mode is { } of ? [new(folder.Path, $"mode 0{Convert.ToString(of, 8)}")] : Array.Empty<Evidence>()], null,
                    [new($"sudo chmod 0755 {HostSnapshot.FolderOf(spec.Path)} && sudo chmod 0644 {spec.Path}", RemedyRisk.None)]);
        }
    }

    private static void Others(HostFacts host, Telling told)
    {
        HostSpec[] others = [.. host.Cdi.Specs.Where(spec => spec is { IsOfGpus: false, File: { IsRefused: false, Spec: { } known } } && known.Vendor.EndsWith("nvidia.com", StringComparison.Ordinal))];
        if (others.Length > 0) told.Note($"There are specifications of {string.Join(", ", others.Select(spec => spec.File.Spec!.Kind).Distinct(StringComparer.Ordinal))} besides", [.. others.Select(spec => spec.At(spec.File.Spec!.KindAt, spec.File.Spec.Kind))]);
    }
}

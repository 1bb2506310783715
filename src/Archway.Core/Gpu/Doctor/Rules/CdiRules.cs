using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Archway.Gpu.Cdi;
using Archway.Gpu.Checks;
using Archway.Gpu.Doctor.Facts;
using Archway.Gpu.Hosts;
using Archway.Gpu.Images;
using Archway.Judging;

namespace Archway.Gpu.Doctor.Rules;

/// <summary>Layer G, and with it what layer E asks of specifications: what they say against what the host has.</summary>
internal static partial class CdiRules
{
    // Sockets of services come and go with them.
    private static readonly string[] Fleeting = ["/run/", "/var/run/", "/tmp/"];

    internal static ImmutableArray<HostRule> All { get; } =
    [
        new("GPU-E05", Displays), new("GPU-G05", Driver), new("GPU-G04", Mounts), new("GPU-G06", Devices), new("GPU-G07", Hooks), new("GPU-G10", Gpus), new("GPU-G14", Architecture),
    ];

    /// <summary>How much it matters that a specification is wrong: whether an engine has no other way.</summary>
    internal static Severity Weight(HostFacts host) => host.Engines.NeedsSpecs || host.Engines.Docker is { IsPresent: false } ? Severity.Blocker : Severity.Warning;

    private static ImmutableArray<GpuRemedy> Anew(HostSpec spec) => [new($"sudo nvidia-ctk cdi generate --output={spec.Path}", RemedyRisk.None)];

    private static void Tell(HostFacts host, Telling told, HostSpec spec, string symptom, IEnumerable<Evidence> evidence) =>
        told.Add(Weight(host), symptom, [.. evidence], null, Anew(spec));

    private static IEnumerable<(CdiDeviceNode Node, HostEntry? There)> Nodes(HostFacts host, HostSpec spec) =>
        spec.File.Spec!.AllEdits.SelectMany(edits => edits.DeviceNodes).DistinctBy(node => node.OnHost).Select(node => (node, host.Snapshot.Find(node.OnHost)));

    private static bool IsDisplay(CdiDeviceNode node) => node.OnHost.StartsWith("/dev/dri/", StringComparison.Ordinal);

    private static void Displays(HostFacts host, Telling told)
    {
        foreach (var spec in Sound(host))
            if (Nodes(host, spec).Where(one => IsDisplay(one.Node) && one.There is null).ToArray() is [var first, ..] gone)
                Tell(host, told, spec, $"{spec.Path} names {first.Node.OnHost}, which is not there", gone.Select(one => spec.At(one.Node.At, $"{one.Node.OnHost} is not there")).Append(new("/dev/dri", string.Join(' ', host.Snapshot.In("/dev/dri").Select(node => HostSnapshot.NameOf(node.Path))))));
    }

    private static IEnumerable<HostSpec> Sound(HostFacts host) => host.IsRunning ? host.Cdi.Specs.Where(spec => spec.File is { IsRefused: false, Spec: { } known } && known.Vendor.EndsWith("nvidia.com", StringComparison.Ordinal)) : [];

    private static void Mounts(HostFacts host, Telling told)
    {
        foreach (var spec in Sound(host))
        {
            CdiMount[] gone = [.. spec.File.Spec!.AllEdits.SelectMany(edits => edits.Mounts).DistinctBy(mount => mount.HostPath).Where(mount => host.Snapshot.Find(mount.HostPath) is null)];
            CdiMount[] lasting = [.. gone.Where(mount => !Fleeting.Any(folder => mount.HostPath.StartsWith(folder, StringComparison.Ordinal)))];
            if (lasting.Length > 0)
                Tell(host, told, spec, string.Create(CultureInfo.InvariantCulture, $"{spec.Path} mounts {lasting.Length} files that are not there, first {lasting[0].HostPath}"), lasting.Select(mount => spec.At(mount.At, $"{mount.HostPath} is not there")));
            else if (gone.Length > 0)
                told.Note($"{spec.Path} mounts {gone[0].HostPath}, whose service does not run", spec.At(gone[0].At, $"{gone[0].HostPath} is not there"));
        }
    }

    private static void Driver(HostFacts host, Telling told)
    {
        if (host.Driver is not { } driver || host.IsTegra) return;
        foreach (var spec in Sound(host))
        {
            var named = spec.File.Spec!.AllEdits.SelectMany(edits => edits.Mounts.Select(mount => (Version: Library().Match(mount.HostPath).Groups[1].Value, mount.At, Text: mount.HostPath))
                .Concat(edits.Hooks.SelectMany(hook => hook.Args).Where(word => word.Value.StartsWith("--host-driver-version=", StringComparison.Ordinal)).Select(word => (Version: word.Value["--host-driver-version=".Length..], word.At, Text: word.Value))));
            if (named.Where(one => DottedVersion.Find(one.Version) is { } version && version != driver.Version).ToArray() is [var first, ..] wrong)
                Tell(host, told, spec, $"{spec.Path} is for driver {first.Version}, and {driver.Version} is loaded", wrong.DistinctBy(one => one.Text).Select(one => spec.At(one.At, one.Text)).Append(host.Line(LoadedDriver.File, "NVRM")));
        }
    }

    private static void Devices(HostFacts host, Telling told)
    {
        foreach (var spec in Sound(host))
        {
            var nodes = Nodes(host, spec).Where(one => !IsDisplay(one.Node)).ToArray();
            if (nodes.Where(one => one.There is null).ToArray() is [var gone, ..] missing)
                Tell(host, told, spec, $"{spec.Path} names {gone.Node.OnHost}, which is not there", missing.Select(one => spec.At(one.Node.At, $"{one.Node.OnHost} is not there")));
            else if (nodes.Where(one => one is { Node.Major: { } major, There.Major: { } there } && major != 0 && major != there).ToArray() is [var other, ..] wrong)
                Tell(host, told, spec, string.Create(CultureInfo.InvariantCulture, $"{spec.Path} gives {other.Node.OnHost} the number {other.Node.Major}, and the device has {other.There!.Major}"),
                    wrong.Select(one => spec.At(one.Node.At, string.Create(CultureInfo.InvariantCulture, $"{one.Node.OnHost} {one.Node.Major}:{one.Node.Minor}; the device is {one.There!.Major}:{one.There.Minor}"))));
        }
    }

    private static void Hooks(HostFacts host, Telling told)
    {
        foreach (var spec in Sound(host))
            if (spec.File.Spec!.AllEdits.SelectMany(edits => edits.Hooks).DistinctBy(hook => hook.Path).FirstOrDefault(hook => !IsProgram(host.Snapshot.Find(hook.Path))) is { } hook)
                told.Add(Weight(host), $"{spec.Path} runs {hook.Path}, which {(host.Snapshot.Find(hook.Path) is null ? "is not there" : "may not be executed")}", [spec.At(hook.At, hook.Path)], null,
                    host.Toolkit.Program("nvidia-ctk") is null ? [] : Anew(spec));
    }

    private static bool IsProgram(HostEntry? file) => file is not null && (file.Mode is not { } mode || (mode & 0b001_001_001) != 0);

    private static void Gpus(HostFacts host, Telling told)
    {
        if (host.Smi.Gpus.IsEmpty || host.IsTegra) return;
        var known = host.Smi.Gpus.Select(gpu => gpu.Uuid).Concat(host.Smi.Partitions).ToHashSet(StringComparer.Ordinal);
        foreach (var spec in Sound(host).Where(spec => spec.IsOfGpus))
        {
            CdiDevice[] strange = [.. spec.File.Spec!.Devices.Where(device => (device.Name.StartsWith("GPU-", StringComparison.Ordinal) || device.Name.StartsWith("MIG-", StringComparison.Ordinal)) && !known.Contains(device.Name))];
            var uuids = spec.File.Spec.Devices.Select(device => device.Name).ToHashSet(StringComparer.Ordinal);
            var hasUuids = uuids.Any(name => name.StartsWith("GPU-", StringComparison.Ordinal));
            var indexes = uuids.Count(name => name.All(char.IsAsciiDigit));
            if (strange.Length > 0) Tell(host, told, spec, $"{spec.Path} names the GPU {strange[0].Name}, which this host has not", strange.Select(device => spec.At(device.At, device.Name)).Append(HostFacts.Said(host.Smi.List!)));
            else if (hasUuids && host.Smi.Gpus.Any(gpu => !uuids.Contains(gpu.Uuid) && gpu.IsPartitioned != true))
                Tell(host, told, spec, $"{spec.Path} does not name the GPU {host.Smi.Gpus.First(gpu => !uuids.Contains(gpu.Uuid) && gpu.IsPartitioned != true).Uuid}", [spec.At(spec.File.Spec.KindAt, spec.File.Spec.Kind), .. host.Smi.List is { } list ? [HostFacts.Said(list)] : Array.Empty<Evidence>()]);
            else if (host.Smi.Partitions.FirstOrDefault(partition => hasUuids && !uuids.Contains(partition)) is { } partition)
                told.Add(Weight(host), $"{spec.Path} does not name the MIG device {partition}", [spec.At(spec.File.Spec.KindAt, spec.File.Spec.Kind), new("nvidia-smi -L", partition)],
                    "The GPU was partitioned (MIG) after the specification was written, which nvidia-cdi-refresh does not notice.", Anew(spec));
            else if (!hasUuids && indexes > 0 && indexes != host.Smi.Gpus.Length && host.Smi.Partitions.IsEmpty)
                Tell(host, told, spec, string.Create(CultureInfo.InvariantCulture, $"{spec.Path} names {indexes} GPUs, and the host has {host.Smi.Gpus.Length}"), [spec.At(spec.File.Spec.KindAt, spec.File.Spec.Kind)]);
        }
    }

    private static void Architecture(HostFacts host, Telling told)
    {
        var foreign = host.Architecture switch { "arm64" => "/x86_64-linux-gnu/", "amd64" => "/aarch64-linux-gnu/", _ => null };
        if (foreign is null) return;
        foreach (var spec in host.Cdi.Specs.Where(spec => spec.File is { IsRefused: false }))
        {
            CdiMount[] wrong = [.. spec.File.Spec!.AllEdits.SelectMany(edits => edits.Mounts).Where(mount => mount.HostPath.Contains(foreign, StringComparison.Ordinal))];
            if (wrong.Length > 0) told.Add(Weight(host), $"{spec.Path} was written on a machine of another architecture", [.. wrong.Select(mount => spec.At(mount.At, mount.HostPath))], null, Anew(spec));
        }
    }

    [GeneratedRegex(@"/libcuda\.so\.(\d{2,4}(?:\.\d+){1,3})$", RegexOptions.CultureInvariant)]
    private static partial Regex Library();
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Archway.Gpu.Cdi;
using Archway.Gpu.Images;

namespace Archway.Gpu.Specs;

/// <summary>What a sound specification says that its host does not have, as after an upgrade of the driver.</summary>
public static partial class CdiStaleness
{
    private const string Version = "--host-driver-version=";

    // Sockets of services come and go with them.
    private static readonly string[] Fleeting = ["/run/", "/var/run/", "/tmp/"];

    /// <summary>What the host does not have, in the order of the file.</summary>
    public static ImmutableArray<CdiProblem> Judge(CdiSpec spec, CdiHost host) =>
    [
        .. spec.AllEdits.SelectMany(edits => Mounts(edits, host).Concat(Hooks(edits, host)).Concat(Drivers(edits, host)).Concat(Nodes(edits, host))).Concat(Gpus(spec, host))
            .DistinctBy(problem => problem.Message).OrderBy(problem => problem.At.Line).Take(CdiFile.MostProblems),
    ];

    /// <summary>Devices that two files of one folder define, both of which engines then leave out.</summary>
    public static IEnumerable<(CdiFile File, CdiProblem Problem)> Conflicts(IEnumerable<CdiFile> files)
    {
        Dictionary<(string Folder, string Device), CdiFile> seen = [];
        foreach (var file in files.Where(file => file is { IsRefused: false, Spec: not null } && CdiFile.IsRead(file.Path)))
            foreach (var device in file.Spec!.Devices)
                if (!seen.TryAdd((file.Path[..(file.Path.LastIndexOf('/') + 1)], $"{file.Spec.Kind}={device.Name}"), file) && seen[(file.Path[..(file.Path.LastIndexOf('/') + 1)], $"{file.Spec.Kind}={device.Name}")] is var other && other != file)
                    yield return (file, new(CdiLevel.Host, device.At, $"conflicting device \"{file.Spec.Kind}={device.Name}\": {other.Path} defines it too, and engines use neither; delete one of the two"));
    }

    private static IEnumerable<CdiProblem> Mounts(CdiEdits edits, CdiHost host) => edits.Mounts
        .Where(mount => !Fleeting.Any(folder => mount.HostPath.StartsWith(folder, StringComparison.Ordinal)) && host.Find(mount.HostPath) is null && host.Knows(mount.HostPath))
        .Select(mount => Gone(mount.At, $"{mount.HostPath} is not on the host"));

    private static IEnumerable<CdiProblem> Hooks(CdiEdits edits, CdiHost host) => edits.Hooks
        .Where(hook => hook.Path.StartsWith('/') && host.Find(hook.Path) is null && host.Knows(hook.Path))
        .Select(hook => Gone(hook.At, $"the hook {hook.Path} is not on the host: the toolkit was removed or moved"));

    private static IEnumerable<CdiProblem> Drivers(CdiEdits edits, CdiHost host)
    {
        if (host.Driver is not { } driver) yield break;
        var named = edits.Mounts.Select(mount => (Library().Match(mount.HostPath).Groups[1].Value, mount.At))
            .Concat(edits.Hooks.SelectMany(hook => hook.Args).Where(word => word.Value.StartsWith(Version, StringComparison.Ordinal)).Select(word => (word.Value[Version.Length..], word.At)));
        foreach (var (text, at) in named)
            if (DottedVersion.Find(text) is { } version && version != driver) yield return Gone(at, $"it is for driver {version}, and {driver} is loaded");
    }

    private static IEnumerable<CdiProblem> Nodes(CdiEdits edits, CdiHost host)
    {
        if (!host.IsRunning) yield break;
        foreach (var node in edits.DeviceNodes)
        {
            var there = host.Find(node.OnHost);
            if (there is null && host.Knows(node.OnHost)) yield return Gone(node.At, $"failed to stat CDI host device \"{node.OnHost}\": it is not on the host");
            else if (node.Major is { } major and not 0 && there?.Major is { } real && (major != real || (node.Minor is { } minor && there.Minor != minor)))
                yield return Gone(node.At, string.Create(CultureInfo.InvariantCulture, $"{node.OnHost} is {there.Major}:{there.Minor} on the host, not {major}:{node.Minor}"));
        }
    }

    private static IEnumerable<CdiProblem> Gpus(CdiSpec spec, CdiHost host)
    {
        if (host.Smi.Gpus.IsEmpty || spec.Kind != "nvidia.com/gpu") yield break;
        var known = host.Smi.Gpus.Select(gpu => gpu.Uuid).Concat(host.Smi.Partitions).ToHashSet(StringComparer.Ordinal);
        foreach (var device in spec.Devices.Where(device => (device.Name.StartsWith("GPU-", StringComparison.Ordinal) || device.Name.StartsWith("MIG-", StringComparison.Ordinal)) && !known.Contains(device.Name)))
            yield return Gone(device.At, $"the host has no {device.Name}");
        if (!spec.Devices.Any(device => device.Name.StartsWith("GPU-", StringComparison.Ordinal))) yield break;
        foreach (var gpu in host.Smi.Gpus.Where(gpu => gpu.IsPartitioned != true && spec.Devices.All(device => device.Name != gpu.Uuid)))
            yield return Gone(spec.KindAt, $"it does not name {gpu.Uuid}, which the host has");
    }

    private static CdiProblem Gone(CdiPlace at, string message) => new(CdiLevel.Host, at, message);

    [GeneratedRegex(@"/lib(?:cuda|nvidia-ml)\.so\.(\d{2,4}(?:\.\d+){1,3})$", RegexOptions.CultureInvariant)]
    private static partial Regex Library();
}

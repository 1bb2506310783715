using System.Collections.Immutable;

namespace Archway.Gpu.Cdi;

/// <summary>The released versions of the interface, and which of them what a file says needs.</summary>
/// <remarks><see href="https://github.com/cncf-tags/container-device-interface/blob/v1.1.0/specs-go/version.go"/></remarks>
public static class CdiVersions
{
    /// <summary>All of them, oldest first.</summary>
    public static ImmutableArray<string> All { get; } = ["0.1.0", "0.2.0", "0.3.0", "0.4.0", "0.5.0", "0.6.0", "0.7.0", "0.8.0", "1.0.0", "1.1.0"];

    /// <summary>The version without the letter that may stand before it.</summary>
    public static string Plain(string version) => version.StartsWith('v') ? version[1..] : version;

    /// <summary>Where a version stands among all; -1 for one that was never released.</summary>
    public static int Rank(string version) => All.IndexOf(Plain(version));

    /// <summary>The first version that has all that a file says, with what asks for it.</summary>
    /// <returns>The version, and why; the earliest that the library knows needs no reason.</returns>
    public static (string Version, string? Because) Needed(CdiSpec spec)
    {
        var edits = spec.AllEdits.ToArray();
        if (edits.Any(one => one.IntelRdt is { } rdt && (!rdt.Schemata.IsDefault || rdt.EnableMonitoring))) return ("1.1.0", "intelRdt.schemata or intelRdt.enableMonitoring");
        if (edits.Any(one => !one.NetDevices.IsEmpty)) return ("1.1.0", "netDevices");
        if (edits.Any(one => one.IntelRdt is not null)) return ("0.7.0", "intelRdt");
        if (edits.Any(one => !one.AdditionalGids.IsEmpty)) return ("0.7.0", "additionalGids");
        if (!spec.Annotations.IsEmpty || spec.Devices.Any(device => !device.Annotations.IsEmpty)) return ("0.6.0", "annotations");
        if (spec.Vendor.Length > 0 && spec.Class.Contains('.', StringComparison.Ordinal)) return ("0.6.0", "a dot in the class");
        if (spec.Devices.Any(device => device.Name is [>= '0' and <= '9', ..])) return ("0.5.0", "a device whose name begins with a digit");
        if (edits.Any(one => one.DeviceNodes.Any(node => node.HostPath.Length > 0))) return ("0.5.0", "deviceNodes[].hostPath");
        return edits.Any(one => one.Mounts.Any(mount => mount.Type.Length > 0)) ? ("0.4.0", "mounts[].type") : ("0.3.0", null);
    }
}

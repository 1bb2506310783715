using Archway.Gpu.Hosts;

namespace Archway.Gpu.Doctor.Facts;

/// <summary>What <c>os-release</c> says.</summary>
/// <remarks><see href="https://www.freedesktop.org/software/systemd/man/254/os-release.html"/></remarks>
internal sealed record OperatingSystemFacts(string? Id, string? Version, string? Name, string? Variant)
{
    internal static OperatingSystemFacts Of(HostSnapshot snapshot)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (var line in (snapshot.Text("/etc/os-release") ?? snapshot.Text("/usr/lib/os-release") ?? "").Split('\n'))
            if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals) values[line[..equals].Trim()] = line[(equals + 1)..].Trim().Trim('"', '\'');
        return new(values.GetValueOrDefault("ID"), values.GetValueOrDefault("VERSION_ID"), values.GetValueOrDefault("PRETTY_NAME"), values.GetValueOrDefault("VARIANT_ID"));
    }

    /// <summary>The number before the first dot of its version; 0 where it has none.</summary>
    internal int Major => int.TryParse(Version?.Split('.')[0], out var major) ? major : 0;
}

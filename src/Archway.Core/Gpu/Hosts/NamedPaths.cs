using System.Text.RegularExpressions;

namespace Archway.Gpu.Hosts;

/// <summary>Paths that configurations name: libraries and devices of CDI specifications, runtimes of engines, files that others import.</summary>
internal static partial class NamedPaths
{
    private static readonly string[] Configurations = ["/etc/nvidia-container-runtime/", "/etc/containerd/", "/etc/crio/", "/etc/docker/", "/etc/k0s/", "/var/lib/rancher/"];


    /// <summary>The paths that are named in these texts, each as an absolute one.</summary>
    internal static IEnumerable<string> In(IEnumerable<HostEntry> entries) => entries
        .Where(entry => entry.Text is not null && IsConfiguration(entry.Path))
        .ToArray()
        .SelectMany(entry => Path().Matches(entry.Text!).Select(match => match.Groups[1].Value).Concat(Imported(entry)));

    // What else is read names paths as well, and they mean nothing here.
    private static bool IsConfiguration(string path) => Configurations.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)) || path.EndsWith(".toml", StringComparison.Ordinal)
        || path.EndsWith("/daemon.json", StringComparison.Ordinal) || path.Contains("/cdi/", StringComparison.Ordinal) || path.Contains("/oci/hooks.d/", StringComparison.Ordinal);

    private static IEnumerable<string> Imported(HostEntry entry) => !entry.Path.EndsWith(".toml", StringComparison.Ordinal) ? []
        : Relative().Matches(entry.Text!).Select(match => $"{HostSnapshot.FolderOf(entry.Path)}/{match.Groups[1].Value}");

    /// <summary>An absolute path that stands as a value: quoted, behind a colon or dash of YAML, behind the mark that makes a path the host's.</summary>
    [GeneratedRegex("""(?m)(?:["'@=:]|(?:^|[:\-])[ \t]+)(/(?!/)[^\s"'\\,\]\}:]{1,1000})""", RegexOptions.CultureInvariant)]
    private static partial Regex Path();

    [GeneratedRegex("""["']((?!/)[\w.*/-]{1,200}\.toml)["']""", RegexOptions.CultureInvariant)]
    private static partial Regex Relative();
}

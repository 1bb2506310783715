using System.Text.RegularExpressions;

namespace Archway.Gpu.Hosts;

/// <summary>Paths that configurations name: libraries and devices of CDI specifications, runtimes of engines, files that others import.</summary>
internal static partial class NamedPaths
{

    /// <summary>The paths that are named in these texts, each as an absolute one.</summary>
    internal static IEnumerable<string> In(IEnumerable<HostEntry> entries) => entries
        .Where(entry => entry.Text is not null && IsConfiguration(entry.Path))
        .ToArray()
        .SelectMany(entry => Path().Matches(entry.Text!).Select(match => match.Groups[1].Value).Concat(Imported(entry)));

    // What the kernel tells names paths as well, and they mean nothing here.
    private static bool IsConfiguration(string path) =>
        path.StartsWith("/etc/", StringComparison.Ordinal) || path.EndsWith(".toml", StringComparison.Ordinal) || path.EndsWith("/daemon.json", StringComparison.Ordinal)
        || path.Contains("/cdi/", StringComparison.Ordinal);

    private static IEnumerable<string> Imported(HostEntry entry) => !entry.Path.EndsWith(".toml", StringComparison.Ordinal) ? []
        : Relative().Matches(entry.Text!).Select(match => $"{HostSnapshot.FolderOf(entry.Path)}/{match.Groups[1].Value}");

    /// <summary>An absolute path that stands as a value: quoted, behind a colon or dash of YAML, behind the mark that makes a path the host's.</summary>
    [GeneratedRegex("""(?m)(?:["'@=:]|(?:^|[:\-])[ \t]+)(/(?!/)[^\s"'\\,\]\}:]{1,1000})""", RegexOptions.CultureInvariant)]
    private static partial Regex Path();

    [GeneratedRegex("""["']((?!/)[\w.*/-]{1,200}\.toml)["']""", RegexOptions.CultureInvariant)]
    private static partial Regex Relative();
}

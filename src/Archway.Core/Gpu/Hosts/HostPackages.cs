using System.Collections.Immutable;
using System.Text;

namespace Archway.Gpu.Hosts;

/// <summary>Installed packages that have to do with GPUs in containers; of all others nothing is kept.</summary>
internal static class HostPackages
{
    private const int LargestDatabase = 64 * 1024 * 1024;
    private const int Most = 500;

    private static readonly string[] Starts = ["nvidia-", "libnvidia-", "cuda-compat-", "cuda-drivers", "kmod-nvidia"];

    /// <summary>The names that an RPM database is asked for, since only it can read itself.</summary>
    internal static ImmutableArray<string> Names { get; } =
    [
        "nvidia-container-toolkit", "nvidia-container-toolkit-base", "libnvidia-container-tools", "libnvidia-container1", "nvidia-docker2", "nvidia-docker",
        "nvidia-container-runtime", "nvidia-driver", "nvidia-driver-cuda", "nvidia-driver-libs", "nvidia-open", "docker-ce", "docker", "moby-engine", "podman", "containerd.io", "containerd",
        "cri-o",
    ];

    /// <summary>Those of a database of dpkg.</summary>
    /// <remarks><see href="https://man7.org/linux/man-pages/man5/deb822.5.html"/></remarks>
    internal static ImmutableArray<HostPackage> OfDpkg(HostRoot root)
    {
        if (root.Find("/var/lib/dpkg/status") is not { } file || root.Read(file, LargestDatabase).Bytes is not { } bytes) return [];
        return [.. Encoding.UTF8.GetString(bytes).Split("\n\n").Select(OfStanza).OfType<HostPackage>().DistinctBy(package => package.Name).Take(Most)];
    }

    /// <summary>Those that <c>rpm -q</c> told, one a line.</summary>
    internal static ImmutableArray<HostPackage> OfRpm(HostCommand? answer) => answer is null ? [] :
    [
        .. answer.Output.Split('\n').Select(line => line.Trim().Split(' ')).Where(words => words.Length == 2 && IsWanted(words[0]))
            .Select(words => new HostPackage(words[0], words[1], "rpm")).DistinctBy(package => package.Name).Take(Most),
    ];

    private static bool IsWanted(string name) => Names.Contains(name) || Starts.Any(start => name.StartsWith(start, StringComparison.Ordinal)) || name is "docker.io" or "cri-o";

    private static HostPackage? OfStanza(string stanza)
    {
        if (!stanza.TrimStart().StartsWith("Package: ", StringComparison.Ordinal)) return null;
        string? name = null, version = null;
        var isInstalled = false;
        foreach (var line in stanza.Split('\n'))
        {
            if (line.StartsWith("Package: ", StringComparison.Ordinal)) name = line[9..].Trim();
            else if (line.StartsWith("Version: ", StringComparison.Ordinal)) version = line[9..].Trim();
            else if (line.StartsWith("Status: ", StringComparison.Ordinal)) isInstalled = line.EndsWith(" installed", StringComparison.Ordinal);
            if (name is not null && !IsWanted(name)) return null;
        }

        return name is not null && version is not null && isInstalled ? new(name, version, "dpkg") : null;
    }
}

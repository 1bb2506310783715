using System.Collections.Immutable;
using System.Text.Json;
using Archway.Gpu.Checks;
using Archway.Gpu.Hosts;
using Archway.Gpu.Images;
using Archway.Gpu.Toml;
using Archway.Reading.Tree;

namespace Archway.Gpu.Doctor.Facts;

/// <summary>A definition of the runtime <c>nvidia</c> in one of containerd's files.</summary>
/// <param name="File">The file.</param>
/// <param name="Table">Its table.</param>
/// <param name="IsRead">Whether containerd looks for it there, by the version of the file.</param>
internal sealed record ContainerdRuntime(ConfigurationFile File, TomlNode Table, bool IsRead);

/// <summary>containerd on a host, and its files as it merges them.</summary>
internal sealed class ContainerdFacts
{
    private const string Main = "/etc/containerd/config.toml";
    private const int MostFiles = 64;
    private static readonly string[] Distributions = ["/var/lib/rancher/k3s/agent/etc/containerd", "/var/lib/rancher/rke2/agent/etc/containerd"];
    private readonly HostSnapshot _snapshot;

    internal ContainerdFacts(HostSnapshot snapshot, ToolkitFacts toolkit)
    {
        _snapshot = snapshot;
        Process = snapshot.Process("containerd");
        Version = snapshot.Command("containerd", "--version") is { Succeeded: true } answer && ToolkitFacts.Number().Match(answer.Output[(answer.Output.IndexOf(' ', StringComparison.Ordinal) + 1)..].Replace("/v2", "", StringComparison.Ordinal)) is { Success: true } match
            ? DottedVersion.Find(match.Value)
            : null;
        Files = [.. Read()];
        Root = Files.FirstOrDefault();
        IsPresent = Root is not null || toolkit.Program("containerd") is not null || Process is not null;
        Information = DockerFacts.Parsed(snapshot.Command("crictl", "info"));
    }

    internal bool IsPresent { get; }

    internal HostProcess? Process { get; }

    internal DottedVersion? Version { get; }

    /// <summary>The main file first, then what it imports.</summary>
    internal ImmutableArray<ConfigurationFile> Files { get; }

    internal ConfigurationFile? Root { get; }

    /// <summary>What the running CRI plugin says of itself.</summary>
    internal JsonElement? Information { get; }

    /// <summary>Whether a kubelet of this host uses it.</summary>
    internal bool IsForKubernetes => (_snapshot.Process("kubelet") ?? _snapshot.Process("k3s-server") ?? _snapshot.Process("k3s-agent")) is not null || _snapshot.Find("/var/lib/kubelet/config.yaml") is not null || IsOfRancher;

    /// <summary>Whether K3s or RKE2 write its configuration.</summary>
    internal bool IsOfRancher => Root is { } root && Distributions.Any(folder => root.Path.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>Every definition of the runtime, wherever it stands.</summary>
    internal IEnumerable<ContainerdRuntime> Runtimes => Files.SelectMany(file => Definitions(file, "nvidia"));

    /// <summary>The definition of a runtime that counts: the last of those that are read.</summary>
    internal ContainerdRuntime? Effective(string name) => Files.SelectMany(file => Definitions(file, name)).LastOrDefault(runtime => runtime.IsRead);

    /// <summary>The names of the runtimes that the running plugin knows; null where it was not asked.</summary>
    internal ImmutableArray<string>? RunningRuntimes =>
        Information is { } told && told.TryGetProperty("config.containerd.runtimes", out var runtimes) && runtimes.ValueKind == JsonValueKind.Object ? [.. runtimes.EnumerateObject().Select(one => one.Name)] : null;

    /// <summary>The table of the CRI plugin, by the version of a file.</summary>
    internal static TomlNode? PluginOf(ConfigurationFile file) => VersionOf(file) switch
    {
        1 => file.Root?.At("plugins", "cri"),
        2 => file.Root?.At("plugins", "io.containerd.grpc.v1.cri"),
        _ => file.Root?.At("plugins", "io.containerd.cri.v1.runtime"),
    };

    internal static long VersionOf(ConfigurationFile file) => file.Root?["version"]?.Number ?? 1;

    private IEnumerable<ContainerdRuntime> Definitions(ConfigurationFile file, string name)
    {
        var version = file.Root?["version"]?.Number ?? (Root is { } root && file != root ? VersionOf(root) : 1);
        foreach (var (plugin, isRead) in new[] { ("cri", version == 1), ("io.containerd.grpc.v1.cri", version == 2), ("io.containerd.cri.v1.runtime", version >= 3) })
            if (file.Root?.At("plugins", plugin, "containerd", "runtimes", name) is { } table) yield return new(file, table, isRead);
    }

    private IEnumerable<ConfigurationFile> Read()
    {
        var main = Distributions.Select(folder => $"{folder}/config.toml").Prepend(Main).FirstOrDefault(path => _snapshot.Text(path) is not null);
        Queue<string> pending = new(main is null ? [] : [main]);
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (pending.TryDequeue(out var path) && seen.Count < MostFiles)
        {
            if (!seen.Add(path) || ConfigurationFile.Find(_snapshot, path) is not { } file) continue;
            yield return file;
            foreach (var imported in Imports(file, isMain: path == main)) pending.Enqueue(imported);
        }
    }

    private IEnumerable<string> Imports(ConfigurationFile file, bool isMain)
    {
        var patterns = file.Root?["imports"]?.Items.Select(item => item.Text).OfType<string>().ToArray();
        // From 2.0 on this folder is read where the file names none.
        if (patterns is null) patterns = isMain && Version is { Major: >= 2 } ? ["/etc/containerd/conf.d/*.toml"] : [];
        return patterns.Take(MostFiles).Select(pattern => pattern.StartsWith('/') ? pattern : $"{HostSnapshot.FolderOf(file.Path)}/{pattern}").SelectMany(pattern =>
            pattern.Contains('*', StringComparison.Ordinal)
                ? _snapshot.In(HostSnapshot.FolderOf(pattern)).Select(entry => entry.Path).Where(path => Glob.TextMatches(HostSnapshot.NameOf(pattern), HostSnapshot.NameOf(path))).Take(MostFiles)
                : [pattern]);
    }

    /// <summary>A drop-in of NVIDIA's that lies where nothing reads it.</summary>
    internal HostEntry? Lost => ((IEnumerable<string>)["/etc/containerd/config.d", "/etc/containerd/conf.d"]).SelectMany(_snapshot.In)
        .FirstOrDefault(entry => entry.Text?.Contains("nvidia", StringComparison.Ordinal) == true && Files.All(file => _snapshot.Follow(file.Path) != entry.Path));

    /// <summary>What the last file to say so says of a setting of the CRI plugin.</summary>
    internal (ConfigurationFile File, TomlNode Value)? Setting(string name) =>
        Files.Select(file => (File: file, Value: PluginOf(file)?[name])).LastOrDefault(one => one.Value is not null) is { Value: { } value } found ? (found.File, value) : null;

    internal Evidence Where => Root is { } root ? root.Lacks("") : new(Main, "is not there");
}

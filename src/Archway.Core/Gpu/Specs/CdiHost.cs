using System.Collections.Immutable;
using Archway.Gpu.Cdi;
using Archway.Gpu.Doctor.Facts;
using Archway.Gpu.Hosts;
using Archway.Gpu.Images;

namespace Archway.Gpu.Specs;

/// <summary>A host as specifications are held against it and made of it: what its snapshot shows, and where it lies in a folder, all other paths.</summary>
public sealed class CdiHost
{
    private readonly HostRoot? _root;

    /// <param name="snapshot">What the host showed.</param>
    /// <param name="folder">The folder that holds its root; null where only the snapshot is there.</param>
    public CdiHost(HostSnapshot snapshot, string? folder)
    {
        Snapshot = snapshot;
        _root = folder is null ? null : new(folder);
        Specs = new CdiFacts(snapshot).Specs.Select(spec => spec.File).ToImmutableArray();
        HostFacts facts = new(snapshot);
        (Driver, Smi, IsRunning, Architecture, Hook) = (facts.Driver?.Version, facts.Smi, facts.IsRunning, facts.Architecture, Program(snapshot, "nvidia-cdi-hook"));
    }

    /// <summary>The specifications that lie where its engines look.</summary>
    public ImmutableArray<CdiFile> Specs { get; }

    /// <summary>Whether its driver runs, without which nothing can be told of devices.</summary>
    public bool HasDriver => Driver is not null;

    /// <summary>The version of its kernel's driver.</summary>
    internal DottedVersion? Driver { get; }

    internal HostSnapshot Snapshot { get; }

    internal SmiAnswer Smi { get; }

    internal bool IsRunning { get; }

    internal string? Architecture { get; }

    /// <summary>The toolkit's program that containers are prepared with.</summary>
    internal string? Hook { get; }

    /// <summary>What stands at a path; null where nothing does.</summary>
    internal HostEntry? Find(string path) => Snapshot.Find(path) ?? _root?.Find(path);

    /// <summary>Whether nothing standing at a path means that nothing does: a saved host knows only what was looked at.</summary>
    internal bool Knows(string path) => _root is not null || path.StartsWith("/dev/nvidia", StringComparison.Ordinal)
        || Snapshot.Entries.Any(entry => entry.Text is { } text && (entry.Path.Contains("/cdi/", StringComparison.Ordinal)) && text.Contains(path, StringComparison.Ordinal));

    /// <summary>The names in a folder.</summary>
    internal IEnumerable<string> Names(string folder) => _root?.Names(folder) ?? Snapshot.In(folder).Select(entry => HostSnapshot.NameOf(entry.Path));

    /// <summary>Whether all that lies in its folders can be seen.</summary>
    internal bool IsWhole => _root is not null;

    private static string? Program(HostSnapshot snapshot, string name) =>
        HostPlan.ProgramFolders.Select(folder => $"{folder}/{name}").FirstOrDefault(path => snapshot.Find(path) is not null);
}

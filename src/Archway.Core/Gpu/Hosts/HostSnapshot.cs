using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Archway.Gpu.Hosts;

/// <summary>What a host showed of itself at one time: files, devices, programs, what a few commands said. All that is judged is judged of this.</summary>
/// <remarks>The paths that are looked at are known (<see cref="HostPlan"/>), so one of them that is not here did not exist.</remarks>
public sealed record HostSnapshot
{
    // As many as Linux follows.
    private const int MostLinks = 40;
    private readonly FrozenDictionary<string, HostEntry> _entries;
    private readonly Lazy<ILookup<string, HostEntry>> _byFolder;

    /// <summary>A snapshot of these entries.</summary>
    /// <param name="entries">What was found, each path once.</param>
    public HostSnapshot(IEnumerable<HostEntry> entries)
    {
        Dictionary<string, HostEntry> byPath = new(StringComparer.Ordinal);
        foreach (var entry in entries) byPath[entry.Path] = entry;
        _entries = byPath.ToFrozenDictionary(StringComparer.Ordinal);
        _byFolder = new(() => _entries.Values.OrderBy(entry => entry.Path, StringComparer.Ordinal).ToLookup(entry => FolderOf(entry.Path), StringComparer.Ordinal));
    }

    /// <summary>When it was taken; null where nobody noted it.</summary>
    public DateTimeOffset? Taken { get; init; }

    /// <summary>The number of the user who took it; null where that was not told. Number 0 sees all.</summary>
    public long? User { get; init; }

    /// <summary>Whether commands were asked, as only the machine itself allows.</summary>
    public bool HasCommands { get; init; }

    /// <summary>What commands answered; one that is not here is not installed, or was not asked.</summary>
    public ImmutableArray<HostCommand> Commands { get; init; } = [];

    /// <summary>Those of the programs looked for that run.</summary>
    public ImmutableArray<HostProcess> Processes { get; init; } = [];

    /// <summary>Those of the packages looked for that are installed.</summary>
    public ImmutableArray<HostPackage> Packages { get; init; } = [];

    /// <summary>The few variables of the environment that matter, where they were set.</summary>
    public ImmutableSortedDictionary<string, string> Variables { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What was left out since there was too much of it, in sentences.</summary>
    public ImmutableArray<string> LeftOut { get; init; } = [];

    /// <summary>Everything found, in no order.</summary>
    public IReadOnlyCollection<HostEntry> Entries => _entries.Values;

    /// <summary>Whether a running kernel showed itself, without which nothing is known of devices and drivers.</summary>
    public bool ShowsKernel => Find("/proc/sys/kernel/osrelease")?.Text is not null;

    /// <summary>What a path names once links are followed, within this host's own root; null where there is nothing.</summary>
    public HostEntry? Find(string path) => Follow(path) is { } real ? _entries.GetValueOrDefault(real) : null;

    /// <summary>What stands at a path itself, a last link not followed.</summary>
    public HostEntry? FindLink(string path) =>
        Follow(FolderOf(path)) is { } folder ? _entries.GetValueOrDefault((folder == "/" ? "" : folder) + "/" + NameOf(path)) : null;

    /// <summary>The text of a file, or null where there is none that could be read.</summary>
    public string? Text(string path) => Find(path)?.Text;

    /// <summary>What was found in a folder, in the order of names; links are not followed.</summary>
    public IEnumerable<HostEntry> In(string folder) => Follow(folder) is { } real ? _byFolder.Value[real] : [];

    /// <summary>The first answer to a command that begins with these words.</summary>
    public HostCommand? Command(params ReadOnlySpan<string> words)
    {
        foreach (var command in Commands)
            if (command.Words.Length >= words.Length && command.Words.AsSpan()[..words.Length].SequenceEqual(words)) return command;
        return null;
    }

    /// <summary>An installed package of that name.</summary>
    public HostPackage? Package(string name) => Packages.FirstOrDefault(package => package.Name == name);

    /// <summary>A running program of that name.</summary>
    public HostProcess? Process(string name) => Processes.FirstOrDefault(process => process.Name == name);

    /// <summary>The path with every link on its way followed; null where they lead in a circle.</summary>
    public string? Follow(string path)
    {
        Stack<string> pending = new(path.Split('/').Reverse());
        List<string> real = [];
        for (var links = 0; pending.TryPop(out var part);)
        {
            if (part is "" or ".") continue;
            if (part == "..")
            {
                // As the kernel has it: what is above the root is the root.
                if (real.Count > 0) real.RemoveAt(real.Count - 1);
                continue;
            }

            real.Add(part);
            if (_entries.GetValueOrDefault("/" + string.Join('/', real)) is not { Kind: EntryKind.Link, Target: { } target }) continue;
            if (++links > MostLinks) return null;
            real.RemoveAt(real.Count - 1);
            if (target.StartsWith('/')) real.Clear();
            foreach (var step in target.Split('/').Reverse()) pending.Push(step);
        }

        return "/" + string.Join('/', real);
    }

    /// <summary>The last part of a path.</summary>
    internal static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The path without its last part.</summary>
    internal static string FolderOf(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "/";
}

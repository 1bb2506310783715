using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Archway.Reading.Tree;

namespace Archway.Gpu.Hosts;

/// <summary>Looks at what <see cref="HostPlan"/> lists below a root, and at what is named by the texts it read; changes nothing.</summary>
internal sealed class HostCollector(HostRoot root)
{
    private const string Devices = "/sys/bus/pci/devices";
    private const int LargestText = 1024 * 1024;
    private const int AllText = 24 * 1024 * 1024;
    private const int MostEntries = 20_000;
    private const int MostNamed = 4_000;
    private const int LargestDependencies = 16 * 1024 * 1024;
    private readonly Dictionary<string, HostEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _leftOut = [];
    private readonly HashSet<string> _cards = new(StringComparer.Ordinal);
    private int _text;

    /// <summary>Looks at all of it.</summary>
    /// <param name="more">What this user has besides.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    internal void Collect(IEnumerable<HostLook> more, CancellationToken cancellationToken)
    {
        foreach (var look in HostPlan.Looks.Concat(more))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Look(look);
        }

        CollectDevices();
        CollectModules();
        CollectNamed(cancellationToken);
    }

    /// <summary>All that was found, every link on the way to it too.</summary>
    internal IEnumerable<HostEntry> Entries => root.Links.Values.Where(link => HostSnapshot.FolderOf(link.Path) != Devices || _cards.Contains(link.Path)).Concat(_entries.Values);

    /// <summary>What there was too much of.</summary>
    internal ImmutableArray<string> LeftOut => [.. _leftOut];

    private void Look(HostLook look)
    {
        foreach (var path in Expand(look.Path))
        {
            if (look.For == LookFor.Status && root.FindLink(path) is { Kind: EntryKind.Link } link) Add(link);
            if (root.Find(path) is not { } found) continue;
            Add(look.For switch
            {
                LookFor.Text => WithText(found, look.Keep, look.Needs),
                LookFor.Machine => WithMachine(found),
                _ => found,
            });
        }
    }

    // The names that fit each part with a star; of the others only the path itself.
    private IEnumerable<string> Expand(string pattern)
    {
        if (!pattern.Contains('*', StringComparison.Ordinal)) return [pattern];
        IEnumerable<string> paths = [""];
        foreach (var part in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
            paths = part.Contains('*', StringComparison.Ordinal)
                ? [.. paths.SelectMany(folder => Names(folder).Where(name => Glob.TextMatches(part, name)).Select(name => $"{folder}/{name}"))]
                : paths.Select(folder => $"{folder}/{part}");
        return paths.Take(MostEntries);
    }

    private IReadOnlyList<string> Names(string folder)
    {
        if (root.Names(folder) is { } names) return names;
        if (root.Find(folder) is { } found) Add(found with { Problem = "this user may not look into it" });
        return [];
    }

    private void Add(HostEntry entry)
    {
        if (_entries.Count < MostEntries || _entries.ContainsKey(entry.Path))
        {
            // What was read once is not forgotten by a later look at it.
            if (_entries.TryGetValue(entry.Path, out var known))
                entry = entry with { Text = entry.Text ?? known.Text, Machine = entry.Machine ?? known.Machine, Problem = entry.Problem ?? known.Problem };
            _entries[entry.Path] = entry;
        }
        else if (_leftOut.Count == 0) _leftOut.Add($"more than {MostEntries} paths were found");
    }

    private HostEntry WithText(HostEntry file, string[]? keep, string? needs = null)
    {
        if (file.Kind != EntryKind.File || file.Text is not null) return file;
        var (bytes, problem) = root.Read(file, LargestText + 1);
        if (bytes is null) return file with { Problem = problem };
        if (bytes.Length > LargestText || (_text += bytes.Length) > AllText) return file with { Problem = "it is too large" };
        // Device trees end each of their words with a zero.
        if (file.Path.StartsWith("/sys/firmware/", StringComparison.Ordinal)) bytes = [.. bytes.Select(one => one == 0 ? (byte)'\n' : one)];
        if (TextBytes.Decode(bytes) is not { } text) return file with { Problem = "it is no text" };
        return file with { Text = needs is null || text.Contains(needs, StringComparison.Ordinal) ? SecretFreeText.Of(file.Path, Kept(text, keep)) : "" };
    }

    // Lines that are not wanted stay as empty ones: what is said of the others names their numbers.
    private static string Kept(string text, string[]? keep) => keep is not { Length: > 0 } ? text
        : string.Join('\n', text.Split('\n').Select(line => keep.Any(word => line.Contains(word, StringComparison.Ordinal)) ? line : "")).TrimEnd('\n');

    private HostEntry WithMachine(HostEntry file)
    {
        if (file.Kind != EntryKind.File) return file;
        var (bytes, problem) = root.Read(file, 20);
        if (bytes is null) return file with { Problem = problem };
        // https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html
        return bytes is [0x7F, (byte)'E', (byte)'L', (byte)'F', _, var order, ..] && bytes.Length == 20
            ? file with { Machine = order == 2 ? BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(18)) : BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(18)) }
            : file;
    }

    // Of PCI devices only those of NVIDIA are kept; others are nobody's business.
    private void CollectDevices()
    {
        if (root.Find(Devices) is { } folder) Add(folder);
        foreach (var name in Names(Devices))
        {
            if (root.Find($"{Devices}/{name}/vendor") is not { } vendor || WithText(vendor, null) is not { Text: { } text } read || text.Trim() != "0x10de") continue;
            Add(read);
            _cards.Add($"{Devices}/{name}");
            foreach (var file in new[] { "class", "device" }) Look(new($"{Devices}/{name}/{file}", LookFor.Text));
            if (root.FindLink($"{Devices}/{name}/driver") is { } driver) Add(driver);
        }
    }

    // Which module a start would load: lines of a list of megabytes, so only those of this driver are kept.
    private void CollectModules()
    {
        if (root.Find("/proc/sys/kernel/osrelease") is not { } release || WithText(release, null).Text is not { } text) return;
        var folder = $"/lib/modules/{text.Trim()}";
        if (root.Find(folder) is { } there) Add(there);
        if (root.Find($"{folder}/modules.dep") is not { } file) return;
        var (bytes, problem) = root.Read(file, LargestDependencies);
        Add(bytes is null ? file with { Problem = problem } : file with
        {
            Text = string.Join('\n', Encoding.UTF8.GetString(bytes).Split('\n').Where(line => line.Contains("nvidia", StringComparison.Ordinal) && line.Length < LargestText / 16).Take(100)),
        });
    }

    private void CollectNamed(CancellationToken cancellationToken)
    {
        HashSet<string> done = new(StringComparer.Ordinal);
        // A list of files that a file imports may import others.
        for (var round = 0; round < 3; round++)
        {
            var named = NamedPaths.In(_entries.Values).Where(done.Add).Take(MostNamed + 1).ToArray();
            foreach (var path in named)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (done.Count > MostNamed)
                {
                    _leftOut.Add($"configurations name more than {MostNamed} paths");
                    return;
                }

                Look(new(path, path.EndsWith(".toml", StringComparison.Ordinal) ? LookFor.Text : LookFor.Machine));
            }
        }
    }
}

using Archway.Reading.Tree;

namespace Archway.Gpu.Hosts;

/// <summary>The files below a folder that is taken for the root of a host; no link leads out of it, since each is followed as that host would.</summary>
/// <param name="folder">The folder; <c>/</c> is this machine.</param>
internal sealed class HostRoot(string folder)
{
    private const int MostLinks = 40;
    private const int LongestPath = 4096;
    private const int MostNames = 4096;
    private readonly string _folder = TreePaths.RealRoot(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
    private readonly Dictionary<string, HostEntry?> _seen = new(StringComparer.Ordinal);

    /// <summary>What was met on the ways to what was asked for: every link.</summary>
    internal Dictionary<string, HostEntry> Links { get; } = new(StringComparer.Ordinal);

    /// <summary>What a path names on that host, links followed; null where there is nothing.</summary>
    internal HostEntry? Find(string path) => Real(path) is { } real ? Look(real) : null;

    /// <summary>What stands at a path itself.</summary>
    internal HostEntry? FindLink(string path) =>
        Real(HostSnapshot.FolderOf(path)) is { } real && HostSnapshot.NameOf(path) is { Length: > 0 } name && name is not ("." or "..") ? Look(Joined(real, name)) : null;

    /// <summary>The names in a folder, in order; null where it cannot be looked into.</summary>
    internal IReadOnlyList<string>? Names(string path)
    {
        if (Find(path) is not { Kind: EntryKind.Folder } found) return [];
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(OnDisk(found.Path)).Take(MostNames).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The first bytes of a regular file; a problem in a word or two where it cannot be read.</summary>
    internal (byte[]? Bytes, string? Problem) Read(HostEntry file, int most)
    {
        // Opening a pipe waits, and opening a device may do anything.
        if (file.Kind != EntryKind.File) return (null, "it is no regular file");
        try
        {
            using FileStream stream = new(OnDisk(file.Path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            // The kernel's own files tell no length.
            var buffer = new byte[most];
            var length = stream.ReadAtLeast(buffer, most, throwOnEndOfStream: false);
            return (buffer[..length], null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, e is UnauthorizedAccessException ? "this user may not read it" : "reading it failed");
        }
    }

    private HostEntry? Look(string real)
    {
        if (_seen.TryGetValue(real, out var known)) return known;
        return _seen[real] = FileStatus.Of(OnDisk(real), real);
    }

    private string? Real(string path)
    {
        if (path.Length > LongestPath || path.Contains('\0', StringComparison.Ordinal)) return null;
        Stack<string> pending = new(path.Split('/').Reverse());
        var real = "/";
        for (var links = 0; pending.TryPop(out var part);)
        {
            if (part is "" or ".") continue;
            if (part == "..")
            {
                real = HostSnapshot.FolderOf(real);
                continue;
            }

            var next = Joined(real, part);
            if (Look(next) is not { Kind: EntryKind.Link, Target: { } target } link)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks || target.Length > LongestPath) return null;
            Links[next] = link;
            if (target.StartsWith('/')) real = "/";
            foreach (var step in target.Split('/').Reverse()) pending.Push(step);
        }

        return real;
    }

    private string OnDisk(string real) => real == "/" ? _folder : Path.Join(_folder, real[1..]);

    private static string Joined(string folder, string name) => folder == "/" ? "/" + name : folder + "/" + name;
}

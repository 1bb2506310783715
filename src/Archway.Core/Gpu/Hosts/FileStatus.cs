using System.Runtime.InteropServices;

namespace Archway.Gpu.Hosts;

/// <summary>What the system tells of a path without opening what stands there.</summary>
internal static partial class FileStatus
{
    private const int FromWorkingFolder = -100;
    private const int NoFollow = 0x100;
    private const uint Basic = 0x7ff;

    /// <summary>What stands at <paramref name="file"/>, under the path that its host has for it; null where there is nothing.</summary>
    internal static HostEntry? Of(string file, string path)
    {
        try
        {
            return OperatingSystem.IsLinux() ? OfLinux(file, path) : OfOthers(file, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static HostEntry? OfLinux(string file, string path)
    {
        if (Stat(FromWorkingFolder, file, NoFollow, Basic, out var status) != 0) return null;
        EntryKind? kind = (status.Mode & 0xF000) switch
        {
            0x8000 => EntryKind.File,
            0x4000 => EntryKind.Folder,
            0xA000 => EntryKind.Link,
            0x2000 => EntryKind.Character,
            0x6000 => EntryKind.Block,
            0x1000 => EntryKind.Pipe,
            0xC000 => EntryKind.Socket,
            _ => null,
        };
        if (kind is not { } known) return null;
        HostEntry entry = new(path, known) { Mode = status.Mode & 0xFFF, User = status.User, Group = status.Group, Modified = status.Modified };
        return known switch
        {
            EntryKind.Link => entry with { Target = new FileInfo(file).LinkTarget },
            EntryKind.Character or EntryKind.Block => entry with { Major = status.Major, Minor = status.Minor },
            _ => entry,
        };
    }

    // Enough to look at a root of Linux that lies on another system.
    private static HostEntry? OfOthers(string file, string path)
    {
        FileInfo found = new(file);
        if (found.LinkTarget is { } target) return new(path, EntryKind.Link) { Target = target };
        if (Directory.Exists(file)) return new(path, EntryKind.Folder);
        return found.Exists ? new(path, EntryKind.File) { Modified = new DateTimeOffset(found.LastWriteTimeUtc).ToUnixTimeSeconds() } : null;
    }

    // https://man7.org/linux/man-pages/man2/statx.2.html
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(int folder, string path, int flags, uint mask, out Status status);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(20)]
        internal uint User;

        [FieldOffset(24)]
        internal uint Group;

        [FieldOffset(28)]
        internal ushort Mode;

        [FieldOffset(112)]
        internal long Modified;

        [FieldOffset(128)]
        internal uint Major;

        [FieldOffset(132)]
        internal uint Minor;
    }
}

using System.Runtime.InteropServices;

namespace Archway;

/// <summary>Files that hold bytes, and no pipes, sockets or devices that stand among them.</summary>
public static partial class PlainFile
{
    private const int FromWorkingFolder = -100;
    private const uint Wanted = 0x1 | 0x4 | 0x100;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>Whether an existing path is a regular file of one name: one that another may take the place of, and nobody sees a difference.</summary>
    // Where the system tells neither kind nor names, a pipe or a device has no length.
    public static bool Is(string path) =>
        StatusOf(path) is { } status ? (status.Mode & TypeMask) == Regular && status.Names == 1 : new FileInfo(path).Length > 0;

    /// <summary>Whether an existing path, which is no folder, is known to be a pipe, a socket or a device.</summary>
    public static bool IsOther(string path) => StatusOf(path) is { } status && (status.Mode & TypeMask) != Regular;

    /// <summary>What names of one existing file have in common; null where the system does not tell.</summary>
    public static string? Identity(string path) => StatusOf(path) is { } status ? $"{status.Device}:{status.Number}" : null;

    private static Status? StatusOf(string path)
    {
        try
        {
            return OperatingSystem.IsLinux() && Stat(FromWorkingFolder, path, 0, Wanted, out var status) == 0 ? status : null;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library older than 2018.
            return null;
        }
    }

    // Of all that tells a file's kind, only this has the same form on every architecture: https://man7.org/linux/man-pages/man2/statx.2.html
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(int folder, string path, int flags, uint mask, out Status status);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(16)]
        internal uint Names;

        [FieldOffset(28)]
        internal ushort Mode;

        [FieldOffset(32)]
        internal ulong Number;

        // Its major and its minor number, one behind the other.
        [FieldOffset(136)]
        internal ulong Device;
    }
}

using System.Text.RegularExpressions;

namespace Archway.Resolving.Caching;

/// <summary>How the cache names, reads and writes its files: by its owner only, whole or not at all, and following no link.</summary>
internal static partial class CacheFiles
{
    internal const string Salt = "salt";
    internal const string Imported = "imported";
    internal const string ImportPrefix = "import-";
    internal const string PackPrefix = "pack-";
    internal const string LayerPrefix = "layer-";
    private const int LargestSmall = 4096;
    private const UnixFileMode OwnerFiles = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolders = OwnerFiles | UnixFileMode.UserExecute;

    internal static bool IsShelf(string name) => ShelfName().IsMatch(name);

    internal static bool IsImport(string name) => name.StartsWith(ImportPrefix, StringComparison.Ordinal) && IsShelf(name[ImportPrefix.Length..]);

    internal static bool IsPack(string name) => name.StartsWith(PackPrefix, StringComparison.Ordinal) && IsShelf(name[PackPrefix.Length..]);

    internal static bool IsLayer(string name) => name.StartsWith(LayerPrefix, StringComparison.Ordinal) && IsShelf(name[LayerPrefix.Length..]);

    /// <summary>Whether a name is one that the cache gives to a file, finished or not.</summary>
    internal static bool IsOurs(string name)
    {
        var whole = DraftEnding().Replace(name, "");
        return whole is Salt or Imported || IsPack(whole) || IsLayer(whole);
    }

    internal static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    internal static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerFolders);
    }

    // Another run may write the same file at the same time: each writes its own and the last one to be renamed stays.
    internal static void WriteWhole(string file, ReadOnlySpan<byte> content)
    {
        var draft = $"{file}.{Guid.NewGuid():N}";
        try
        {
            using (var stream = Create(draft)) stream.Write(content);
            File.Move(draft, file, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A full disk leaves half a draft.
            File.Delete(draft);
            throw;
        }
    }

    /// <summary>What a file holds, or what is to stand in it: of runs that begin at the same time one writes it and all others read that.</summary>
    /// <remarks>A lock, since what moves a file where none is asks first and moves then. Null when another run holds it for a second.</remarks>
    internal static byte[]? ReadOrWrite(string file, byte[] otherwise)
    {
        if (IsLink(file)) return null;
        FileStream? opened = null;
        SpinWait.SpinUntil(() => (opened = OpenAlone(file)) is not null || !File.Exists(file), millisecondsTimeout: 1000);
        using var stream = opened;
        if (stream is not { CanSeek: true }) return null;
        var held = new byte[otherwise.Length];
        if (stream.Length == held.Length && stream.ReadAtLeast(held, held.Length, throwOnEndOfStream: false) == held.Length) return held;
        stream.SetLength(0);
        stream.Write(otherwise);
        return otherwise;
    }

    private static FileStream? OpenAlone(string file)
    {
        try
        {
            return Open(file, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        }
        catch (IOException)
        {
            // Another run has it.
            return null;
        }
    }

    /// <summary>A new file that only its owner may read.</summary>
    internal static FileStream Create(string file) => Open(file, FileMode.CreateNew, FileAccess.Write);

    private static FileStream Open(string file, FileMode mode, FileAccess access)
    {
        FileStreamOptions options = new() { Mode = mode, Access = access, Share = access is FileAccess.Write ? FileShare.Read : FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerFiles;
        return new(file, options);
    }

    // A pipe or a device has no length and could be waited for for ever.
    internal static bool IsRegular(string file) => new FileInfo(file) is { Exists: true, LinkTarget: null, Length: > 0 };

    /// <summary>Opens a file that another run may write to or remove meanwhile; null when it is none, or a link.</summary>
    internal static FileStream? OpenRegular(string file) => Try(() =>
        IsRegular(file) ? new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 64 * 1024) : null);

    /// <summary>Opens a file for this run alone; null when it is none, a link, or another run has it open.</summary>
    internal static FileStream? Hold(string file) => Try(() =>
        IsRegular(file) ? new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None) : null);

    /// <summary>A small file's content; null when it is none, or a link.</summary>
    internal static byte[]? ReadSmall(string file) => ReadWhole(file, LargestSmall);

    /// <summary>A file's content; null when it is none, a link, or larger than it may be.</summary>
    internal static byte[]? ReadWhole(string file, long largest) => IsRegular(file) && new FileInfo(file).Length <= largest ? File.ReadAllBytes(file) : null;

    /// <summary>A cache that cannot be read or written is no cache.</summary>
    internal static T? Try<T>(Func<T?> work) where T : class
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex("^[0-9a-f]{32}$", RegexOptions.CultureInvariant)]
    private static partial Regex ShelfName();

    [GeneratedRegex("\\.[0-9a-f]{32}$", RegexOptions.CultureInvariant)]
    private static partial Regex DraftEnding();
}

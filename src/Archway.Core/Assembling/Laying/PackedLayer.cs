using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Archway.Oci.Content;

namespace Archway.Assembling.Laying;

/// <summary>A layer that was made of folders: the same files always give the same bytes, whoever packs them where and when.</summary>
/// <param name="File">Where its packed bytes lie.</param>
/// <param name="Digest">Their digest.</param>
/// <param name="Size">How many they are.</param>
/// <param name="DiffId">The digest of the tar before it was packed.</param>
internal sealed record PackedLayer(string File, Digest Digest, long Size, Digest DiffId)
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Packs folders into a layer, in the order of their paths in the image; nobody owns what is in it but root.</summary>
    /// <exception cref="LayingException">A folder is not there, or holds what cannot lie in an image.</exception>
    internal static async Task<PackedLayer> PackAsync(
        IReadOnlyList<AddedFolder> folders, DateTimeOffset time, string workFolder, CancellationToken cancellationToken)
    {
        var entries = Entries(folders);
        var file = Path.Combine(workFolder, $"{RandomNumberGenerator.GetHexString(16, lowercase: true)}.tar.gz");
        using var packedHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using (HashedStream packed = new(new FileStream(file, FileMode.CreateNew, FileAccess.Write), packedHash))
        await using (HashedStream unpacked = new(new GZipStream(packed, CompressionLevel.Optimal), hash))
        await using (TarWriter tar = new(unpacked, TarEntryFormat.Gnu, leaveOpen: true))
        {
            foreach (var (path, entry) in entries) await AddAsync(tar, path, entry, time, cancellationToken);
        }

        return new(file, Digest.OfHash(packedHash.GetHashAndReset()), new FileInfo(file).Length, Digest.OfHash(hash.GetHashAndReset()));
    }

    private static async Task AddAsync(TarWriter tar, string path, FileSystemInfo? source, DateTimeOffset time, CancellationToken cancellationToken)
    {
        switch (source)
        {
            case { LinkTarget: { } target }:
                await tar.WriteEntryAsync(new GnuTarEntry(TarEntryType.SymbolicLink, path) { LinkName = target, ModificationTime = time }, cancellationToken);
                break;
            // A pipe or a device has no length either, and opening one could wait for ever.
            case FileInfo { Length: 0 } empty:
                await tar.WriteEntryAsync(new GnuTarEntry(TarEntryType.RegularFile, path) { ModificationTime = time, Mode = ModeOf(empty) }, cancellationToken);
                break;
            case FileInfo file:
                await using (FileStream content = new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read))
                {
                    GnuTarEntry entry = new(TarEntryType.RegularFile, path) { DataStream = content, ModificationTime = time, Mode = ModeOf(file) };
                    await tar.WriteEntryAsync(entry, cancellationToken);
                }

                break;
            default:
                await tar.WriteEntryAsync(new GnuTarEntry(TarEntryType.Directory, path + "/") { ModificationTime = time, Mode = Readable | Executable }, cancellationToken);
                break;
        }
    }

    // Only whether a file may be executed is of the application; who may read it was of the machine that packs.
    private static UnixFileMode ModeOf(FileInfo file) =>
        !OperatingSystem.IsWindows() && file.UnixFileMode.HasFlag(UnixFileMode.UserExecute) ? Readable | Executable : Readable;

    // Folders that only lie above what is added are made as well, and have no source.
    private static SortedDictionary<string, FileSystemInfo?> Entries(IReadOnlyList<AddedFolder> folders)
    {
        SortedDictionary<string, FileSystemInfo?> entries = new(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            var target = folder.Target.Trim('/');
            for (var slash = target.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = target.IndexOf('/', slash + 1)) entries.TryAdd(target[..slash], null);
            if (System.IO.File.Exists(folder.Source))
            {
                if (target.Length > 0) entries.TryAdd(target, null);
                entries[Below(target, Path.GetFileName(folder.Source))] = new FileInfo(folder.Source);
                continue;
            }

            DirectoryInfo root = new(folder.Source);
            if (!root.Exists) throw new LayingException($"there is no folder or file '{folder.Source}'");
            if (target.Length > 0) entries.TryAdd(target, null);
            foreach (var found in root.EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, ReturnSpecialDirectories = false }))
                entries[Below(target, Path.GetRelativePath(root.FullName, found.FullName).Replace(Path.DirectorySeparatorChar, '/'))] = Checked(found, root);
        }

        if (!entries.Values.Any(entry => entry is FileInfo)) throw new LayingException($"there is no file in {string.Join(", ", folders.Select(folder => folder.Source))}");
        return entries;
    }

    private static FileSystemInfo Checked(FileSystemInfo found, DirectoryInfo root)
    {
        if (found.LinkTarget is { } target)
        {
            var leads = Path.GetFullPath(target, Path.GetDirectoryName(found.FullName)!);
            if (!leads.StartsWith(root.FullName.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.IsPathRooted(target))
                throw new LayingException($"'{found.FullName}' is a link to {target}, which is not within what is added; copy what it leads to");
        }
        // Such a name would hide what the base has: https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md#whiteouts
        else if (found.Name.StartsWith(".wh.", StringComparison.Ordinal))
        {
            throw new LayingException($"'{found.FullName}' has a name that layers keep for what they take away; rename it");
        }

        return found;
    }

    private static string Below(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}

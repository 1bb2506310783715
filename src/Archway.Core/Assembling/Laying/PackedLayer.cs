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

    /// <summary>Packs files into a layer, in the order of their paths in the image; nobody owns what is in it but root.</summary>
    /// <param name="entries">What lies where; a folder that is only made has no source.</param>
    /// <param name="time">The time that everything has.</param>
    /// <param name="workFolder">Where the layer is to lie.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    internal static async Task<PackedLayer> PackAsync(
        IReadOnlyDictionary<string, FileSystemInfo?> entries, DateTimeOffset time, string workFolder, CancellationToken cancellationToken)
    {
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
            // Where the system does not tell pipes and devices, those have no length either, and opening one could wait for ever.
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
}

using System.IO.Compression;
using Archway.Oci.Registries;

namespace Archway.Oci.Layouts;

/// <summary>The files of a tar, plain or gzip, walked once; each file is then read from its place.</summary>
/// <remarks>
/// A gzip has no places: its small files are kept from the walk, up to a bound, and a larger one is found by unpacking from the start again.
/// No file is held open in between.
/// </remarks>
internal sealed class TarFiles : ContentFiles
{
    private const int LargestKept = 1024 * 1024;
    private const int MostKept = 32 * 1024 * 1024;
    // Archives of images hold packed layers, or files that pack five times or so; a gzip of zeros packs a thousand times.
    private const long MostUnpackedFold = 100;
    private const long AlwaysUnpacked = 256L * 1024 * 1024;

    private readonly string _path;
    private readonly bool _isGzip;
    private readonly Dictionary<string, (long Offset, long Length, bool IsGzip)> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _kept = new(StringComparer.Ordinal);

    private TarFiles(string path, string shown, bool isGzip) : base(shown) => (_path, _isGzip) = (path, isGzip);

    /// <summary>Walks an archive.</summary>
    /// <exception cref="RegistryException">It cannot be read, or is no tar.</exception>
    internal static TarFiles Open(string path, string shown, CancellationToken cancellationToken)
    {
        try
        {
            if (Directory.Exists(path)) throw new RegistryException(RegistryFault.Unreachable, "it is a folder; use oci: for a layout");
            if (new FileInfo(path) is { Exists: true, Length: 0 }) throw new RegistryException(RegistryFault.Malformed, "the file is empty");
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            var isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
            file.Position = 0;
            TarFiles files = new(path, shown, isGzip);
            using Stream tar = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
            files.Walk(tar, file.Length, cancellationToken);
            return files;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RegistryException(RegistryFault.Unreachable, "there is no such file; check the path", e);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or EndOfStreamException or OverflowException)
        {
            throw new RegistryException(RegistryFault.Malformed, e is FormatException ? e.Message : "the archive is broken or cut short", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RegistryException(RegistryFault.Unreachable, "the file cannot be opened; check that it may be read", e);
        }
    }

    /// <summary>How long a file is, and whether it begins as a gzip does; null when there is none of that name. Nothing is opened.</summary>
    internal (long Length, bool IsGzip)? Describe(string name) => _places.TryGetValue(name, out var place) ? (place.Length, place.IsGzip) : null;

    internal override (Stream Content, long Length)? Find(string name)
    {
        if (_kept.TryGetValue(name, out var kept)) return (new MemoryStream(kept, writable: false), kept.Length);
        if (!_places.TryGetValue(name, out var place)) return null;
        try
        {
            FileStream file = new(_path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            Stream tar = _isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
            TarEntries.Skip(tar, place.Offset);
            return (new BoundedStream(tar, place.Length), place.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new RegistryException(RegistryFault.Unreachable, $"{name} cannot be read from the archive", e);
        }
    }

    private void Walk(Stream tar, long fileLength, CancellationToken cancellationToken)
    {
        var kept = 0L;
        var longest = _isGzip ? Math.Max(AlwaysUnpacked, fileLength * MostUnpackedFold) : fileLength;
        TarEntries.Walk(tar, longest, (name, offset, length) =>
        {
            var isKept = _isGzip && length <= LargestKept && kept + length <= MostKept;
            var content = new byte[isKept ? length : Math.Min(length, 2)];
            tar.ReadExactly(content);
            // A later entry of the same name is what unpacking would leave behind.
            _places[name] = (offset, length, content is [0x1f, 0x8b, ..]);
            _kept.Remove(name);
            if (!isKept) return content.Length;
            _kept[name] = content;
            kept += length;
            return content.Length;
        }, cancellationToken);
    }
}

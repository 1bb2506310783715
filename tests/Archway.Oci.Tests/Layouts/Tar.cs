using System.Formats.Tar;
using System.IO.Compression;

namespace Archway.Oci.Tests.Layouts;

/// <summary>Writes archives for tests.</summary>
internal static class Tar
{
    internal static void Write(string path, IEnumerable<(string Name, byte[] Content)> files, TarEntryFormat format = TarEntryFormat.Pax, bool gzip = false)
    {
        using var file = File.Create(path);
        using Stream output = gzip ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using TarWriter writer = new(output, format);
        foreach (var (name, content) in files)
        {
            TarEntry entry = format switch
            {
                TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                _ => new PaxTarEntry(TarEntryType.RegularFile, name),
            };
            entry.DataStream = new MemoryStream(content);
            writer.WriteEntry(entry);
        }
    }
}

using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

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

    /// <summary>The header of an entry that claims a size.</summary>
    internal static byte[] HeaderOf(string name, long size, char kind = '0')
    {
        using MemoryStream tar = new();
        using (TarWriter writer = new(tar, TarEntryFormat.Ustar, leaveOpen: true)) writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name));
        var header = tar.ToArray()[..512];
        Encoding.ASCII.GetBytes($"{Convert.ToString(size, 8).PadLeft(12, '0')}").CopyTo(header, 124);
        header[156] = (byte)kind;
        header.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes($"{Convert.ToString(header.Sum(one => one), 8).PadLeft(6, '0')}\0 ").CopyTo(header, 148);
        return header;
    }
}

using System.Globalization;
using System.Text;

namespace Archway.Oci.Layouts;

/// <summary>Where the regular files of a tar lie in it.</summary>
/// <remarks>
/// POSIX ustar with the long names of PAX and GNU, which are what the builders of images write.
/// <see href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06"/>
/// </remarks>
internal static class TarEntries
{
    private const int Block = TarHeader.BlockSize;
    private const int MostEntries = 200_000;
    private const int LongestHeader = 1024 * 1024;
    // In characters, of all entries; a packed archive has long names at no cost.
    private const int MostOfNames = 32 * 1024 * 1024;

    /// <summary>Walks a tar from its start, skipping contents.</summary>
    /// <param name="tar">The tar.</param>
    /// <param name="longest">How many bytes it may have.</param>
    /// <param name="visit">Gets each file's name, offset and length; it may read the content, and tells how many of its bytes it took.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="FormatException">It is no tar, or a longer one.</exception>
    internal static void Walk(Stream tar, long longest, Func<string, long, long, int> visit, CancellationToken cancellationToken)
    {
        var block = new byte[Block];
        string? longName = null;
        long? longSize = null;
        long at = 0;
        long names = 0;
        for (var count = 0; ; count++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (count > MostEntries) throw new FormatException($"the archive has more than {MostEntries} entries");
            var read = tar.ReadAtLeast(block, Block, throwOnEndOfStream: false);
            if (read == 0 && count > 0) return;
            if (read < Block) throw new FormatException("the archive ends in the middle of an entry");
            TarHeader header = new(block);
            if (header.IsEnd) return;
            if (!header.IsValid)
                throw new FormatException(count == 0 ? "the file is not a tar archive" : "the archive holds an entry without a valid header");
            at += Block;
            var kind = header.Kind;
            var isHeader = kind is 'x' or 'g' or 'L';
            var size = header.Size;
            if (!isHeader) size = longSize ?? size;
            if (!header.HasContent) size = 0;
            if (size > longest - at)
                throw new FormatException($"the archive is cut short, or unpacks to far more than it has: an entry goes beyond {longest} bytes");
            var taken = 0L;
            if (kind is 'x' or 'L')
            {
                if (size > LongestHeader) throw new FormatException("the archive has a name that is too long");
                var text = new byte[size];
                tar.ReadExactly(text);
                taken = size;
                if (kind == 'L') longName = Encoding.UTF8.GetString(TarHeader.Text(text));
                else ReadPax(text, ref longName, ref longSize);
            }
            else if (!isHeader)
            {
                var name = longName ?? Name(header);
                (longName, longSize) = (null, null);
                names += name.Length;
                if (names > MostOfNames) throw new FormatException($"the names in the archive have more than {MostOfNames} characters altogether");
                if (kind is '0' or '\0' && !name.EndsWith('/')) taken = visit(Trimmed(name), at, size);
            }

            var padded = checked((size + Block - 1) / Block * Block);
            Skip(tar, padded - taken);
            at = checked(at + padded);
        }
    }

    /// <summary>Moves <paramref name="tar"/> forward.</summary>
    internal static void Skip(Stream tar, long count)
    {
        if (tar.CanSeek)
        {
            tar.Seek(count, SeekOrigin.Current);
            return;
        }

        var buffer = new byte[64 * 1024];
        while (count > 0)
        {
            var read = tar.Read(buffer, 0, (int)Math.Min(buffer.Length, count));
            if (read == 0)
            {
                // Some writers leave out the padding of the last entry.
                if (count >= Block) throw new EndOfStreamException();
                return;
            }

            count -= read;
        }
    }

    private static string Name(TarHeader header)
    {
        var name = Encoding.UTF8.GetString(header.Name);
        return header.Prefix.IsEmpty ? name : $"{Encoding.UTF8.GetString(header.Prefix)}/{name}";
    }

    private static string Trimmed(string name)
    {
        while (name.StartsWith("./", StringComparison.Ordinal)) name = name[2..];
        return name;
    }

    private static void ReadPax(ReadOnlySpan<byte> text, ref string? name, ref long? size)
    {
        PaxRecords records = new(text);
        while (records.MoveNext())
        {
            // An empty value takes back what another header said; nothing did.
            if (records.Value.IsEmpty) continue;
            if (records.Key.SequenceEqual("path"u8)) name = Encoding.UTF8.GetString(records.Value);
            if (records.Key.SequenceEqual("size"u8))
                size = long.TryParse(records.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var told)
                    ? told
                    : throw new FormatException("the archive has an entry of no valid size");
        }
    }
}

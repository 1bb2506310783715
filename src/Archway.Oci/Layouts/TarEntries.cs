using System.Buffers.Binary;
using System.Text;

namespace Archway.Oci.Layouts;

/// <summary>Where the regular files of a tar lie in it.</summary>
/// <remarks>
/// POSIX ustar with the long names of PAX and GNU, which are what the builders of images write.
/// <see href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06"/>
/// </remarks>
internal static class TarEntries
{
    private const int Block = 512;
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
        var header = new byte[Block];
        string? longName = null;
        long? longSize = null;
        long at = 0;
        long names = 0;
        for (var count = 0; ; count++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (count > MostEntries) throw new FormatException($"the archive has more than {MostEntries} entries");
            var read = tar.ReadAtLeast(header, Block, throwOnEndOfStream: false);
            if (read == 0 && count > 0) return;
            if (read < Block) throw new FormatException("the archive ends in the middle of an entry");
            if (header.AsSpan().IndexOfAnyExcept((byte)0) < 0) return;
            if (!IsHeader(header))
                throw new FormatException(count == 0 ? "the file is not a tar archive" : "the archive holds an entry without a valid header");
            at += Block;
            var kind = (char)header[156];
            var isHeader = kind is 'x' or 'g' or 'L';
            var size = Number(header.AsSpan(124, 12));
            if (!isHeader) size = longSize ?? size;
            // Links and folders have no content, whatever size they claim.
            if (kind is '1' or '2' or '5') size = 0;
            if (size > longest - at)
                throw new FormatException($"the archive is cut short, or unpacks to far more than it has: an entry goes beyond {longest} bytes");
            var taken = 0L;
            if (kind is 'x' or 'L')
            {
                if (size > LongestHeader) throw new FormatException("the archive has a name that is too long");
                var text = new byte[size];
                tar.ReadExactly(text);
                taken = size;
                if (kind == 'L') longName = Text(text);
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

    private static bool IsHeader(ReadOnlySpan<byte> header)
    {
        // The sum counts its own field as spaces.
        var sum = 8 * ' ';
        for (var i = 0; i < Block; i++) sum += i is >= 148 and < 156 ? 0 : header[i];
        return Number(header.Slice(148, 8)) == sum;
    }

    private static long Number(ReadOnlySpan<byte> field)
    {
        // GNU writes what eight octal digits cannot hold as a big-endian number behind a set bit.
        if ((field[0] & 0x80) != 0)
        {
            var large = BinaryPrimitives.ReadInt64BigEndian(field[^8..]);
            return large >= 0 ? large : throw new FormatException("the archive has an entry of a negative size");
        }

        long number = 0;
        foreach (var digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7') throw new FormatException("the archive has an entry without a valid header");
            number = (number << 3) | (uint)(digit - '0');
        }

        return number;
    }

    private static string Name(ReadOnlySpan<byte> header)
    {
        var name = Text(header[..100]);
        var prefix = header.Slice(257, 6).SequenceEqual("ustar\0"u8) ? Text(header.Slice(345, 155)) : "";
        return prefix.Length == 0 ? name : $"{prefix}/{name}";
    }

    private static string Text(ReadOnlySpan<byte> field) =>
        Encoding.UTF8.GetString(field.IndexOf((byte)0) is >= 0 and var end ? field[..end] : field);

    private static string Trimmed(string name)
    {
        while (name.StartsWith("./", StringComparison.Ordinal)) name = name[2..];
        return name;
    }

    // Each record: its own length in digits, a space, name=value, a line feed.
    private static void ReadPax(ReadOnlySpan<byte> records, ref string? name, ref long? size)
    {
        while (records.Length > 0)
        {
            var space = records.IndexOf((byte)' ');
            if (space < 1 || !int.TryParse(records[..space], out var length) || length <= space + 1 || length > records.Length)
                throw new FormatException("the archive has an extended header that cannot be read");
            var record = Encoding.UTF8.GetString(records[(space + 1)..(length - 1)]);
            if (record.StartsWith("path=", StringComparison.Ordinal)) name = record[5..];
            if (record.StartsWith("size=", StringComparison.Ordinal))
                size = long.TryParse(record.AsSpan(5), out var told) && told >= 0
                    ? told
                    : throw new FormatException("the archive has an entry of no valid size");
            records = records[length..];
        }
    }
}

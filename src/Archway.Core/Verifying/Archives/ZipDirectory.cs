using System.Buffers.Binary;
using System.Text;

namespace Archway.Verifying.Archives;

/// <summary>The directory of a zip archive, entry after entry; none is kept.</summary>
internal sealed class ZipDirectory(HeldBytes archive, ZipEnd end)
{
    /// <summary>How many bytes of a name are read; no path may have more.</summary>
    internal const int LongestName = 4095;

    private const uint SignedSignature = 0x0505_4B50;
    private const int HeaderLength = 46;
    private const ushort LargeExtra = 1;

    private readonly ByteWindow _window = new(archive);
    private readonly byte[] _name = new byte[LongestName];
    private long _position = end.Directory;
    private int _nameLength;

    /// <summary>What it says of the entry.</summary>
    internal ZipEntry Entry { get; private set; }

    /// <summary>The name, of which only so much is kept as <see cref="IsNameWhole"/> tells.</summary>
    internal ReadOnlySpan<byte> Name => _name.AsSpan(0, Math.Min(_nameLength, LongestName));

    /// <summary>Whether the whole name is kept.</summary>
    internal bool IsNameWhole => _nameLength <= LongestName;

    /// <summary>How many entries there were so far.</summary>
    internal long Count { get; private set; }

    /// <summary>The name as text; bytes that are no UTF-8 are replaced.</summary>
    internal string NameText => Encoding.UTF8.GetString(Name);

    /// <summary>Turns to the next entry; false at the end.</summary>
    /// <exception cref="ArchiveException">The directory is broken.</exception>
    internal bool MoveNext()
    {
        var left = end.Directory + end.DirectoryLength - _position;
        var header = _window.At(_position, (int)Math.Min(HeaderLength, left));
        // Some are followed by a signature.
        if (left == 0 || (header.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(header) == SignedSignature)) return Finish();
        if (header.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(header) != ZipEnd.EntrySignature) throw Broken();
        var (extra, comment) = (BinaryPrimitives.ReadUInt16LittleEndian(header[30..]), BinaryPrimitives.ReadUInt16LittleEndian(header[32..]));
        _nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        if (HeaderLength + _nameLength + extra + comment > left) throw Broken();
        ZipEntry entry = new(
            BinaryPrimitives.ReadUInt16LittleEndian(header[8..]), BinaryPrimitives.ReadUInt16LittleEndian(header[10..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[16..]), BinaryPrimitives.ReadUInt32LittleEndian(header[20..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[24..]), BinaryPrimitives.ReadUInt32LittleEndian(header[42..]));
        _position += HeaderLength;
        _window.At(_position, Name.Length).CopyTo(_name);
        _position += _nameLength;
        Entry = IsLarge(entry) ? Enlarge(entry, _position + extra) : entry;
        _position += extra + comment;
        Count++;
        return true;
    }

    // The count of an archive with more than 65535 entries and no record for large ones has lost what did not fit.
    private bool Finish() => Count == end.Count || Count % (ushort.MaxValue + 1L) == end.Count
        ? false
        : throw new ArchiveException($"its directory has {Count} entries, and says that they are {end.Count}");

    private static bool IsLarge(ZipEntry entry) => entry.Packed == uint.MaxValue || entry.Length == uint.MaxValue || entry.Offset == uint.MaxValue;

    /// <summary>Takes the numbers that have no room in the header from the extra field, where they stand in this order.</summary>
    private ZipEntry Enlarge(ZipEntry entry, long extraEnd)
    {
        for (var at = _position; at + 4 <= extraEnd;)
        {
            var head = _window.At(at, 4);
            var (kind, length) = (BinaryPrimitives.ReadUInt16LittleEndian(head), BinaryPrimitives.ReadUInt16LittleEndian(head[2..]));
            at += 4;
            if (kind == LargeExtra && at + length <= extraEnd)
            {
                var numbers = _window.At(at, Math.Min((int)length, 24));
                return entry with
                {
                    Length = Take(ref numbers, entry.Length),
                    Packed = Take(ref numbers, entry.Packed),
                    Offset = Take(ref numbers, entry.Offset),
                };
            }

            at += length;
        }

        return entry;
    }

    private static long Take(ref ReadOnlySpan<byte> numbers, long small)
    {
        if (small != uint.MaxValue || numbers.Length < 8) return small;
        var large = BinaryPrimitives.ReadInt64LittleEndian(numbers);
        numbers = numbers[8..];
        return large;
    }

    private static ArchiveException Broken() => new("its directory is broken");
}

using System.Buffers;
using System.Buffers.Binary;

namespace Archway.Verifying.Archives;

/// <summary>Where the directory of a zip archive lies, as the record at its end says.</summary>
/// <param name="Directory">Where it begins in the file.</param>
/// <param name="DirectoryLength">How long it is.</param>
/// <param name="Count">How many entries it has, as it says.</param>
/// <param name="Before">How many bytes stand before the archive, which its offsets do not count.</param>
/// <remarks>
/// Java and Python go by the end, and find the beginning by the lengths; so does this.
/// <see href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT"/>
/// </remarks>
internal readonly record struct ZipEnd(long Directory, long DirectoryLength, long Count, long Before)
{
    internal const uint EntrySignature = 0x0201_4B50;

    private const uint LargeSignature = 0x0606_4B50;
    private const uint LargeLocatorSignature = 0x0706_4B50;
    private const int RecordLength = 22;
    private const int LargeRecordLength = 56;
    private const int LargeLocatorLength = 20;
    private const int LongestComment = ushort.MaxValue;
    private const int MostTried = 16;

    /// <summary>Finds it; null when the file is no archive, or its end is missing or leads to no directory.</summary>
    /// <param name="archive">The file.</param>
    /// <param name="isMarked">Whether there is something that looks like the end of an archive.</param>
    internal static ZipEnd? Find(HeldBytes archive, out bool isMarked)
    {
        isMarked = false;
        var tail = ArrayPool<byte>.Shared.Rent(RecordLength + LongestComment);
        try
        {
            var start = Math.Max(0, archive.Length - RecordLength - LongestComment);
            var bytes = tail.AsSpan(0, archive.Read(start, tail.AsSpan(0, RecordLength + LongestComment)));
            // What looks like such a record may be part of the comment; the last one that leads to a directory counts.
            var found = bytes.Length - RecordLength + 4;
            for (var tried = 0; found >= 4 && tried < MostTried; tried++)
            {
                found = bytes[..found].LastIndexOf("PK\u0005\u0006"u8);
                isMarked |= found >= 0;
                if (found >= 0 && Read(archive, bytes[found..], start + found) is { } end) return end;
                found += 3;
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(tail);
        }
    }

    private static ZipEnd? Read(HeldBytes archive, ReadOnlySpan<byte> record, long at)
    {
        var count = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (length == 0 && count == 0 && BinaryPrimitives.ReadUInt16LittleEndian(record[20..]) == record.Length - RecordLength) return new(at, 0, 0, 0);
        return ReadLarge(archive, at, count, length, offset) ?? Locate(archive, at, length, offset, count);
    }

    /// <summary>The record of a large archive; it counts where the small one agrees with it, or has no room for its numbers.</summary>
    private static ZipEnd? ReadLarge(HeldBytes archive, long at, ushort count, uint length, uint offset)
    {
        Span<byte> locator = stackalloc byte[LargeLocatorLength];
        Span<byte> record = stackalloc byte[LargeRecordLength];
        if (at < locator.Length + record.Length || archive.Read(at - locator.Length, locator) < locator.Length) return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != LargeLocatorSignature) return null;
        var latest = at - locator.Length - record.Length;
        // Where bytes stand before the archive, only what is next to the locator is found.
        foreach (var place in (ReadOnlySpan<long>)[BinaryPrimitives.ReadInt64LittleEndian(locator[8..]), latest])
        {
            if (place < 0 || place > latest || archive.Read(place, record) < record.Length) continue;
            if (BinaryPrimitives.ReadUInt32LittleEndian(record) != LargeSignature) continue;
            var largeCount = BinaryPrimitives.ReadInt64LittleEndian(record[32..]);
            var largeLength = BinaryPrimitives.ReadInt64LittleEndian(record[40..]);
            var largeOffset = BinaryPrimitives.ReadInt64LittleEndian(record[48..]);
            if ((count != ushort.MaxValue && count != largeCount) || (length != uint.MaxValue && length != largeLength)) continue;
            if (offset != uint.MaxValue && offset != largeOffset) continue;
            if (largeCount == 0 && largeLength == 0) return new(place, 0, 0, 0);
            if (Locate(archive, place, largeLength, largeOffset, largeCount) is { } end) return end;
        }

        return null;
    }

    private static ZipEnd? Locate(HeldBytes archive, long end, long length, long offset, long count)
    {
        if (length <= 0 || length > end || offset < 0 || offset > end - length || count < 0) return null;
        // Directly before its end; or, with something between, where the offset says.
        if (IsEntry(archive, end - length)) return new(end - length, length, count, end - length - offset);
        return IsEntry(archive, offset) ? new(offset, length, count, 0) : null;
    }

    private static bool IsEntry(HeldBytes archive, long at)
    {
        Span<byte> signature = stackalloc byte[4];
        return archive.Read(at, signature) == 4 && BinaryPrimitives.ReadUInt32LittleEndian(signature) == EntrySignature;
    }
}

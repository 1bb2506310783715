using System.Globalization;
using Archway.Oci.Layouts;

namespace Archway.Verifying.Layers;

/// <summary>Reads the maps of sparse files that do not stand in extended headers.</summary>
/// <remarks><see href="https://www.gnu.org/software/tar/manual/html_node/Sparse-Formats.html"/></remarks>
internal static class SparseMaps
{
    private const int Block = TarHeader.BlockSize;
    private const int Field = 12;

    /// <summary>Reads the map of an old header of GNU's, and of the blocks behind it that go on with it.</summary>
    /// <exception cref="LayerException">It is too long, or cut short.</exception>
    internal static void ReadOld(TarHeader header, TarBuffer buffer, SparseMap map, int longest)
    {
        map.Clear();
        map.Size = header.Number(483, Field);
        AddParts(header, 386, 4, map);
        var isExtended = header.Byte(482) != 0;
        for (var read = 0; isExtended; read += Block)
        {
            if (read >= longest) throw TooLong();
            TarHeader more = new(NextBlock(buffer));
            AddParts(more, 0, 21, map);
            isExtended = more.Byte(504) != 0;
        }
    }

    /// <summary>Reads the map of PAX 1.0 that stands before the content, in lines and whole blocks; tells how many bytes it took.</summary>
    /// <exception cref="LayerException">It is too long, cut short, or none.</exception>
    internal static long ReadInContent(TarBuffer buffer, SparseMap map, long stored, int longest)
    {
        var read = 0;
        ReadOnlySpan<byte> rest = [];
        var left = NextNumber(ref rest);
        for (; left > 0; left--) map.Add(NextNumber(ref rest), NextNumber(ref rest));
        return read;

        long NextNumber(ref ReadOnlySpan<byte> text)
        {
            Span<byte> digits = stackalloc byte[20];
            for (var count = 0; count < digits.Length; count++)
            {
                if (text.IsEmpty)
                {
                    if (read >= longest) throw TooLong();
                    if (read + Block > stored) throw SparseMap.Wrong();
                    text = NextBlock(buffer);
                    read += Block;
                }

                var digit = text[0];
                text = text[1..];
                if (digit != '\n') digits[count] = digit;
                else return long.TryParse(digits[..count], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw SparseMap.Wrong();
            }

            throw SparseMap.Wrong();
        }
    }

    private static void AddParts(TarHeader header, int at, int count, SparseMap map)
    {
        // A field that begins with NUL is none.
        for (; count > 0 && header.Byte(at) != 0; count--, at += 2 * Field) map.Add(header.Number(at, Field), header.Number(at + Field, Field));
    }

    private static ReadOnlySpan<byte> NextBlock(TarBuffer buffer)
    {
        // Looked at first, so that the block lies in one piece.
        if (buffer.Peek(Block).Length < Block) throw TarContent.CutShort();
        return buffer.Take(Block);
    }

    private static LayerException TooLong() => new(LayerFault.TooLarge, "its tar holds a sparse file of more parts than are read");
}

using System.Buffers.Binary;

namespace Archway.Verifying.Archives;

/// <summary>The checksum of zip archives, eight bytes at a step.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB8_8320;

    private static readonly uint[] Table = MakeTable();

    /// <summary>The checksum of bytes, behind others whose checksum is given; 0 for none.</summary>
    internal static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var table = Table.AsSpan(0, 8 * 256);
        var crc = ~checksum;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var eight = BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ crc;
            crc = table[7 * 256 + (byte)eight] ^ table[6 * 256 + (byte)(eight >> 8)]
                ^ table[5 * 256 + (byte)(eight >> 16)] ^ table[4 * 256 + (byte)(eight >> 24)]
                ^ table[3 * 256 + (byte)(eight >> 32)] ^ table[2 * 256 + (byte)(eight >> 40)]
                ^ table[256 + (byte)(eight >> 48)] ^ table[(int)(eight >> 56)];
        }

        foreach (var one in bytes) crc = table[(byte)(crc ^ one)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
            table[i] = crc;
        }

        // What a byte does when so many zeros follow it.
        for (var i = 256; i < table.Length; i++) table[i] = table[(byte)table[i - 256]] ^ (table[i - 256] >> 8);
        return table;
    }
}

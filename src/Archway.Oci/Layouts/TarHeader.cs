namespace Archway.Oci.Layouts;

/// <summary>The block of 512 bytes before an entry's content in a tar: ustar, GNU's, star's or that of version 7.</summary>
/// <remarks><see href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06"/></remarks>
internal readonly ref struct TarHeader(ReadOnlySpan<byte> block)
{
    internal const int BlockSize = 512;

    private readonly ReadOnlySpan<byte> _block = block[..BlockSize];

    /// <summary>Whether it is no header, but one of the blocks of zeros that end a tar.</summary>
    internal bool IsEnd => _block.IndexOfAnyExcept((byte)0) < 0;

    /// <summary>Whether its checksum is right; it is no header else.</summary>
    internal bool IsValid
    {
        get
        {
            // The sum counts its own field as spaces. Old writers summed signed bytes.
            var (sum, large) = (8 * ' ', 0);
            for (var i = 0; i < BlockSize; i++)
            {
                if (i is >= 148 and < 156) continue;
                sum += _block[i];
                large += _block[i] >> 7;
            }

            return TryNumber(_block.Slice(148, 8), out var told) && (told == sum || told == sum - 256 * large);
        }
    }

    /// <summary>The letter of what the entry is; NUL is a file of old.</summary>
    internal char Kind => (char)_block[156];

    /// <summary>Whether GNU's tar wrote it, whose fields behind the owner's names differ.</summary>
    internal bool IsGnu => _block.Slice(257, 8).SequenceEqual("ustar  \0"u8);

    /// <summary>How long the entry's content is said to be.</summary>
    internal long Size => Number(124, 12);

    /// <summary>Whether content follows: links, folders, devices and pipes have none, whatever size they claim.</summary>
    internal bool HasContent => Kind is not (>= '1' and <= '6');

    /// <summary>The permissions.</summary>
    internal int Mode => (int)(Number(100, 8) & 0xFFF);

    /// <summary>The name, or its end where there is a <see cref="Prefix"/>.</summary>
    internal ReadOnlySpan<byte> Name => Text(_block[..100]);

    /// <summary>What a link leads to.</summary>
    internal ReadOnlySpan<byte> Link => Text(_block.Slice(157, 100));

    /// <summary>What stands before the name, without the slash between them.</summary>
    internal ReadOnlySpan<byte> Prefix => !_block.Slice(257, 6).SequenceEqual("ustar\0"u8)
        ? []
        : Text(_block.Slice(345, _block[508..].SequenceEqual("tar\0"u8) ? 131 : 155));

    /// <summary>A field's bytes up to the first NUL.</summary>
    internal static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> field) => field.IndexOf((byte)0) is >= 0 and var end ? field[..end] : field;

    /// <summary>A field of one byte.</summary>
    internal byte Byte(int at) => _block[at];

    /// <summary>A field's number.</summary>
    /// <exception cref="FormatException">It is none, or below zero.</exception>
    internal long Number(int at, int length) =>
        TryNumber(_block.Slice(at, length), out var number) ? number : throw new FormatException("the archive holds an entry with a field that is no number");

    private static bool TryNumber(ReadOnlySpan<byte> field, out long number)
    {
        number = 0;
        // GNU writes what the octal digits cannot hold as a big-endian number behind a set bit.
        if (field[0] >= 0x80)
        {
            if (field[0] != 0x80) return false;
            foreach (var one in field[1..])
            {
                if (number > long.MaxValue >> 8) return false;
                number = (number << 8) | one;
            }

            return true;
        }

        foreach (var digit in Text(field.Trim(" \0"u8)).TrimEnd((byte)' '))
        {
            if (digit is < (byte)'0' or > (byte)'7') return false;
            number = (number << 3) | (uint)(digit - '0');
        }

        // Twelve digits have 36 bits: the number is never too large.
        return true;
    }
}

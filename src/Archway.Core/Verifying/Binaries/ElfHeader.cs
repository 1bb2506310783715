using System.Buffers.Binary;

namespace Archway.Verifying.Binaries;

/// <summary>The first bytes of an ELF file.</summary>
/// <remarks><see href="https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html"/></remarks>
internal sealed record ElfHeader(ElfMachine Machine, ElfLayout Layout, ushort Type, byte System, ElfTable Segments, ElfTable Sections, ushort SectionNames)
{
    internal const ushort Relocatable = 1;
    internal const ushort FixedExecutable = 2;
    internal const ushort Shared = 3;

    // Where the header tells its own length.
    private const int WideLengthAt = 52;
    private const int NarrowLengthAt = 40;

    /// <summary>Reads the header; null when there is none, or not the whole of it.</summary>
    internal static ElfHeader? Read(ReadOnlySpan<byte> head)
    {
        if (head.Length < 52 || !head.StartsWith("\u007FELF"u8) || LayoutOf(head) is not { } layout) return null;
        if (layout.Is64Bit && head.Length < 64) return null;
        ElfFields fields = new(head, layout);
        // Behind the three fields that have the width of an address.
        var rest = 24 + 3 * layout.AddressLength;
        return new(
            new ElfMachine(fields.Half(18), layout.Is64Bit, layout.IsLittleEndian, fields.Word(rest)),
            layout, fields.Half(16), head[7],
            new(fields.Address(24 + layout.AddressLength), fields.Half(rest + 6), fields.Half(rest + 8)),
            new(fields.Address(24 + 2 * layout.AddressLength), fields.Half(rest + 10), fields.Half(rest + 12)),
            fields.Half(rest + 14));
    }

    // Linux looks at neither byte that tells the layout, but at the machine and at what its own layout would have; so those count where they disagree.
    private static ElfLayout? LayoutOf(ReadOnlySpan<byte> head)
    {
        var (little, big) = (BinaryPrimitives.ReadUInt16LittleEndian(head[18..]), BinaryPrimitives.ReadUInt16BigEndian(head[18..]));
        bool? isLittle = ElfMachine.IsCommon(little) ? true : ElfMachine.IsCommon(big) ? false : head[5] switch { 1 => true, 2 => false, _ => null };
        if (isLittle is not { } order) return null;
        ElfFields fields = new(head, new(false, order));
        var (isWide, isNarrow) = (head.Length >= 64 && fields.Half(WideLengthAt) == 64, fields.Half(NarrowLengthAt) == 52);
        bool? is64Bit = isWide == isNarrow ? head[4] switch { 2 => true, 1 => false, _ => null } : isWide;
        return is64Bit is { } wide ? new(wide, order) : null;
    }
}

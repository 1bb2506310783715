namespace Archway.Verifying.Binaries;

/// <summary>The first bytes of an ELF file.</summary>
/// <remarks><see href="https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html"/></remarks>
internal sealed record ElfHeader(ElfMachine Machine, ElfLayout Layout, ushort Type, byte System, ElfTable Segments, ElfTable Sections, ushort SectionNames)
{
    internal const ushort Relocatable = 1;
    internal const ushort FixedExecutable = 2;
    internal const ushort Shared = 3;

    /// <summary>Reads the header; null when there is none, or not the whole of it.</summary>
    internal static ElfHeader? Read(ReadOnlySpan<byte> head)
    {
        if (head.Length < 52 || !head.StartsWith("\u007FELF"u8) || head[4] is not (1 or 2) || head[5] is not (1 or 2)) return null;
        ElfLayout layout = new(head[4] == 2, head[5] == 1);
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
}

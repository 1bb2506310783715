namespace Archway.Verifying.Binaries;

/// <summary>A part of an ELF file as a section header describes it.</summary>
/// <remarks><see href="https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.sheader.html"/></remarks>
internal readonly record struct ElfSection(uint Type, ulong Flags, ulong Offset, ulong Length, uint Link)
{
    /// <summary>How long a header is at least.</summary>
    internal static int HeaderLength(ElfLayout layout) => layout.Is64Bit ? 64 : 40;

    internal static ElfSection Read(ElfFields fields, int address) =>
        new(fields.Word(4), fields.Address(8), fields.Address(8 + 2 * address), fields.Address(8 + 3 * address), fields.Word(8 + 4 * address));
}

namespace Archway.Verifying.Binaries;

/// <summary>A part of an ELF file as a program header describes it.</summary>
/// <remarks><see href="https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.pheader.html"/></remarks>
internal readonly record struct ElfSegment(uint Type, uint Flags, ulong Offset, ulong Address, ulong FileLength, ulong MemoryLength, ulong Alignment)
{
    internal const uint Load = 1;
    internal const uint Dynamic = 2;
    internal const uint Interpreter = 3;
    private const uint Note = 4;
    private const uint Property = 0x6474_E553;

    /// <summary>Whether it holds notes; the note of properties has a type of its own besides.</summary>
    internal bool IsNote => Type is Note or Property;

    /// <summary>Whether a place of the file is in it.</summary>
    internal bool Holds(ulong offset) => offset >= Offset && offset - Offset < FileLength;

    /// <summary>The entries of a table.</summary>
    internal static ElfSegment[] ReadAll(ReadOnlySpan<byte> table, ElfTable headers, ElfLayout layout)
    {
        var segments = new ElfSegment[headers.Count];
        for (var i = 0; i < segments.Length; i++) segments[i] = Read(new(table.Slice(i * headers.EntryLength, headers.EntryLength), layout), layout.Is64Bit);
        return segments;
    }

    /// <summary>How long an entry is at least.</summary>
    internal static int EntryLength(ElfLayout layout) => layout.Is64Bit ? 56 : 32;

    private static ElfSegment Read(ElfFields fields, bool is64Bit) => is64Bit
        ? new(fields.Word(0), fields.Word(4), fields.Address(8), fields.Address(16), fields.Address(32), fields.Address(40), fields.Address(48))
        : new(fields.Word(0), fields.Word(24), fields.Word(4), fields.Word(8), fields.Word(16), fields.Word(20), fields.Word(28));
}

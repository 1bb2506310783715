using System.Buffers.Binary;

namespace Archway.Verifying.Binaries;

/// <summary>Numbers in the bytes of an ELF file.</summary>
internal readonly ref struct ElfFields(ReadOnlySpan<byte> bytes, ElfLayout layout)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    internal int Length => _bytes.Length;

    internal ReadOnlySpan<byte> this[Range range] => _bytes[range];

    internal ushort Half(int at) =>
        layout.IsLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(_bytes[at..]) : BinaryPrimitives.ReadUInt16BigEndian(_bytes[at..]);

    internal uint Word(int at) =>
        layout.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(_bytes[at..]) : BinaryPrimitives.ReadUInt32BigEndian(_bytes[at..]);

    /// <summary>An address, an offset or a size: as wide as the class of the file has it.</summary>
    internal ulong Address(int at) => !layout.Is64Bit ? Word(at)
        : layout.IsLittleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(_bytes[at..]) : BinaryPrimitives.ReadUInt64BigEndian(_bytes[at..]);
}

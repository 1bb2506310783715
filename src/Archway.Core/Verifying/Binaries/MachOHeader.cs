using System.Collections.Immutable;
using static System.Buffers.Binary.BinaryPrimitives;

namespace Archway.Verifying.Binaries;

/// <summary>The headers of Mach-O files, one of which begins as a Java class does.</summary>
internal static class MachOHeader
{
    // Java's first version was 45, and no file is for as many machines; the file command parts them in the same way.
    private const uint MostMachines = 30;
    private const uint FirstClassVersion = 43;

    internal static MachOFile? Read(ReadOnlySpan<byte> head)
    {
        if (head.Length < 28) return null;
        return new([head[0] == 0xFE ? ReadUInt32BigEndian(head[4..]) : ReadUInt32LittleEndian(head[4..])]);
    }

    /// <summary>A fat file: big-endian entries of 20 bytes, or of 32 where offsets have 64 bits.</summary>
    internal static MachOFile? ReadFat(ReadOnlySpan<byte> head)
    {
        if (head.Length < 8) return null;
        var size = head[3] == 0xBE ? 20 : 32;
        var count = ReadUInt32BigEndian(head[4..]);
        if (count is 0 or > MostMachines || head.Length < 8 + count * size) return null;
        var machines = ImmutableArray.CreateBuilder<uint>((int)count);
        for (var i = 0; i < count; i++) machines.Add(ReadUInt32BigEndian(head[(8 + i * size)..]));
        return new(machines.MoveToImmutable());
    }

    /// <summary>Whether the version that stands at a class's beginning is one: the minor one, then the major one.</summary>
    internal static bool IsClass(ReadOnlySpan<byte> head) =>
        head.Length >= 10 && head[3] == 0xBE && ReadUInt16BigEndian(head[6..]) is >= (ushort)FirstClassVersion and < 1000;
}

using static System.Buffers.Binary.BinaryPrimitives;

namespace Archway.Verifying.Binaries;

/// <summary>The headers of a PE file.</summary>
internal static class PeHeader
{
    private const int CommonLength = 24;
    private const int ClrDirectory = 14;

    // An assembly compiled ahead for another system has the system's number mixed into the machine's, so that Windows does not take it for its own:
    // Apple, FreeBSD, Linux, NetBSD, SunOS. https://github.com/dotnet/runtime/blob/main/docs/design/coreclr/botr/readytorun-format.md
    private static readonly ushort[] Systems = [0x4644, 0xADC4, 0x7B79, 0x1993, 0x1992];
    private static readonly ushort[] Machines = [0x014C, 0x8664, 0x01C4, 0xAA64, 0x5064, 0x6264];

    /// <summary>Reads the headers; null when they are not those of a PE file, as in a program of DOS.</summary>
    internal static PeFile? Read(ReadOnlySpan<byte> head)
    {
        if (head.Length < 64) return null;
        var at = ReadUInt32LittleEndian(head[60..]);
        if (at > (uint)(head.Length - CommonLength) || !head[(int)at..].StartsWith("PE\0\0"u8)) return null;
        var machine = ReadUInt16LittleEndian(head[((int)at + 4)..]);
        var optional = head[((int)at + CommonLength)..];
        var length = ReadUInt16LittleEndian(head[((int)at + 20)..]);
        if (optional.Length > length) optional = optional[..length];
        var firmware = optional.Length >= 70 && ReadUInt16LittleEndian(optional[68..]) is >= 10 and <= 13;
        return new(Plain(machine), HasClrHeader(optional), firmware);
    }

    private static bool HasClrHeader(ReadOnlySpan<byte> optional)
    {
        if (optional.Length < 2) return false;
        // The directories stand 16 bytes later where addresses have 64 bits.
        var directories = ReadUInt16LittleEndian(optional) switch { 0x10B => 96, 0x20B => 112, _ => int.MaxValue - 1024 };
        var entry = directories + ClrDirectory * 8;
        return optional.Length >= entry + 8 && ReadUInt32LittleEndian(optional[(directories - 4)..]) > ClrDirectory
            && ReadUInt32LittleEndian(optional[entry..]) != 0;
    }

    private static ushort Plain(ushort machine)
    {
        if (Machines.Contains(machine)) return machine;
        foreach (var system in Systems)
            if (Machines.Contains((ushort)(machine ^ system))) return (ushort)(machine ^ system);
        return machine;
    }
}

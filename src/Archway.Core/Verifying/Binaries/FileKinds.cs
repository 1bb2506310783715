using System.Buffers.Binary;

namespace Archway.Verifying.Binaries;

/// <summary>The kinds of files by their first bytes.</summary>
internal static class FileKinds
{
    internal static FileKind Of(ReadOnlySpan<byte> head)
    {
        if (head.Length < 4) return FileKind.Other;
        return BinaryPrimitives.ReadUInt32BigEndian(head) switch
        {
            0x7F45_4C46 => FileKind.Elf,
            0xFEED_FACE or 0xFEED_FACF or 0xCEFA_EDFE or 0xCFFA_EDFE => FileKind.MachO,
            0xCAFE_BABE or 0xCAFE_BABF => FileKind.FatOrClass,
            // An entry, or the end of an archive without any.
            0x504B_0304 or 0x504B_0506 => FileKind.Zip,
            0x0061_736D => FileKind.WebAssembly,
            // "!<ar", of "!<arch>\n".
            0x213C_6172 => FileKind.Archive,
            var magic => (magic >> 16) switch { 0x2321 => FileKind.Script, 0x4D5A => FileKind.Pe, _ => FileKind.Other },
        };
    }
}

using System.Text;

namespace Archway.Verifying.Binaries;

/// <summary>What the notes of an ELF file say: identifiers of builds, properties.</summary>
/// <remarks>
/// <see href="https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.pheader.html#note_section"/>,
/// <see href="https://gitlab.com/x86-psABIs/Linux-ABI"/> for the properties.
/// </remarks>
internal sealed class ElfNotes
{
    // Of notes and properties together; files have about ten.
    private const int MostNotes = 1024;
    private const int LongestBuildId = 64;
    private const int LongestGoBuildId = 512;
    private const uint GnuBuildId = 3;
    private const uint GnuProperties = 5;
    private const uint GoBuild = 4;
    private const uint X86Needed = 0xC000_8002;
    private const uint X86Used = 0xC001_0002;
    private const uint Arm64Features = 0xC000_0000;

    private int _read;

    internal string? BuildId { get; private set; }

    internal string? GoBuildId { get; private set; }

    internal int? X86LevelNeeded { get; private set; }

    internal int? X86LevelUsed { get; private set; }

    internal bool HasBranchTargets { get; private set; }

    internal bool HasSignedReturns { get; private set; }

    internal void Read(ReadOnlySpan<byte> notes, ulong alignment, ElfHeader header)
    {
        ElfFields fields = new(notes, header.Layout);
        var padding = alignment == 8 ? 7L : 3L;
        for (var at = 0L; at + 12 <= notes.Length && _read < MostNotes; _read++)
        {
            var (nameLength, length, type) = (fields.Word((int)at), fields.Word((int)at + 4), fields.Word((int)at + 8));
            // The name is padded to four bytes, and the whole to the alignment.
            var start = (at + 12 + nameLength + padding) & ~padding;
            if (start + length > notes.Length) return;
            Take(notes.Slice((int)at + 12, (int)nameLength), type, notes.Slice((int)start, (int)length), header);
            at = (start + length + padding) & ~padding;
        }
    }

    private void Take(ReadOnlySpan<byte> owner, uint type, ReadOnlySpan<byte> content, ElfHeader header)
    {
        if (owner.SequenceEqual("GNU\0"u8))
        {
            if (type == GnuBuildId && content.Length is > 0 and <= LongestBuildId) BuildId ??= Convert.ToHexStringLower(content);
            if (type == GnuProperties) TakeProperties(content, header);
        }
        else if (owner.StartsWith("Go\0"u8) && type == GoBuild && content.Length <= LongestGoBuildId)
            GoBuildId ??= Encoding.ASCII.GetString(content.TrimEnd((byte)0));
    }

    private void TakeProperties(ReadOnlySpan<byte> properties, ElfHeader header)
    {
        ElfFields fields = new(properties, header.Layout);
        for (var at = 0L; at + 8 <= properties.Length && _read < MostNotes; _read++)
        {
            var (type, length) = (fields.Word((int)at), fields.Word((int)at + 4));
            if (length == 4 && at + 12 <= properties.Length) Take(type, fields.Word((int)at + 8), header.Machine.Number);
            at = (at + 8 + length + header.Layout.AddressLength - 1) & ~(header.Layout.AddressLength - 1L);
        }
    }

    // The same number means another property on another machine.
    private void Take(uint property, uint value, ushort machine)
    {
        if (machine is ElfMachine.X8664 or ElfMachine.X86)
        {
            if (property == X86Needed) X86LevelNeeded = Level(value);
            if (property == X86Used) X86LevelUsed = Level(value);
        }
        else if (machine == ElfMachine.Arm64 && property == Arm64Features) (HasBranchTargets, HasSignedReturns) = ((value & 1) != 0, (value & 2) != 0);
    }

    /// <summary>A bit for each level, from the baseline up.</summary>
    private static int? Level(uint bits) => (bits & 0xF) switch { 0 => null, 1 => 1, < 4 => 2, < 8 => 3, _ => 4 };
}

namespace Archway.Verifying.Binaries;

/// <summary>What the dynamic section says; names are places in the table of strings.</summary>
/// <remarks><see href="https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.dynamic.html"/></remarks>
internal sealed class ElfDynamic
{
    private const int MostNeeded = 256;
    private const ulong PositionIndependentProgram = 0x0800_0000;

    private readonly List<ulong> _needed = [];

    internal IReadOnlyList<ulong> Needed => _needed;

    /// <summary>Whether there are more needed libraries than anybody has.</summary>
    internal bool HasMoreNeeded { get; private set; }

    internal ulong? Name { get; private set; }

    internal ulong? RunPath { get; private set; }

    internal ulong? RPath { get; private set; }

    /// <summary>The address of the strings.</summary>
    internal ulong? Strings { get; private set; }

    internal ulong StringsLength { get; private set; }

    /// <summary>The address of the versions that are needed.</summary>
    internal ulong? Versions { get; private set; }

    /// <summary>Whether it says to be a program, which its type then does not.</summary>
    internal bool IsProgram { get; private set; }

    internal static ElfDynamic Read(ReadOnlySpan<byte> section, ElfLayout layout)
    {
        ElfDynamic dynamic = new();
        ElfFields fields = new(section, layout);
        var entry = 2 * layout.AddressLength;
        for (var at = 0; at + entry <= section.Length; at += entry)
        {
            var (tag, value) = (fields.Address(at), fields.Address(at + layout.AddressLength));
            if (tag == 0) break;
            dynamic.Take(tag, value);
        }

        return dynamic;
    }

    private void Take(ulong tag, ulong value)
    {
        switch (tag)
        {
            case 1 when _needed.Count == MostNeeded: HasMoreNeeded = true; break;
            case 1: _needed.Add(value); break;
            case 5: Strings = value; break;
            case 10: StringsLength = value; break;
            case 14: Name = value; break;
            case 15: RPath = value; break;
            case 29: RunPath = value; break;
            case 0x6FFF_FFFB: IsProgram = (value & PositionIndependentProgram) != 0; break;
            case 0x6FFF_FFFE: Versions = value; break;
            default: break;
        }
    }
}

namespace Archway.Verifying.Binaries;

/// <summary>Where a table stands, how long an entry is and how many there are.</summary>
internal readonly record struct ElfTable(ulong Offset, ushort EntryLength, ushort Count)
{
    /// <summary>How many bytes the whole has.</summary>
    internal ulong Length => (ulong)EntryLength * Count;
}

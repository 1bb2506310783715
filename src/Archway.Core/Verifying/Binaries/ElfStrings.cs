namespace Archway.Verifying.Binaries;

/// <summary>The table of strings that the dynamic section names.</summary>
internal readonly record struct ElfStrings(ulong Offset, ulong Length)
{
    // The longest path that Linux opens.
    private const int Longest = 4096;

    /// <summary>The string at a place of the table, as bytes, if it was kept.</summary>
    internal ReadOnlySpan<byte> Find(KeptBytes kept, ulong at, out bool isFound)
    {
        var bytes = at < Length && Offset + at >= Offset ? kept.From(Offset + at) : [];
        if ((ulong)bytes.Length > Length - at) bytes = bytes[..(int)(Length - at)];
        if (bytes.Length > Longest) bytes = bytes[..Longest];
        var end = bytes.IndexOf((byte)0);
        isFound = end >= 0;
        return isFound ? bytes[..end] : [];
    }
}

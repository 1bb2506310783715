namespace Archway.Verifying.Binaries;

/// <summary>What the section headers of an ELF file lead to, where they were kept: at the end of most files, at the beginning of Go's.</summary>
internal static class ElfSections
{
    private const uint Plain = 1;
    private const uint Dynamic = 6;
    private const uint Versions = 0x6FFF_FFFE;
    private const uint ArmAttributes = 0x7000_0003;
    // Strings to be merged, and not loaded: the comments of compilers.
    private const ulong Comments = 0x30;
    private const int LongestComment = 4096;
    private const int LongestNames = 16 << 10;

    /// <summary>Wants the tables that the dynamic section names, where the sections tell of them before it comes; tells whether they do.</summary>
    internal static bool WantTables(KeptBytes kept, ElfHeader header)
    {
        var areFound = false;
        if (Find(kept, header, header.SectionNames) is { Length: <= LongestNames } names) kept.Want(names.Offset, names.Length);
        foreach (var section in ReadAll(kept, header))
        {
            if (section.Type == Versions) kept.Want(section.Offset, section.Length);
            if (section.Type != Dynamic || Find(kept, header, section.Link) is not { } strings) continue;
            kept.Want(strings.Offset, strings.Length);
            areFound = true;
        }

        return areFound;
    }

    /// <summary>The level of 32-bit Arm that a file was compiled for, if it is told.</summary>
    internal static string? FindArmVersion(KeptBytes kept, ElfHeader header)
    {
        foreach (var section in ReadAll(kept, header))
            if (section.Type == ArmAttributes && kept.TryFind(section.Offset, section.Length, out var attributes))
                return ArmBuildAttributes.FindVersion(attributes, header.Layout);
        return null;
    }

    /// <summary>Whether a compiler's comment is that of Rust.</summary>
    internal static bool SaysRust(KeptBytes kept, ElfHeader header)
    {
        foreach (var section in ReadAll(kept, header))
            if (section is { Type: Plain, Flags: Comments, Length: <= LongestComment }
                && kept.TryFind(section.Offset, section.Length, out var comments)
                && comments.IndexOf("rustc version "u8) >= 0) return true;
        return false;
    }

    /// <summary>Whether there is a section that only Go's linker makes: the one that leads from addresses to lines.</summary>
    internal static bool SaysGo(KeptBytes kept, ElfHeader header) =>
        Find(kept, header, header.SectionNames) is { Length: <= LongestNames } section && kept.TryFind(section.Offset, section.Length, out var names)
        && names.IndexOf("\0.gopclntab\0"u8) >= 0;

    private static IEnumerable<ElfSection> ReadAll(KeptBytes kept, ElfHeader header)
    {
        for (var i = 0u; i < header.Sections.Count; i++)
            if (Find(kept, header, i) is { } section) yield return section;
            else yield break;
    }

    private static ElfSection? Find(KeptBytes kept, ElfHeader header, uint index)
    {
        var (offset, length, count) = header.Sections;
        return index < count && length >= ElfSection.HeaderLength(header.Layout) && kept.TryFind(offset + (ulong)index * length, length, out var bytes)
            ? ElfSection.Read(new(bytes, header.Layout), header.Layout.AddressLength)
            : null;
    }
}

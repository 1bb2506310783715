namespace Archway.Verifying.Binaries;

/// <summary>With which sizes of pages the loaded parts of an ELF file can be mapped.</summary>
/// <remarks>
/// A page of the file becomes a page of memory: each part's address and offset leave the same remainder, or the kernel refuses the program with
/// EINVAL. The alignment that is written down matters to glibc alone, which refuses a library whose alignment is less than a page. Where parts
/// meet within a page, the later one's page replaces the earlier's, its bytes and its rights.
/// </remarks>
internal static class ElfPages
{
    private static readonly int[] Sizes = [65536, 16384, 4096];

    /// <summary>The largest size that does; 0 for none, null when nothing is loaded.</summary>
    internal static int? Largest(IEnumerable<ElfSegment> segments, bool isLibrary)
    {
        // What has no bytes in the file is not mapped from it.
        var loaded = segments.Where(segment => segment is { Type: ElfSegment.Load, FileLength: > 0 }).ToArray();
        return loaded.Length == 0 ? null : Array.Find(Sizes, size => Fits(loaded, (ulong)size, isLibrary));
    }

    /// <summary>The smallest alignment of a loaded part; 0 and 1 mean none.</summary>
    internal static long? SmallestAlignment(IEnumerable<ElfSegment> segments)
    {
        var loaded = segments.Where(segment => segment.Type == ElfSegment.Load).Select(segment => segment.Alignment).ToArray();
        return loaded.Length == 0 ? null : (long)Math.Min(loaded.Min(), long.MaxValue);
    }

    private static bool Fits(ElfSegment[] loaded, ulong page, bool isLibrary)
    {
        for (var i = 0; i < loaded.Length; i++)
        {
            var (segment, before) = (loaded[i], i > 0 ? loaded[i - 1] : default);
            if (((segment.Address - segment.Offset) & (page - 1)) != 0 || (isLibrary && (segment.Alignment & (page - 1)) != 0)) return false;
            var meets = i > 0 && segment.Address / page == (before.Address + before.FileLength - 1) / page;
            var sameBytes = segment.Address - segment.Offset == before.Address - before.Offset;
            if (meets && !(sameBytes && (before.Flags & ~segment.Flags) == 0)) return false;
        }

        return true;
    }
}

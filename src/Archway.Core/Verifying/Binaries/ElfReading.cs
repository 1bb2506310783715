namespace Archway.Verifying.Binaries;

/// <summary>The reading of an ELF file while its bytes pass.</summary>
/// <remarks>
/// The header leads to the segments, and one of these, the dynamic section, to the names and versions of libraries, which in most files stand
/// before it. So the beginning of the first loaded part is kept until the dynamic section has come; as much of it as real libraries need. Where
/// the section headers come first, as in Go's files, they tell where those tables are.
/// </remarks>
internal sealed class ElfReading(ElfHeader header) : IFileReading
{
    // Linux takes no more than this either.
    private const int LongestHeaders = 64 << 10;
    private const int LongestSection = 64 << 10;
    private const int LongestEnd = 4 << 10;
    private const int LongestPath = 4096;
    private const int MostNotes = 16;
    private const int LeastFront = 512 << 10;
    private const int MostFront = 8 << 20;
    private const int MostBefore = 1 << 20;
    // Names are less than a third of every library measured: the most are in libstdc++ for 32-bit Arm.
    private const int FrontShare = 3;

    private bool _isPlanned;
    private ElfSegment[]? _segments;
    private ElfDynamic? _dynamic;

    public void Continue(KeptBytes kept)
    {
        if (_segments is null && !TryReadSegments(kept)) return;
        if (_dynamic is not null || Segment(ElfSegment.Dynamic) is not { } section) return;
        if (!kept.TryFind(section.Offset, Math.Min(section.FileLength, LongestSection), out var bytes)) return;
        _dynamic = ElfDynamic.Read(bytes, header.Layout);
        if (Strings is { } strings) kept.Want(strings.Offset, strings.Length);
        if (OffsetOf(_dynamic.Versions) is { } versions) kept.Want(versions, LongestSection);
    }

    public FileContent? Finish(KeptBytes kept)
    {
        Continue(kept);
        return new ElfDescription(header, _segments, _dynamic, Strings, OffsetOf(_dynamic?.Versions), kept).Describe();
    }

    private ElfStrings? Strings => OffsetOf(_dynamic?.Strings) is { } offset ? new(offset, _dynamic!.StringsLength) : null;

    private bool TryReadSegments(KeptBytes kept)
    {
        var table = header.Segments;
        if (table.Length == 0) _segments = [];
        else if (table.EntryLength < ElfSegment.EntryLength(header.Layout) || table.Length > LongestHeaders) return false;
        else if (kept.TryFind(table.Offset, table.Length, out var bytes)) _segments = ElfSegment.ReadAll(bytes, table, header.Layout);
        if (!_isPlanned) Plan(kept);
        return _segments is not null;
    }

    private void Plan(KeptBytes kept)
    {
        _isPlanned = true;
        var (sections, length) = (header.Sections.Offset, Math.Min(header.Sections.Length, LongestSection));
        if (length > 0) kept.Want(sections - Math.Min(sections, LongestEnd), Math.Min(sections, LongestEnd) + length);
        if (_segments is null)
        {
            // The headers come last, as newer versions of patchelf leave them: what they lead to has passed by then.
            kept.Want(header.Segments.Offset, header.Segments.Length);
            kept.Want(0, MostFront);
            return;
        }

        foreach (var note in _segments.Where(segment => segment.IsNote).Take(MostNotes)) kept.Want(note.Offset, Math.Min(note.FileLength, LongestSection));
        if (Segment(ElfSegment.Interpreter) is { } interpreter) kept.Want(interpreter.Offset, Math.Min(interpreter.FileLength, LongestPath));
        var areTablesFound = ElfSections.WantTables(kept, header);
        if (Segment(ElfSegment.Dynamic) is not { } dynamic) return;
        kept.Want(dynamic.Offset, Math.Min(dynamic.FileLength, LongestSection));
        // Newer versions of patchelf move the section into a part of its own, right behind its names.
        if (Array.Find(_segments, segment => segment.Type == ElfSegment.Load && segment.Holds(dynamic.Offset)) is { FileLength: > 0 } around)
            kept.Want(dynamic.Offset - Math.Min(dynamic.Offset - around.Offset, MostBefore), Math.Min(dynamic.Offset - around.Offset, MostBefore));
        if (!areTablesFound && Segment(ElfSegment.Load) is { } first)
            kept.Want(0, Math.Min(first.Offset + first.FileLength, (ulong)Math.Clamp(kept.Length / FrontShare, LeastFront, MostFront)));
    }

    private ElfSegment? Segment(uint type)
    {
        foreach (var segment in _segments ?? [])
            if (segment.Type == type && segment.FileLength > 0) return segment;
        return null;
    }

    /// <summary>Where in the file an address is.</summary>
    private ulong? OffsetOf(ulong? address)
    {
        foreach (var segment in _segments ?? [])
            if (segment.Type == ElfSegment.Load && address >= segment.Address && address - segment.Address < segment.FileLength)
                return segment.Offset + (address - segment.Address);
        return null;
    }
}

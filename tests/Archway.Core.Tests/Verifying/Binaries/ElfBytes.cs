using System.Buffers.Binary;
using System.Text;

namespace Archway.Core.Tests.Verifying.Binaries;

/// <summary>A small ELF file in the making: a loaded part with the tables, one with the dynamic section, sections at the end.</summary>
internal sealed class ElfBytes
{
    private readonly PlacedBytes _bytes = new();
    private readonly List<Segment> _segments = [];

    public bool Is64Bit { get; init; } = true;

    public bool IsLittleEndian { get; init; } = true;

    public ushort Machine { get; init; } = 183;

    public ushort Type { get; init; } = 3;

    public byte System { get; init; }

    public uint Flags { get; init; }

    public string? Interpreter { get; init; }

    public string[] Needed { get; init; } = [];

    public string? Name { get; init; }

    public string? RunPath { get; init; }

    public string? RPath { get; init; }

    public bool IsProgram { get; init; }

    /// <summary>Whether there is a dynamic section.</summary>
    public bool IsDynamic { get; init; } = true;

    /// <summary>Versions, each with the library it is of: <c>libc.so.6 GLIBC_2.34</c>.</summary>
    public string[] Versions { get; init; } = [];

    public IReadOnlyList<Note> Notes { get; init; } = [];

    public ulong NoteAlignment { get; init; } = 4;

    /// <summary>How much stands before the tables.</summary>
    public int Before { get; init; }

    /// <summary>Whether the tables stand behind the dynamic section, as patchelf leaves them.</summary>
    public bool AreTablesBehind { get; init; }

    /// <summary>Whether the tables stand in one part with the dynamic section, before it, as newer versions of patchelf leave them.</summary>
    public bool AreTablesBeside { get; init; }

    /// <summary>Whether the section headers stand at the beginning, as in Go's files.</summary>
    public bool AreSectionsFirst { get; init; }

    /// <summary>Whether the program headers stand at the end, as newer versions of patchelf leave them.</summary>
    public bool AreSegmentsLast { get; init; }

    public byte[]? ArmAttributes { get; init; }

    public string? Comment { get; init; }

    /// <summary>The names of sections, each behind a zero.</summary>
    public string? SectionNames { get; init; }

    /// <summary>What stands before the dynamic section, of the data that is written to.</summary>
    public byte[] Data { get; init; } = [];

    /// <summary>Other loaded parts instead of those that the content asks for.</summary>
    public IReadOnlyList<Segment> Loads { get; init; } = [];

    private int AddressLength => Is64Bit ? 8 : 4;

    public byte[] Write()
    {
        const int headers = 2048;
        _bytes.Position = headers;
        if (Interpreter is { } interpreter) Add(3, 4, Encoding.UTF8.GetBytes(interpreter + "\0"));
        foreach (var note in Notes) Add(4, 4, NoteBytes(note), NoteAlignment);
        _bytes.Position += Before;
        var (strings, places) = Strings();
        var versions = VersionTable(places);
        long stringsAt = 0, versionsAt = 0;
        void Tables() => (stringsAt, versionsAt) = (Put(strings), Put(versions));
        if (IsDynamic && !AreTablesBehind && !AreTablesBeside) Tables();
        _segments.Insert(0, new(1, 5, 0, 0, (ulong)_bytes.Position, 0x10000));
        Align(16);
        var data = _bytes.Position;
        _bytes.Write(Data);
        if (AreTablesBeside) Tables();
        if (IsDynamic)
        {
            Align(8);
            var dynamic = _bytes.Position;
            var length = DynamicEntries(places, 0, 0, 0).Length;
            _bytes.Position += length;
            if (AreTablesBehind) Tables();
            var end = _bytes.Position;
            _bytes.Position = dynamic;
            ulong Address(long at) => (ulong)at + (at >= data ? 0x10000ul : 0);
            _bytes.Write(DynamicEntries(places, Address(stringsAt), strings.Length, Address(versionsAt)));
            _bytes.Position = end;
            _segments.Add(new(2, 6, (ulong)dynamic, (ulong)dynamic + 0x10000, (ulong)length, 8));
        }

        if (_bytes.Position > data) _segments.Insert(1, new(1, 6, (ulong)data, (ulong)data + 0x10000, (ulong)(_bytes.Position - data), 0x10000));
        if (Loads.Count > 0) _segments.RemoveAll(segment => segment.Type == 1);
        _segments.AddRange(Loads);
        List<byte[]> sections = [Section(0, 0, 0, 0, 0)];
        if (ArmAttributes is { } attributes) sections.Add(Section(0x70000003, 0, Put(attributes), attributes.Length, 0));
        if (Comment is { } comment) sections.Add(Section(1, 0x30, Put(Encoding.UTF8.GetBytes(comment + "\0")), comment.Length + 1, 0));
        if (SectionNames is { } names) sections.Add(Section(3, 0, Put(Encoding.UTF8.GetBytes(names)), names.Length, 0));
        var namesAt = SectionNames is null ? 0 : sections.Count - 1;
        if (AreSectionsFirst)
        {
            sections.Add(Section(3, 2, stringsAt, strings.Length, 0));
            sections.Add(Section(6, 3, 0, 0, (uint)sections.Count - 1));
            sections.Add(Section(0x6FFFFFFE, 2, versionsAt, versions.Length, (uint)sections.Count - 2));
        }

        return Finish(sections, namesAt);
    }

    private byte[] Finish(List<byte[]> sections, int namesAt)
    {
        Align(8);
        var programs = Concat(_segments.Select(SegmentHeader));
        var first = Is64Bit ? 64 : 52;
        var programsAt = AreSegmentsLast ? _bytes.Length : first;
        _bytes.Position = programsAt;
        _bytes.Write(programs);
        var sectionsAt = AreSectionsFirst ? first + programs.Length : _bytes.Length;
        _bytes.Position = sectionsAt;
        _bytes.Write(Concat(sections));
        _bytes.Position = 0;
        _bytes.Write([0x7F, (byte)'E', (byte)'L', (byte)'F', (byte)(Is64Bit ? 2 : 1), (byte)(IsLittleEndian ? 1 : 2), 1, System, 0, 0, 0, 0, 0, 0, 0, 0]);
        _bytes.Write(Concat(
        [
            Half(Type), Half(Machine), Word(1), Address(0), Address((ulong)programsAt), Address((ulong)sectionsAt), Word(Flags), Half((ushort)first),
            Half((ushort)(Is64Bit ? 56 : 32)), Half((ushort)_segments.Count), Half((ushort)(Is64Bit ? 64 : 40)), Half((ushort)sections.Count),
            Half((ushort)namesAt),
        ]));
        return _bytes.ToArray();
    }

    private void Add(uint type, uint flags, byte[] content, ulong alignment = 1)
    {
        Align(8);
        var at = Put(content);
        _segments.Add(new(type, flags, (ulong)at, (ulong)at, (ulong)content.Length, alignment));
    }

    private long Put(byte[] content)
    {
        var at = _bytes.Position;
        _bytes.Write(content);
        return at;
    }

    private void Align(int to) => _bytes.Position = (_bytes.Position + to - 1) / to * to;

    private (byte[] Table, Dictionary<string, uint> Places) Strings()
    {
        Dictionary<string, uint> places = [];
        var table = "\0";
        var versions = Versions.SelectMany(version => version.Split(' '));
        foreach (var text in Needed.Append(Name).Append(RunPath).Append(RPath).Concat(versions).OfType<string>().Distinct())
        {
            places[text] = (uint)table.Length;
            table += text + "\0";
        }

        return (Encoding.UTF8.GetBytes(table), places);
    }

    private byte[] VersionTable(Dictionary<string, uint> places) => Concat(Versions.Select((version, i) =>
    {
        var (library, name) = (places[version.Split(' ')[0]], places[version.Split(' ')[1]]);
        return Concat([Half(1), Half(1), Word(library), Word(16), Word(i < Versions.Length - 1 ? 32u : 0), Word(0), Half(0), Half(2), Word(name), Word(0)]);
    }));

    private byte[] DynamicEntries(Dictionary<string, uint> places, ulong strings, long length, ulong versions)
    {
        List<(ulong Tag, ulong Value)> entries = [.. Needed.Select(name => (1ul, (ulong)places[name]))];
        if (Name is not null) entries.Add((14, places[Name]));
        if (RPath is not null) entries.Add((15, places[RPath]));
        if (RunPath is not null) entries.Add((29, places[RunPath]));
        entries.AddRange([(5, strings), (10, (ulong)length)]);
        if (IsProgram) entries.Add((0x6FFFFFFB, 0x08000000));
        if (Versions.Length > 0) entries.AddRange([(0x6FFFFFFE, versions), (0x6FFFFFFF, (ulong)Versions.Length)]);
        entries.Add((0, 0));
        return Concat(entries.SelectMany(entry => (byte[][])[Address(entry.Tag), Address(entry.Value)]));
    }

    private byte[] NoteBytes(Note note)
    {
        var alignment = (int)NoteAlignment;
        var owner = Encoding.ASCII.GetBytes(note.Owner + "\0");
        var head = Concat([Word((uint)owner.Length), Word((uint)note.Content.Length), Word(note.Type), owner]);
        Array.Resize(ref head, (head.Length + alignment - 1) / alignment * alignment);
        return [.. head, .. note.Content, .. new byte[-note.Content.Length & (alignment - 1)]];
    }

    private byte[] SegmentHeader(Segment segment) => Is64Bit
        ? Concat([Word(segment.Type), Word(segment.Flags), .. Place(segment), Address(segment.Alignment)])
        : Concat([Word(segment.Type), .. Place(segment), Word(segment.Flags), Address(segment.Alignment)]);

    private byte[][] Place(Segment segment) =>
        [Address(segment.Offset), Address(segment.Address), Address(0), Address(segment.Length), Address(segment.Length)];

    private byte[] Section(uint type, ulong flags, long offset, long length, uint link) =>
        Concat([Word(0), Word(type), Address(flags), Address(0), Address((ulong)offset), Address((ulong)length), Word(link), Word(0), Address(1), Address(0)]);

    internal byte[] Word(uint value)
    {
        var bytes = new byte[4];
        if (IsLittleEndian) BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        else BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private byte[] Half(ushort value) => IsLittleEndian ? [(byte)value, (byte)(value >> 8)] : [(byte)(value >> 8), (byte)value];

    private byte[] Address(ulong value)
    {
        if (AddressLength == 4) return Word((uint)value);
        return IsLittleEndian ? [.. Word((uint)value), .. Word((uint)(value >> 32))] : [.. Word((uint)(value >> 32)), .. Word((uint)value)];
    }

    private static byte[] Concat(IEnumerable<byte[]> parts) => [.. parts.SelectMany(part => part)];

    internal sealed record Note(string Owner, uint Type, byte[] Content);

    internal sealed record Segment(uint Type, uint Flags, ulong Offset, ulong Address, ulong Length, ulong Alignment);
}

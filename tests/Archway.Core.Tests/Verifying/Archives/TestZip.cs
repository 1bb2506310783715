using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Archway.Verifying.Archives;

namespace Archway.Core.Tests.Verifying.Archives;

/// <summary>A zip archive in the making, every number of which may lie.</summary>
internal sealed class TestZip
{
    private readonly List<Entry> _entries = [];

    public byte[] Before { get; init; } = [];

    /// <summary>Whether the offsets count the bytes before the archive.</summary>
    public bool CountsBefore { get; init; }

    public byte[] Comment { get; init; } = [];

    public byte[] BetweenDirectoryAndEnd { get; init; } = [];

    /// <summary>Whether its numbers stand in the records for large archives.</summary>
    public bool IsLarge { get; init; }

    public int? Count { get; init; }

    public uint? DirectoryLength { get; init; }

    public uint? DirectoryOffset { get; init; }

    public TestZip With(string name, byte[] content, int method = 8) =>
        With(new Entry { Name = Encoding.UTF8.GetBytes(name), Content = content, Method = method });

    public TestZip With(Entry entry)
    {
        _entries.Add(entry);
        return this;
    }

    public byte[] Write()
    {
        using MemoryStream file = new();
        using BinaryWriter to = new(file);
        to.Write(Before);
        List<byte[]> headers = [];
        foreach (var entry in _entries)
        {
            var packed = entry.Method == 8 ? Deflate(entry.Content) : entry.Content;
            var offset = entry.Offset ?? file.Position - (CountsBefore ? 0 : Before.Length);
            var extra = IsLarge ? Extra(entry, packed, offset) : [];
            headers.Add([.. Header(entry, packed, offset), .. entry.Name, .. extra]);
            if (entry.Offset is not null) continue;
            to.Write([.. "PK\u0003\u0004"u8, 20, 0, .. Little((ushort)entry.Flags), .. Little((ushort)entry.Method), .. new byte[16]]);
            to.Write([.. Little((ushort)entry.Name.Length), 0, 0, .. entry.Name, .. packed]);
        }

        var directory = file.Position;
        foreach (var header in headers) to.Write(header);
        var length = file.Position - directory;
        to.Write(BetweenDirectoryAndEnd);
        directory -= CountsBefore ? 0 : Before.Length;
        if (IsLarge) WriteLarge(to, directory, length);
        var count = Count ?? (ushort)_entries.Count;
        to.Write([.. "PK\u0005\u0006"u8, 0, 0, 0, 0, .. Little((ushort)(IsLarge ? 0xFFFF : count)), .. Little((ushort)(IsLarge ? 0xFFFF : count))]);
        to.Write(IsLarge ? uint.MaxValue : DirectoryLength ?? (uint)length);
        to.Write(IsLarge ? uint.MaxValue : DirectoryOffset ?? (uint)directory);
        to.Write((ushort)Comment.Length);
        to.Write(Comment);
        return file.ToArray();
    }

    internal static byte[] Deflate(byte[] content)
    {
        using MemoryStream packed = new();
        using (DeflateStream deflate = new(packed, CompressionLevel.Fastest, leaveOpen: true)) deflate.Write(content);
        return packed.ToArray();
    }

    // What the directory says; the header before the content says nothing, as where it was written before the content was known.
    private byte[] Header(Entry entry, byte[] packed, long offset) =>
    [
        .. "PK\u0001\u0002"u8, 20, 0, 20, 0, .. Little((ushort)entry.Flags), .. Little((ushort)entry.Method), 0, 0, 0, 0,
        .. Little(entry.Checksum ?? Crc32.Append(0, entry.Content)),
        .. Little(IsLarge ? uint.MaxValue : (uint)(entry.Packed ?? packed.Length)),
        .. Little(IsLarge ? uint.MaxValue : (uint)(entry.Length ?? entry.Content.Length)),
        .. Little((ushort)entry.Name.Length), .. Little((ushort)(IsLarge ? 32 : 0)), .. new byte[10], .. Little(IsLarge ? uint.MaxValue : (uint)offset),
    ];

    // Another field stands first.
    private static byte[] Extra(Entry entry, byte[] packed, long offset) =>
        [0xFE, 0xCA, 0, 0, 1, 0, 24, 0, .. Little(entry.Length ?? entry.Content.Length), .. Little(entry.Packed ?? packed.Length), .. Little(offset)];

    private void WriteLarge(BinaryWriter to, long directory, long length)
    {
        var at = to.BaseStream.Position - (CountsBefore ? 0 : Before.Length);
        var count = Little((long)(Count ?? _entries.Count));
        to.Write([.. "PK\u0006\u0006"u8, .. Little(44L), .. new byte[12], .. count, .. count, .. Little(length), .. Little(directory)]);
        to.Write([.. "PK\u0006\u0007"u8, 0, 0, 0, 0, .. Little(at), 1, 0, 0, 0]);
    }

    private static byte[] Little(ushort number)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, number);
        return bytes;
    }

    private static byte[] Little(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        return bytes;
    }

    private static byte[] Little(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return bytes;
    }

    /// <summary>An entry, as it is and as the directory says that it is.</summary>
    internal sealed record Entry
    {
        public required byte[] Name { get; init; }

        public byte[] Content { get; init; } = [];

        public int Method { get; init; } = 8;

        public int Flags { get; init; } = 8;

        public long? Packed { get; init; }

        public long? Length { get; init; }

        public uint? Checksum { get; init; }

        /// <summary>Where its content is said to be, where it has none of its own.</summary>
        public long? Offset { get; init; }
    }
}

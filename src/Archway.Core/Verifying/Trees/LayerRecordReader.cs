using System.Text.Json;
using Archway.Verifying.Binaries;
using Archway.Verifying.Layers;

namespace Archway.Verifying.Trees;

/// <summary>Reads the entries of a record, one after another.</summary>
/// <remarks>A record may come from a file that somebody else wrote: what does not fit throws <see cref="InvalidDataException"/>.</remarks>
internal ref struct LayerRecordReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Span<byte> _path;
    private int _at;
    private int _pathLength;

    /// <summary>Begins to read.</summary>
    /// <param name="record">The record.</param>
    /// <param name="path">Room for the longest path.</param>
    internal LayerRecordReader(LayerRecord record, Span<byte> path)
    {
        if (path.Length < TarPath.Longest) throw new ArgumentException("there is no room for the longest path", nameof(path));
        _bytes = record.Bytes;
        _path = path;
        _at = LayerRecord.Head;
    }

    /// <summary>What the entry does.</summary>
    internal EntryKind Kind { get; private set; }

    /// <summary>Whether anybody may execute the file.</summary>
    internal bool IsExecutable { get; private set; }

    /// <summary>Where, below the root.</summary>
    internal readonly ReadOnlySpan<byte> Path => _path[.._pathLength];

    /// <summary>The folder in which the entry lies; empty for the root.</summary>
    internal readonly ReadOnlySpan<byte> Folder => _path[..Math.Max(0, _pathLength - NameLength - 1)];

    /// <summary>Where in the record the entry's own name stands.</summary>
    internal int NameAt { get; private set; }

    /// <summary>How long that name is.</summary>
    internal int NameLength { get; private set; }

    /// <summary>Whether it lies in the same folder as the entry before it.</summary>
    internal bool IsBesideLast { get; private set; }

    /// <summary>Where in the record the place stands that a link leads to, or what a file is; 0 for neither. <see cref="TextAt"/> reads it.</summary>
    internal int DataAt { get; private set; }

    /// <summary>Turns to the next entry; false behind the last.</summary>
    internal bool MoveNext()
    {
        if (_at == _bytes.Length) return false;
        var flags = _bytes[_at++];
        (Kind, IsExecutable, DataAt) = ((EntryKind)(flags & EntryFlags.Kind), (flags & EntryFlags.Executable) != 0, 0);
        var folder = Folder.Length;
        var shared = ReadNumber(_bytes, ref _at);
        if (shared > _pathLength) throw Broken();
        var rest = ReadText(_bytes, ref _at);
        if (rest.Length > _path.Length - shared) throw Broken();
        rest.CopyTo(_path[shared..]);
        _pathLength = shared + rest.Length;
        NameLength = rest.Length - (rest.LastIndexOf((byte)'/') + 1);
        NameAt = _at - NameLength;
        IsBesideLast = rest.Length == NameLength && shared == (folder == 0 ? 0 : folder + 1);
        if (Kind is EntryKind.HardLink or EntryKind.SymbolicLink || (flags & EntryFlags.HasContent) != 0)
        {
            DataAt = _at;
            ReadText(_bytes, ref _at);
        }

        return true;
    }

    /// <summary>A text of the record, by its place.</summary>
    internal static ReadOnlySpan<byte> TextAt(LayerRecord record, int at) => ReadText(record.Bytes, ref at);

    /// <summary>What a file is, by its place.</summary>
    internal static FileContent ContentAt(LayerRecord record, int at)
    {
        try
        {
            return JsonSerializer.Deserialize(TextAt(record, at), FileContentJson.Default.FileContent) ?? throw Broken();
        }
        // A kind of file that is none is no JSON that is wrong.
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            throw Broken();
        }
    }

    private static ReadOnlySpan<byte> ReadText(ReadOnlySpan<byte> bytes, scoped ref int at)
    {
        var length = ReadNumber(bytes, ref at);
        if (length > bytes.Length - at) throw Broken();
        at += length;
        return bytes.Slice(at - length, length);
    }

    private static int ReadNumber(ReadOnlySpan<byte> bytes, scoped ref int at)
    {
        var number = 0;
        for (var shift = 0; shift < 28 && at < bytes.Length; shift += 7)
        {
            var one = bytes[at++];
            number |= (one & 0x7F) << shift;
            if (one < 0x80) return number;
        }

        throw Broken();
    }

    private static InvalidDataException Broken() => new("the record of a layer is broken");
}

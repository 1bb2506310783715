using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Archway.Verifying.Binaries;
using Archway.Verifying.Layers;

namespace Archway.Verifying.Trees;

/// <summary>Writes down what is seen in a layer.</summary>
internal sealed class LayerRecordWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1024);
    private readonly byte[] _last = new byte[TarPath.Longest];
    private int _lastLength;
    private int _entries;
    private bool _removes;

    internal LayerRecordWriter() => _bytes.Advance(LayerRecord.Head);

    /// <summary>Adds an entry.</summary>
    /// <param name="kind">What it does.</param>
    /// <param name="path">Where, below the root.</param>
    /// <param name="link">Where a link leads.</param>
    /// <param name="isExecutable">Whether anybody may execute the file.</param>
    /// <param name="content">What the file is; null where that does not matter.</param>
    /// <exception cref="LayerException">There are too many.</exception>
    internal void Add(EntryKind kind, ReadOnlySpan<byte> path, ReadOnlySpan<byte> link, bool isExecutable, FileContent? content)
    {
        var json = content is null ? [] : JsonSerializer.SerializeToUtf8Bytes(content, FileContentJson.Default.FileContent);
        if (_bytes.WrittenCount + path.Length + link.Length + json.Length > LayerRecord.MostBytes - 64)
            throw new LayerException(LayerFault.TooLarge, "it has more files than are read of any layer");
        // What is shared ends at a slash, so that each entry holds its own name.
        var shared = path[..Math.Min(path.Length, _last.AsSpan(0, _lastLength).CommonPrefixLength(path))].LastIndexOf((byte)'/') + 1;
        Write([(byte)((int)kind | (isExecutable ? EntryFlags.Executable : 0) | (content is null ? 0 : EntryFlags.HasContent))]);
        WriteNumber(shared);
        WriteText(path[shared..]);
        if (kind is EntryKind.HardLink or EntryKind.SymbolicLink) WriteText(link);
        if (content is not null) WriteText(json);
        path.CopyTo(_last);
        _lastLength = path.Length;
        _entries++;
        _removes |= kind is EntryKind.Whiteout or EntryKind.OpaqueFolder;
    }

    /// <summary>The record of all that was added.</summary>
    internal LayerRecord Finish(int passedOver)
    {
        var bytes = _bytes.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes, passedOver);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), _entries);
        bytes[8] = _removes ? (byte)1 : (byte)0;
        return new(bytes);
    }

    private void WriteText(ReadOnlySpan<byte> text)
    {
        WriteNumber(text.Length);
        Write(text);
    }

    private void WriteNumber(int number)
    {
        var left = (uint)number;
        for (; left > 0x7F; left >>= 7) Write([(byte)(left | 0x80)]);
        Write([(byte)left]);
    }

    private void Write(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);
}

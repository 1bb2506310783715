using System.Buffers;
using System.Globalization;
using Archway.Oci.Layouts;

namespace Archway.Verifying.Layers;

/// <summary>What the headers before an entry's own say of it: PAX's records, and GNU's long names.</summary>
/// <remarks>
/// Read as container runtimes read it, since what they unpack is the image: an empty value takes nothing back, GNU's names go before those of PAX,
/// a second header of PAX is in the first one's place, and a global one is for nobody.
/// <see href="https://github.com/golang/go/blob/go1.24.0/src/archive/tar/reader.go"/>
/// </remarks>
internal sealed class TarExtensions
{
    private readonly ArrayBufferWriter<byte> _path = new();
    private readonly ArrayBufferWriter<byte> _link = new();
    private readonly ArrayBufferWriter<byte> _sparsePath = new();
    private bool _isGnuPath;
    private bool _isGnuLink;
    private (int Major, int Minor)? _sparse;
    private bool _hasMap;
    private long? _offset;

    /// <summary>The path; empty where none was said.</summary>
    internal ReadOnlySpan<byte> Path => _sparsePath.WrittenCount > 0 && IsSparse ? _sparsePath.WrittenSpan : _path.WrittenSpan;

    /// <summary>What the link leads to; empty where none was said.</summary>
    internal ReadOnlySpan<byte> Link => _link.WrittenSpan;

    /// <summary>How long the content is; null where it was not said.</summary>
    internal long? Size { get; private set; }

    /// <summary>Whether the entry is a sparse file of PAX.</summary>
    internal bool IsSparse => _sparse is (1, 0) || (_hasMap && _sparse is null or (0, 0) or (0, 1));

    /// <summary>Whether the map of the sparse file stands before its content.</summary>
    internal bool IsMapInContent => _sparse is (1, 0);

    /// <summary>The map of the sparse file, as far as the headers have it.</summary>
    internal SparseMap Map { get; } = new();

    /// <summary>Forgets what was said, which was of an entry that has come.</summary>
    internal void Clear()
    {
        (_isGnuPath, _isGnuLink) = (false, false);
        ClearPax();
    }

    /// <summary>Takes one of GNU's long names.</summary>
    internal void AddGnuPath(ReadOnlySpan<byte> content)
    {
        Replace(_path, TarHeader.Text(content));
        _isGnuPath = true;
    }

    /// <summary>Takes one of GNU's long names of what a link leads to.</summary>
    internal void AddGnuLink(ReadOnlySpan<byte> content)
    {
        Replace(_link, TarHeader.Text(content));
        _isGnuLink = true;
    }

    /// <summary>Takes the records of a local header.</summary>
    /// <exception cref="FormatException">They cannot be read.</exception>
    internal void AddPax(ReadOnlySpan<byte> text)
    {
        ClearPax();
        PaxRecords records = new(text);
        while (records.MoveNext())
            if (!records.Value.IsEmpty) Add(records.Key, records.Value);
    }

    private void ClearPax()
    {
        if (!_isGnuPath) _path.ResetWrittenCount();
        if (!_isGnuLink) _link.ResetWrittenCount();
        _sparsePath.ResetWrittenCount();
        (_sparse, _hasMap, _offset, Size) = (null, false, null, null);
        Map.Clear();
    }

    private void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("path"u8)) Name(_path, value, _isGnuPath);
        else if (key.SequenceEqual("linkpath"u8)) Name(_link, value, _isGnuLink);
        else if (key.SequenceEqual("size"u8)) Size = Number(value);
        else if (key.StartsWith("GNU.sparse."u8)) AddSparse(key["GNU.sparse.".Length..], value);
    }

    private void AddSparse(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("name"u8)) Name(_sparsePath, value, false);
        else if (key.SequenceEqual("major"u8)) _sparse = ((int)Math.Min(9, Number(value)), _sparse?.Minor ?? 0);
        else if (key.SequenceEqual("minor"u8)) _sparse = (_sparse?.Major ?? 0, (int)Math.Min(9, Number(value)));
        else if (key.SequenceEqual("size"u8) || key.SequenceEqual("realsize"u8)) Map.Size = Number(value);
        else if (key.SequenceEqual("offset"u8)) _offset = Number(value);
        else if (key.SequenceEqual("numbytes"u8)) AddPart(Number(value));
        else if (key.SequenceEqual("map"u8)) AddMap(value);
    }

    private void AddPart(long length)
    {
        if (_offset is not { } offset) throw SparseMap.Wrong();
        Map.Add(offset, length);
        (_offset, _hasMap) = (null, true);
    }

    private void AddMap(ReadOnlySpan<byte> value)
    {
        foreach (var field in value.Split((byte)','))
        {
            if (_offset is null) _offset = Number(value[field]);
            else AddPart(Number(value[field]));
        }

        if (_offset is not null) throw SparseMap.Wrong();
    }

    private static void Name(ArrayBufferWriter<byte> kept, ReadOnlySpan<byte> value, bool isSaidAlready)
    {
        if (value.Contains((byte)0)) throw new LayerException(LayerFault.Malformed, "its tar holds a name with a NUL in it");
        if (!isSaidAlready) Replace(kept, value);
    }

    private static void Replace(ArrayBufferWriter<byte> kept, ReadOnlySpan<byte> value)
    {
        kept.ResetWrittenCount();
        kept.Write(value);
    }

    private static long Number(ReadOnlySpan<byte> text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new LayerException(LayerFault.Malformed, "its tar holds an extended header with a field that is no number");
}

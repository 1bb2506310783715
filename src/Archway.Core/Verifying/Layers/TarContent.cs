using Archway.Oci.Layouts;

namespace Archway.Verifying.Layers;

/// <summary>The content of a tar's entry, read once and forward, with the zeros that a sparse file leaves out.</summary>
internal sealed class TarContent(TarBuffer buffer)
{
    private static readonly byte[] Zeros = new byte[16 * 1024];

    private readonly byte[] _head = new byte[TarWalker.LongestHead];
    private SparseMap? _map;
    private int _part;
    private long _size;
    private long _position;
    private long _stored;
    private int _padding;

    /// <summary>Turns to the content that comes next in the tar.</summary>
    /// <param name="stored">How many bytes the tar holds of it.</param>
    /// <param name="map">Where these belong; null where they are the content as it is.</param>
    internal void Begin(long stored, SparseMap? map)
    {
        (_stored, _map, _part, _position) = (stored, map, 0, 0);
        _size = map?.Size ?? stored;
        _padding = (int)(-stored & (TarHeader.BlockSize - 1));
    }

    /// <summary>The first bytes, without going forward; fewer than asked for where there are no more.</summary>
    internal ReadOnlySpan<byte> Head(int count)
    {
        if (_position > 0) throw new InvalidOperationException("the content is being read; its head is past");
        count = (int)Math.Min(Math.Min(count, TarWalker.LongestHead), _size);
        var stored = buffer.Peek((int)Math.Min(count, _stored));
        if (_map is null) return stored.Length == count ? stored : throw CutShort();
        var head = _head.AsSpan(0, count);
        head.Clear();
        foreach (var (offset, length) in _map.Parts)
        {
            if (offset >= count) break;
            var part = (int)Math.Min(length, count - offset);
            if (stored.Length < part) throw CutShort();
            stored[..part].CopyTo(head[(int)offset..]);
            stored = stored[part..];
        }

        return head;
    }

    /// <summary>The next bytes of any number, or nothing at the end.</summary>
    internal ReadOnlySpan<byte> Read()
    {
        if (_position == _size) return [];
        var (end, isHeld) = _map is null ? (_size, true) : Part(_map.Parts);
        var part = isHeld ? buffer.Take(end - _position) : Zeros.AsSpan(0, (int)Math.Min(Zeros.Length, end - _position));
        if (part.IsEmpty) throw CutShort();
        if (isHeld) _stored -= part.Length;
        _position += part.Length;
        return part;
    }

    /// <summary>Passes over what was not read.</summary>
    internal void Finish()
    {
        if (_stored > 0 && buffer.Skip(_stored) < _stored) throw CutShort();
        // Some writers leave out the padding of the last entry.
        buffer.Skip(_padding);
        (_stored, _padding, _size, _position) = (0, 0, 0, 0);
    }

    internal static LayerException CutShort() => new(LayerFault.Truncated, "its tar is cut short: it ends inside an entry");

    // Where what lies at the position ends, and whether the tar holds it.
    private (long End, bool IsHeld) Part(ReadOnlySpan<(long Offset, long Length)> parts)
    {
        while (_part < parts.Length && parts[_part].Offset + parts[_part].Length <= _position) _part++;
        if (_part == parts.Length) return (_size, false);
        var (offset, length) = parts[_part];
        return _position < offset ? (offset, false) : (offset + length, true);
    }
}

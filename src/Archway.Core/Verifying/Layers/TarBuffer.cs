namespace Archway.Verifying.Layers;

/// <summary>The bytes of a stream, looked at in one buffer that goes forward over it.</summary>
internal sealed class TarBuffer(Stream source)
{
    /// <summary>How far one can look ahead.</summary>
    internal const int Size = TarWalker.LongestHead;

    // Most entries are small, and most of what is large is passed over, where it lies already.
    private const int ReadAhead = 8 * 1024;

    private readonly LayerStream? _layer = source as LayerStream;
    private readonly byte[] _bytes = new byte[Size];
    private int _start;
    private int _end;

    /// <summary>The next bytes, without going forward; fewer than asked for only where the stream ends.</summary>
    internal ReadOnlySpan<byte> Peek(int count)
    {
        if (_end - _start < count)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
            _end += source.ReadAtLeast(_bytes.AsSpan(_end, Math.Max(count, ReadAhead) - _end), count - _end, throwOnEndOfStream: false);
        }

        return _bytes.AsSpan(_start, Math.Min(count, _end - _start));
    }

    /// <summary>Goes forward over bytes that are there already, so many at most and one at least; none where the stream ends.</summary>
    internal ReadOnlySpan<byte> Take(long most)
    {
        if (most <= 0) return [];
        if (_start == _end) Peek(1);
        var taken = _bytes.AsSpan(_start, (int)Math.Min(most, _end - _start));
        _start += taken.Length;
        return taken;
    }

    /// <summary>Goes forward; tells by how much, which is less only where the stream ends.</summary>
    internal long Skip(long count)
    {
        var left = count;
        if (_layer is not null) left -= Take(Math.Min(left, _end - _start)).Length;
        while (left > 0 && (_layer?.Skip(left) ?? Take(left).Length) is > 0 and var passed) left -= passed;
        return count - left;
    }
}

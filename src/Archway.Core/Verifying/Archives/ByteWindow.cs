namespace Archway.Verifying.Archives;

/// <summary>A stretch of bytes at hand, moved on when others are asked for.</summary>
internal sealed class ByteWindow(HeldBytes bytes)
{
    /// <summary>How many bytes can be asked for at once.</summary>
    internal const int Longest = 16 << 10;

    private readonly byte[] _buffer = new byte[(int)Math.Min(Longest, bytes.Length)];
    private long _start;
    private int _length;

    /// <summary>Bytes from a place on; fewer than asked for at the end only. They are good until others are asked for.</summary>
    internal ReadOnlySpan<byte> At(long position, int count)
    {
        if (position < _start || position + count > _start + _length)
        {
            _start = position;
            _length = bytes.Read(position, _buffer);
        }

        var from = (int)(position - _start);
        return _buffer.AsSpan(from, Math.Min(count, _length - from));
    }
}

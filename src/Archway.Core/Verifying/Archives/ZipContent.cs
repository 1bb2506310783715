namespace Archway.Verifying.Archives;

/// <summary>The content of one entry, unpacked once and checked where it is read to its end.</summary>
internal sealed class ZipContent(ZipEntry entry, HeldBytes packed) : IDisposable
{
    private readonly Stream _unpacked = entry.Unpack(packed);
    private long _position;
    private uint _checksum;
    private bool _isOver;

    /// <summary>Whether it is not what the directory says.</summary>
    internal bool IsDamaged { get; private set; }

    /// <summary>Reads as many bytes as have room; fewer at the end only.</summary>
    internal int Read(Span<byte> to)
    {
        if (_isOver) return 0;
        var count = Unpack(to);
        _position += count;
        _checksum = Crc32.Append(_checksum, to[..count]);
        _isOver = count < to.Length || _position > entry.Length;
        if (_isOver && (_position != entry.Length || _checksum != entry.Checksum)) IsDamaged = true;
        return count;
    }

    public void Dispose() => _unpacked.Dispose();

    private int Unpack(Span<byte> to)
    {
        var read = 0;
        try
        {
            while (read < to.Length && _unpacked.Read(to[read..]) is > 0 and var count) read += count;
        }
        catch (InvalidDataException)
        {
            IsDamaged = true;
        }

        return read;
    }
}

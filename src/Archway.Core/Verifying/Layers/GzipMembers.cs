using System.IO.Compression;

namespace Archway.Verifying.Layers;

/// <summary>What the members of a gzip unpack to, and nothing when it ends inside of one.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes a gzip that is cut short for a whole one in places. So it is given one member more, whose content must come out at the
/// end: it comes only where the last true member was whole and nothing else stands behind it.
/// <see href="https://www.rfc-editor.org/rfc/rfc1952"/>
/// </remarks>
internal sealed class GzipMembers : ForwardStream
{
    private const int Held = 8;

    private static readonly byte[] Mark = "the end\n"u8.ToArray();
    private static readonly byte[] MarkPacked = Pack(Mark);

    private readonly MarkedStream _packed;
    private readonly GZipStream _unpacked;
    private readonly byte[] _held = new byte[Held];
    private bool _isHolding;

    /// <summary>Prepares to unpack.</summary>
    /// <param name="packed">What is unpacked; it stays its owner's.</param>
    internal GzipMembers(Stream packed)
    {
        _packed = new MarkedStream(packed);
        _unpacked = new GZipStream(_packed, CompressionMode.Decompress);
    }

    /// <exception cref="LayerException">The gzip is broken or cut short.</exception>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            // The last bytes are held back until more come: at the end they are the mark.
            if (!_isHolding) _isHolding = _unpacked.ReadAtLeast(_held, _held.Length, throwOnEndOfStream: false) == _held.Length;
            Span<byte> small = stackalloc byte[2 * Held];
            var count = buffer.Length > Held ? Continue(buffer) : Continue(small[..(Held + buffer.Length)]);
            if (buffer.Length <= Held) small[..count].CopyTo(buffer);
            return count;
        }
        catch (InvalidDataException e)
        {
            throw _packed.IsMarkRead
                ? new LayerException(LayerFault.Truncated, "it is cut short: its gzip ends before its end", e)
                : new LayerException(LayerFault.Corrupted, "its gzip does not unpack, or is followed by what is none", e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _unpacked.Dispose();
        base.Dispose(disposing);
    }

    // Reads behind what was held, and holds the last of both.
    private int Continue(Span<byte> room)
    {
        var count = _isHolding ? _unpacked.Read(room[Held..]) : 0;
        if (count == 0 && room.Length > Held && !_held.AsSpan().SequenceEqual(Mark)) throw new InvalidDataException();
        _held.CopyTo(room);
        room.Slice(count, Held).CopyTo(_held);
        return count;
    }

    private static byte[] Pack(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.NoCompression, leaveOpen: true)) gzip.Write(content);
        return packed.ToArray();
    }

    /// <summary>The packed bytes, and the mark behind them in a reading of its own.</summary>
    private sealed class MarkedStream(Stream packed) : ForwardStream
    {
        private int _given;
        private bool _isOver;

        internal bool IsMarkRead => _given > 0;

        public override int Read(Span<byte> buffer)
        {
            if (buffer.IsEmpty) return 0;
            var count = _isOver ? 0 : packed.Read(buffer);
            if (count > 0) return count;
            _isOver = true;
            var mark = MarkPacked.AsSpan(_given);
            mark = mark[..Math.Min(mark.Length, buffer.Length)];
            mark.CopyTo(buffer);
            _given += mark.Length;
            return mark.Length;
        }
    }
}

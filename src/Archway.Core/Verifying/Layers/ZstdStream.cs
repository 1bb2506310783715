namespace Archway.Verifying.Layers;

/// <summary>What a stream of zstd unpacks to: frame after frame, those to be skipped left out.</summary>
/// <remarks><see href="https://www.rfc-editor.org/rfc/rfc8878"/></remarks>
internal sealed unsafe class ZstdStream : ForwardStream
{
    private readonly Stream _packed;
    private readonly ZstdHandle _handle;
    private readonly byte[] _input = new byte[64 * 1024];
    private int _at;
    private int _length;
    private bool _isAtEnd;
    private bool _isInFrame;

    /// <summary>Prepares to unpack.</summary>
    /// <param name="packed">What is unpacked; it stays its owner's.</param>
    /// <param name="mostWindow">The binary logarithm of how many bytes a frame may want to be kept.</param>
    /// <exception cref="LayerException">There is no libzstd.</exception>
    internal ZstdStream(Stream packed, int mostWindow)
    {
        _packed = packed;
        try
        {
            _handle = Zstd.Create();
        }
        catch (DllNotFoundException e)
        {
            throw NoLibrary(e);
        }

        if (_handle.IsInvalid || Zstd.IsError(Zstd.Set(_handle, Zstd.WindowLogMax, mostWindow)) != 0)
            throw new LayerException(LayerFault.NoLibrary, "libzstd refused to begin; see that this machine has memory left, and libzstd 1.4 or later");
    }

    /// <exception cref="LayerException">The stream is broken or cut short, or wants more memory than is granted.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (true)
        {
            if (_at == _length && !_isAtEnd)
            {
                (_at, _length) = (0, _packed.Read(_input));
                _isAtEnd = _length == 0;
            }

            var (produced, consumed, hint) = Decompress(buffer);
            _at += consumed;
            // Nothing is hinted at when a frame has ended; a call between frames that does nothing hints at the next.
            if (produced > 0 || consumed > 0) _isInFrame = hint != 0;
            if (produced > 0) return produced;
            if (!_isAtEnd) continue;
            if (_isInFrame) throw new LayerException(LayerFault.Truncated, "it is cut short: its zstd ends inside a frame");
            return 0;
        }
    }

    internal static LayerException NoLibrary(Exception cause) => new(LayerFault.NoLibrary,
        "it is packed by zstd, and libzstd.so.1 is not on this machine; install the package libzstd1 (Debian, Ubuntu), libzstd (Fedora) or zstd-libs (Alpine)",
        cause);

    protected override void Dispose(bool disposing)
    {
        if (disposing) _handle.Dispose();
        base.Dispose(disposing);
    }

    private (int Produced, int Consumed, nuint Hint) Decompress(Span<byte> buffer)
    {
        fixed (byte* to = buffer, from = &_input[0])
        {
            Zstd.Buffer output = new() { Bytes = (nint)to, Length = (nuint)buffer.Length };
            Zstd.Buffer input = new() { Bytes = (nint)from + _at, Length = (nuint)(_length - _at) };
            var hint = Zstd.Decompress(_handle, ref output, ref input);
            return Zstd.IsError(hint) == 0 ? ((int)output.Position, (int)input.Position, hint) : throw Trouble(hint);
        }
    }

    private static LayerException Trouble(nuint code) => Zstd.ErrorCode(code) == Zstd.WindowTooLarge
        ? new(LayerFault.TooLarge, "its zstd wants a larger window than is granted; pack it without --long, or with a smaller one")
        : new(LayerFault.Corrupted, $"its zstd does not unpack: {Zstd.ErrorName(code)}");
}

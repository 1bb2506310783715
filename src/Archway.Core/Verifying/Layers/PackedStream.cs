namespace Archway.Verifying.Layers;

/// <summary>A layer as it is stored, fetched and hashed beside whoever reads it.</summary>
internal sealed class PackedStream : ForwardStream
{
    private const int BufferSize = 128 * 1024;

    private readonly Stream _blob;
    private readonly BufferRing _ring = new(BufferSize);
    private readonly CancellationTokenSource _stop;
    private readonly Task _fetching;
    private ReadOnlyMemory<byte> _rest;
    private bool _isHeld;

    /// <summary>Begins to fetch.</summary>
    /// <param name="blob">The bytes, which throw where they are not what their digest says; it is owned from now on.</param>
    /// <param name="most">How many there may be.</param>
    /// <param name="cancellationToken">Ends the fetching.</param>
    internal PackedStream(Stream blob, long most, CancellationToken cancellationToken)
    {
        _blob = blob;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _fetching = FetchAsync(most, _stop.Token);
    }

    /// <summary>How many bytes were read.</summary>
    internal long Taken { get; private set; }

    /// <summary>Whether the end was read, and the bytes so are what their digest says.</summary>
    internal bool IsAtEnd { get; private set; }

    /// <summary>The first bytes, which are still to be read; fewer than asked for where there are no more.</summary>
    internal ReadOnlySpan<byte> Head(int count)
    {
        Fill();
        return _rest.Span[..Math.Min(count, _rest.Length)];
    }

    /// <exception cref="Archway.Oci.Registries.RegistryException">The store failed, or gave other bytes than were asked for.</exception>
    public override int Read(Span<byte> buffer)
    {
        Fill();
        var count = Math.Min(buffer.Length, _rest.Length);
        _rest.Span[..count].CopyTo(buffer);
        _rest = _rest[count..];
        Taken += count;
        return count;
    }

    /// <summary>Reads what is left, so that its digest is checked.</summary>
    internal void Drain()
    {
        for (Fill(); !IsAtEnd; Fill())
        {
            Taken += _rest.Length;
            _rest = default;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
            _ring.Dispose();
            _blob.Dispose();
        }

        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _fetching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.DisposeAsync();
    }

    private void Fill()
    {
        if (!_rest.IsEmpty || IsAtEnd) return;
        if (_isHeld) _ring.Free();
        _isHeld = false;
        _rest = _ring.Full(_stop.Token);
        _isHeld = !_rest.IsEmpty;
        if (_isHeld) return;
        // It has ended, or is about to; what ended it, if anything, is thrown here.
        _fetching.GetAwaiter().GetResult();
        IsAtEnd = true;
    }

    private async Task FetchAsync(long most, CancellationToken cancellationToken)
    {
        try
        {
            // Whoever made this goes on meanwhile.
            await Task.Yield();
            int length;
            do
            {
                var buffer = await _ring.EmptyAsync(cancellationToken);
                length = await _blob.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
                most -= length;
                if (most < 0) throw new LayerException(LayerFault.TooLarge, "it has more bytes than are read of any layer");
                if (length > 0) _ring.Pass(length);
            }
            while (length > 0);
        }
        finally
        {
            _ring.Close();
        }
    }
}

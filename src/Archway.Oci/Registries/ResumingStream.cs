using Archway.Oci.Content;

namespace Archway.Oci.Registries;

/// <summary>A blob's content that is asked for again from where it broke off.</summary>
/// <param name="first">The content as it began.</param>
/// <param name="offset">Where in the blob that is.</param>
/// <param name="blob">Which blob.</param>
/// <param name="again">Asks for the rest, from an offset on.</param>
/// <param name="options">How often, and how soon.</param>
internal sealed class ResumingStream(
    Stream first, long offset, Descriptor blob, Func<long, CancellationToken, Task<Stream>> again, RegistryClientOptions options) : Stream
{
    private Stream _content = first;
    private long _position = offset;
    private int _failures;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    // Who reads so cannot wait for a registry.
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = _content.Read(buffer, offset, count);
        _position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            IOException broken;
            try
            {
                var count = await _content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                _position += count;
                if (count > 0) _failures = 0;
                if (count > 0 || buffer.Length == 0 || blob.Size is not { } size || _position >= size) return count;
                broken = new EndOfStreamException();
            }
            catch (IOException e)
            {
                broken = e;
            }

            if (_failures >= options.Retries) throw broken;
            await Task.Delay(options.FirstRetryWait * (1 << _failures++), options.Time, cancellationToken).ConfigureAwait(false);
            await _content.DisposeAsync().ConfigureAwait(false);
            _content = await again(_position, cancellationToken).ConfigureAwait(false);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _content.Dispose();
        base.Dispose(disposing);
    }
}

using Archway.Oci.Content;
using Archway.Oci.Registries;
using Archway.Oci.Registries.Pushing;

namespace Archway.Oci.Layouts;

/// <summary>A blob on its way into a tar, which wants to know its length beforehand; it is checked at its end.</summary>
internal sealed class SizedStream(Stream content, Descriptor blob, long length, Action<long>? moved) : Stream
{
    private readonly PassingHash _hash = new(blob);
    private long _position;

    public override bool CanRead => true;

    // A tar's writer asks no other streams for their length; it reads from the beginning to the end all the same.
    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get => _position; set => Seek(value, SeekOrigin.Begin); }

    public override int Read(byte[] buffer, int offset, int count) => Took(buffer.AsSpan(offset, count), content.Read(buffer, offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Took(buffer.Span, count);
    }

    /// <summary>Says that what went was the blob.</summary>
    /// <exception cref="RegistryException">It was not.</exception>
    internal void Check() => _hash.Check();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        origin == SeekOrigin.Begin && offset == _position ? _position : throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }

    private int Took(Span<byte> buffer, int count)
    {
        _hash.Append(_position, buffer[..count]);
        _position += count;
        if (count > 0) moved?.Invoke(count);
        return count;
    }
}

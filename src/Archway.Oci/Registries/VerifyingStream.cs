using System.Security.Cryptography;
using Archway.Oci.Content;

namespace Archway.Oci.Registries;

/// <summary>Content on its way, whose end is an error when its size or digest is not the one it should have.</summary>
internal sealed class VerifyingStream(Stream content, Descriptor blob, string doing, TimeSpan pause, TimeProvider time) : Stream
{
    // Slower than any line that images are fetched over: a gigabyte would take twelve days.
    private const int LeastPerSecond = 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly IncrementalHash _hash = blob.Digest.StartHash();
    private long _length;
    private bool _isChecked;
    private TimeSpan _waited;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _length; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Took(buffer, content.Read(buffer));
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Broken(e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource timer = new(pause, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            var begun = time.GetTimestamp();
            var count = await content.ReadAsync(buffer, either.Token).ConfigureAwait(false);
            _waited += time.GetElapsedTime(begun);
            if (_waited > Patience && count > 0 && _length < LeastPerSecond * _waited.TotalSeconds)
                throw new RegistryException(RegistryFault.TimedOut, $"cannot {doing}: it came at less than {LeastPerSecond} bytes a second");
            return Took(buffer.Span, count);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RegistryException(RegistryFault.TimedOut, $"cannot {doing}: nothing came for {pause.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Broken(e);
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
        if (disposing)
        {
            _hash.Dispose();
            content.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Took(Span<byte> buffer, int count)
    {
        if (count > 0)
        {
            _length += count;
            if (_length > blob.Size) throw new RegistryException(RegistryFault.DigestMismatch,
                $"cannot {doing}: it is longer than the {blob.Size} bytes its manifest names");
            _hash.AppendData(buffer[..count]);
        }
        else if (buffer.Length > 0 && !_isChecked)
        {
            _isChecked = true;
            var found = Digest.OfHash(_hash.GetHashAndReset());
            if (_length < blob.Size) throw new RegistryException(RegistryFault.Malformed, $"cannot {doing}: it ended after {_length} of {blob.Size} bytes");
            if (found != blob.Digest) throw new RegistryException(RegistryFault.DigestMismatch, $"cannot {doing}: its content has another digest, {found}");
        }

        return count;
    }

    private RegistryException Broken(Exception e) =>
        new(RegistryFault.Malformed, $"cannot {doing}: the answer broke off after {_length} bytes", e);
}

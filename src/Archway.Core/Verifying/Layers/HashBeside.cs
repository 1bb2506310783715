using System.Security.Cryptography;
using Archway.Oci.Content;

namespace Archway.Verifying.Layers;

/// <summary>A hash taken of buffers while they are read: each is hashed on another thread, and filled anew when that is done.</summary>
internal sealed class HashBeside : IAsyncDisposable
{
    private readonly BufferRing _ring;
    private readonly CancellationTokenSource _stop;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Task _hashing;

    internal HashBeside(int bufferSize, CancellationToken cancellationToken)
    {
        _ring = new BufferRing(bufferSize);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _hashing = Task.Run(HashAsync, CancellationToken.None);
    }

    /// <summary>A buffer to fill; the one passed on before it must not be read any more.</summary>
    internal byte[] Empty() => _ring.Empty(_stop.Token);

    /// <summary>Has a buffer's beginning hashed, which may be read meanwhile.</summary>
    internal void Pass(int length) => _ring.Pass(length);

    /// <summary>The digest of all that was passed on.</summary>
    internal Digest Finish()
    {
        _ring.Close();
        _hashing.GetAwaiter().GetResult();
        return Digest.OfHash(_hash.GetHashAndReset());
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _hashing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _hash.Dispose();
        _stop.Dispose();
        _ring.Dispose();
    }

    private async Task HashAsync()
    {
        while (await _ring.FullAsync(_stop.Token) is { IsEmpty: false } part)
        {
            _hash.AppendData(part.Span);
            _ring.Free();
        }
    }
}

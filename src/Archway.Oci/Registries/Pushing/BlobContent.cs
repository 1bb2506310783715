using System.Net;
using System.Net.Http.Headers;

namespace Archway.Oci.Registries.Pushing;

/// <summary>A blob, or the rest of one, on its way to a registry.</summary>
/// <param name="open">Opens what is left of it.</param>
/// <param name="length">How many bytes are left.</param>
/// <param name="passed">Sees each piece as it goes.</param>
internal sealed class BlobContent(Func<CancellationToken, Task<Stream>> open, long length, Action<ReadOnlyMemory<byte>> passed) : HttpContent
{
    private const int PieceLength = 128 * 1024;

    /// <summary>Told whenever something went.</summary>
    internal Action? Moved { get; set; }

    /// <summary>Why it could not be read to its end; null when it could, or was not yet.</summary>
    internal RegistryException? Fault { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        try
        {
            var content = await open(cancellationToken).ConfigureAwait(false);
            await using (content.ConfigureAwait(false)) await CopyAsync(content, stream, cancellationToken).ConfigureAwait(false);
        }
        catch (RegistryException e)
        {
            Fault = e;
            throw;
        }
    }

    // One piece is read while the one before it is sent: neither side waits for the other.
    private async Task CopyAsync(Stream content, Stream stream, CancellationToken cancellationToken)
    {
        var (filling, sending) = (new byte[PieceLength], new byte[PieceLength]);
        var sent = Task.CompletedTask;
        try
        {
            while (await content.ReadAtLeastAsync(filling, PieceLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                passed(filling.AsMemory(0, count));
                await sent.ConfigureAwait(false);
                Moved?.Invoke();
                (filling, sending) = (sending, filling);
                sent = stream.WriteAsync(sending.AsMemory(0, count), cancellationToken).AsTask();
            }
        }
        finally
        {
            await sent.ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }

    internal static MediaTypeHeaderValue MediaType { get; } = new("application/octet-stream");
}

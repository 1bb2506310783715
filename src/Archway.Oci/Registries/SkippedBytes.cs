using System.Buffers;

namespace Archway.Oci.Registries;

/// <summary>Reads what is known already, and throws it away.</summary>
internal static class SkippedBytes
{
    /// <summary>Passes <paramref name="count"/> bytes of a stream.</summary>
    /// <exception cref="IOException">It has not as many.</exception>
    internal static async Task PassAsync(Stream content, long count, CancellationToken cancellationToken)
    {
        var piece = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            for (int read; count > 0; count -= read)
            {
                read = await content.ReadAsync(piece.AsMemory(0, (int)Math.Min(piece.Length, count)), cancellationToken).ConfigureAwait(false);
                if (read == 0) throw new EndOfStreamException();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }
}

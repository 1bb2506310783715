namespace Archway.Clusters.Api;

/// <summary>Where pages are read to, one after the other, each in the place of the one before.</summary>
internal sealed class PageBuffer
{
    private byte[] _bytes = [];

    /// <summary>The body of an answer, at most <paramref name="largest"/> bytes; good until the next is read.</summary>
    /// <exception cref="ClusterException">It is larger.</exception>
    internal async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage answer, int largest, string what, string server, CancellationToken cancellationToken)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        if (_bytes.Length == 0) _bytes = new byte[64 * 1024];
        var length = 0;
        while (await stream.ReadAsync(_bytes.AsMemory(length), cancellationToken) is > 0 and var count)
        {
            length += count;
            if (length > largest) throw new ClusterException(ClusterFault.TooLarge, $"cannot {what}: {server} answers with more than {largest} bytes at once");
            if (length == _bytes.Length) Array.Resize(ref _bytes, Math.Min(length * 2, largest + 1));
        }

        // A body of a known length that ends before it is an error of the stream's own.
        return _bytes.AsMemory(0, length);
    }
}

namespace Archway.Clusters.Api;

/// <summary>The lines of a stream, each an event, within bounds.</summary>
internal sealed class EventLines(Stream stream, int longest)
{
    private byte[] _bytes = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next line that holds anything; nothing at the end. It is good until the next is asked for.</summary>
    /// <exception cref="ClusterException">It is longer than is read.</exception>
    internal async Task<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellationToken)
    {
        var looked = _start;
        while (true)
        {
            if (_bytes.AsSpan(looked, _end - looked).IndexOf((byte)'\n') is >= 0 and var found)
            {
                var line = _bytes.AsMemory(_start, looked + found - _start);
                _start = looked = looked + found + 1;
                if (!line.Span.Trim((byte)'\r').IsEmpty) return line;
                continue;
            }

            looked = _end;
            if (_end - _start > longest) throw new ClusterException(ClusterFault.TooLarge, $"cannot watch: an event has more than {longest} bytes");
            if (_end == _bytes.Length)
            {
                var next = _start > 0 ? _bytes : new byte[_bytes.Length * 2];
                _bytes.AsSpan(_start, _end - _start).CopyTo(next);
                (looked, _end, _start, _bytes) = (looked - _start, _end - _start, 0, next);
            }

            var count = await stream.ReadAsync(_bytes.AsMemory(_end), cancellationToken);
            // What has no end was cut.
            if (count == 0) return _bytes.AsMemory(_start, 0);
            _end += count;
        }
    }
}

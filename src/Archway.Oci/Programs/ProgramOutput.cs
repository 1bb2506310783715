namespace Archway.Oci.Programs;

/// <summary>What a program has written to one of its outputs so far, within a bound.</summary>
/// <param name="most">How many bytes are kept.</param>
internal sealed class ProgramOutput(int most)
{
    private readonly List<byte> _kept = [];
    private readonly Lock _lock = new();

    /// <summary>Whether it has written more than is kept.</summary>
    internal bool IsTooMuch { get; private set; }

    /// <summary>What was read of it until now.</summary>
    internal byte[] Kept
    {
        get
        {
            lock (_lock) return [.. _kept];
        }
    }

    /// <summary>Reads to the end of a stream, or, where more than the bound is no answer, until there is more.</summary>
    internal async Task ReadAsync(Stream stream, bool isWholeWanted, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            lock (_lock)
            {
                var room = Math.Min(count, most - _kept.Count);
                _kept.AddRange(buffer.AsSpan(0, room));
                IsTooMuch |= room < count;
            }

            if (IsTooMuch && isWholeWanted) return;
        }
    }
}

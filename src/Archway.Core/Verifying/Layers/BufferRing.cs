using System.Buffers;

namespace Archway.Verifying.Layers;

/// <summary>A few buffers that go round between one who fills them and one who reads them, each on a thread of its own, or on none while it waits.</summary>
internal sealed class BufferRing : IDisposable
{
    // Enough that neither waits for the other's every step.
    private const int Count = 4;

    private readonly byte[][] _buffers = new byte[Count][];
    private readonly int[] _lengths = new int[Count];
    private readonly SemaphoreSlim _empty = new(Count);
    private readonly SemaphoreSlim _full = new(0);
    private int _filling;
    private int _reading;
    private long _passed;
    private long _taken;

    internal BufferRing(int size)
    {
        for (var i = 0; i < Count; i++) _buffers[i] = ArrayPool<byte>.Shared.Rent(size);
    }

    /// <summary>The next buffer to fill, once it is read.</summary>
    internal byte[] Empty(CancellationToken cancellationToken)
    {
        _empty.Wait(cancellationToken);
        return _buffers[_filling];
    }

    /// <summary>The next buffer to fill, once it is read.</summary>
    internal async Task<byte[]> EmptyAsync(CancellationToken cancellationToken)
    {
        await _empty.WaitAsync(cancellationToken);
        return _buffers[_filling];
    }

    /// <summary>Passes on the buffer that was filled.</summary>
    internal void Pass(int length)
    {
        _lengths[_filling] = length;
        _filling = (_filling + 1) % Count;
        _passed++;
        _full.Release();
    }

    /// <summary>Says that nothing comes behind what was passed on.</summary>
    internal void Close() => _full.Release();

    /// <summary>The next buffer's content, once it is filled; nothing once the ring is closed.</summary>
    internal ReadOnlyMemory<byte> Full(CancellationToken cancellationToken)
    {
        _full.Wait(cancellationToken);
        return Taken();
    }

    /// <summary>The next buffer's content, once it is filled; nothing once the ring is closed.</summary>
    internal async Task<ReadOnlyMemory<byte>> FullAsync(CancellationToken cancellationToken)
    {
        await _full.WaitAsync(cancellationToken);
        return Taken();
    }

    /// <summary>Gives the buffer back that was read last.</summary>
    internal void Free()
    {
        _reading = (_reading + 1) % Count;
        _empty.Release();
    }

    /// <summary>Gives the buffers up; neither of the two may still hold one.</summary>
    public void Dispose()
    {
        foreach (var buffer in _buffers) ArrayPool<byte>.Shared.Return(buffer);
        _empty.Dispose();
        _full.Dispose();
    }

    private ReadOnlyMemory<byte> Taken()
    {
        // Closing fills no buffer, since none may be empty; it wakes the reader once more than there are buffers.
        if (_taken == _passed) return default;
        _taken++;
        return _buffers[_reading].AsMemory(0, _lengths[_reading]);
    }
}

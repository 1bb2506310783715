using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Archway.Server.Serving;

/// <summary>The bytes of a review while it is answered, and what of the memory for reviews it has taken.</summary>
internal sealed class ReviewBody : IDisposable
{
    private const int First = 16 * 1024;
    // Whoever has the turn and sends slowly is not to keep it from others.
    private static readonly TimeSpan LongestReading = TimeSpan.FromSeconds(10);

    private readonly ReviewMemory _memory;
    private byte[] _bytes = [];
    private int _length;
    private int _held;
    private bool _hasTurn;

    private ReviewBody(ReviewMemory memory) => _memory = memory;

    internal ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="BadHttpRequestException">It is too large, there is no memory for it now, or it comes too slowly.</exception>
    internal static async Task<ReviewBody> ReadAsync(HttpRequest request, ReviewMemory memory, TimeSpan? patience, TimeProvider time, CancellationToken cancellationToken)
    {
        ReviewBody body = new(memory);
        try
        {
            if (request.ContentLength > memory.Largest) throw new BadHttpRequestException("", StatusCodes.Status413PayloadTooLarge);
            var told = (int)Math.Min(request.ContentLength ?? First, memory.Largest);
            if (told > ReviewMemory.Large) await body.TakeTurnAsync(patience, cancellationToken);
            // One byte more shows the end without another array. What is told, and does not come, takes no memory before its turn.
            body.Grow(Math.Max(1024, body._hasTurn ? told + 1 : Math.Min(told, ReviewMemory.Usual)));
            await body.FillAsync(request.Body, patience, time, cancellationToken);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>Gives back the bytes, and keeps the turn: what was read of them is still worked on.</summary>
    internal void Forget()
    {
        // What is large is not pooled: each thread would keep one of its own.
        if (_bytes.Length is > 0 and <= ReviewMemory.Large) ArrayPool<byte>.Shared.Return(_bytes);
        _memory.Free(_held);
        (_bytes, _length, _held) = ([], 0, 0);
    }

    public void Dispose()
    {
        Forget();
        if (_hasTurn) _memory.EndTurn();
        _hasTurn = false;
    }

    private async Task FillAsync(Stream from, TimeSpan? patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        if (_hasTurn) limit.CancelAfter(LongestReading);
        try
        {
            while (true)
            {
                if (_length == _bytes.Length)
                {
                    if (!_hasTurn && _length * 2 > ReviewMemory.Large)
                    {
                        await TakeTurnAsync(patience, cancellationToken);
                        limit.CancelAfter(LongestReading);
                    }

                    Grow(Math.Min(_length * 2, Math.Max(_length, _memory.Largest) + 1));
                }

                var read = await from.ReadAsync(_bytes.AsMemory(_length), either.Token);
                if (read == 0) return;
                _length += read;
                if (_length > _memory.Largest) throw new BadHttpRequestException("", StatusCodes.Status413PayloadTooLarge);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new BadHttpRequestException("", StatusCodes.Status408RequestTimeout);
        }
    }

    private async Task TakeTurnAsync(TimeSpan? patience, CancellationToken cancellationToken) =>
        _hasTurn = await _memory.TakeTurnAsync(patience, cancellationToken) ? true : throw new BadHttpRequestException("", StatusCodes.Status503ServiceUnavailable);

    private void Grow(int bytes)
    {
        var larger = _hasTurn ? GC.AllocateUninitializedArray<byte>(Math.Max(bytes, ReviewMemory.Large + 1)) : ArrayPool<byte>.Shared.Rent(bytes);
        var isHeld = !_hasTurn && larger.Length > ReviewMemory.Usual;
        if (isHeld && !_memory.TryHold(larger.Length))
        {
            ArrayPool<byte>.Shared.Return(larger);
            throw new BadHttpRequestException("", StatusCodes.Status503ServiceUnavailable);
        }

        Bytes.CopyTo(larger);
        var length = _length;
        Forget();
        (_bytes, _length, _held) = (larger, length, isHeld ? larger.Length : 0);
    }
}

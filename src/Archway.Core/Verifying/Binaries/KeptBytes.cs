namespace Archway.Verifying.Binaries;

/// <summary>The parts that somebody wants of a file whose bytes pass once, in order.</summary>
/// <remarks>A part is wanted before it passes, or it is lost. One buffer serves file after file.</remarks>
internal sealed class KeptBytes
{
    // The front of the largest libraries, a dynamic section with what is before it, notes and the end.
    private const int Most = (9 << 20) + (256 << 10);
    private const int MostBetweenFiles = 4 << 20;

    // Parts that touch are one; both lists are in rising order.
    private readonly List<(long From, long To)> _wanted = [];
    private readonly List<(long From, long To, int At)> _parts = [];
    private byte[] _buffer = new byte[16 << 10];
    private int _used;
    private long _budget;

    /// <summary>How long the file is.</summary>
    internal long Length { get; private set; }

    /// <summary>How many bytes have passed.</summary>
    internal long Position { get; private set; }

    /// <summary>Whether nothing more is wanted.</summary>
    internal bool IsDone => _wanted.Count == 0;

    /// <summary>Turns to the next file.</summary>
    internal void Begin(long length)
    {
        _wanted.Clear();
        _parts.Clear();
        (Length, Position, _used, _budget) = (length, 0, 0, Most);
        if (_buffer.Length > MostBetweenFiles) _buffer = new byte[MostBetweenFiles];
    }

    /// <summary>Asks for a part; what of it has passed, lies behind the end or exceeds the bounds is left out.</summary>
    internal void Want(ulong from, ulong length)
    {
        if (from >= (ulong)Length) return;
        var start = Math.Max((long)from, Position);
        var end = length > (ulong)Length - from ? Length : (long)(from + length);
        end = Math.Min(end, start + _budget);
        if (end <= start) return;
        _budget -= end - start;
        var at = 0;
        while (at < _wanted.Count && _wanted[at].To < start) at++;
        while (at < _wanted.Count && _wanted[at].From <= end)
        {
            (start, end) = (Math.Min(start, _wanted[at].From), Math.Max(end, _wanted[at].To));
            _wanted.RemoveAt(at);
        }

        _wanted.Insert(at, (start, end));
    }

    /// <summary>Takes bytes up to the end of the next wanted part; tells how many, and whether that part is now whole.</summary>
    internal (int Taken, bool IsWhole) Take(ReadOnlySpan<byte> bytes)
    {
        if (IsDone) return (Pass(bytes.Length), false);
        var (from, to) = _wanted[0];
        var skipped = from > Position ? Pass((int)Math.Min(from - Position, bytes.Length)) : 0;
        var kept = bytes[skipped..];
        if (kept.IsEmpty) return (skipped, false);
        if (kept.Length > to - Position) kept = kept[..(int)(to - Position)];
        Keep(kept);
        var isWhole = Position == to;
        if (isWhole) _wanted.RemoveAt(0);
        return (skipped + kept.Length, isWhole);
    }

    /// <summary>A part that was kept whole.</summary>
    internal bool TryFind(ulong from, ulong length, out ReadOnlySpan<byte> bytes)
    {
        bytes = From(from);
        if ((ulong)bytes.Length < length) return false;
        bytes = bytes[..(int)length];
        return true;
    }

    /// <summary>All that was kept from a place on without a hole; nothing when the place itself was not.</summary>
    internal ReadOnlySpan<byte> From(ulong from)
    {
        foreach (var part in _parts)
            if (from >= (ulong)part.From && from < (ulong)part.To)
                return _buffer.AsSpan(part.At + (int)(from - (ulong)part.From), (int)((ulong)part.To - from));
        return [];
    }

    private int Pass(int count)
    {
        Position += count;
        return count;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_used + bytes.Length > _buffer.Length) Array.Resize(ref _buffer, Math.Max(_used + bytes.Length, Math.Min(Most, _buffer.Length * 2)));
        bytes.CopyTo(_buffer.AsSpan(_used));
        if (_parts.Count > 0 && _parts[^1].To == Position) _parts[^1] = _parts[^1] with { To = Position + bytes.Length };
        else _parts.Add((Position, Position + bytes.Length, _used));
        _used += bytes.Length;
        Position += bytes.Length;
    }
}

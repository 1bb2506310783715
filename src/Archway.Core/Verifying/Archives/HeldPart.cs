namespace Archway.Verifying.Archives;

/// <summary>A part of other bytes.</summary>
internal sealed class HeldPart(HeldBytes whole, long start, long length) : HeldBytes
{
    internal override long Length => length;

    internal override int Read(long at, Span<byte> to) =>
        at >= length ? 0 : whole.Read(start + at, to[..(int)Math.Min(to.Length, length - at)]);

    internal override HeldBytes Part(long at, long length) => new HeldPart(whole, start + at, length);
}

namespace Archway.Verifying.Archives;

/// <summary>Bytes that can be read at any place.</summary>
internal abstract class HeldBytes
{
    internal abstract long Length { get; }

    /// <summary>Reads as many as there are from a place on; fewer than asked for at the end only.</summary>
    internal abstract int Read(long at, Span<byte> to);

    /// <summary>A part that lies within.</summary>
    internal virtual HeldBytes Part(long at, long length) => new HeldPart(this, at, length);
}

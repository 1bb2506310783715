namespace Archway.Core.Tests.Verifying.Binaries;

/// <summary>Bytes written at any place; what is between is zero.</summary>
internal sealed class PlacedBytes
{
    private byte[] _bytes = [];

    internal long Position { get; set; }

    internal long Length => _bytes.Length;

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        if (Position + bytes.Length > _bytes.Length) Array.Resize(ref _bytes, (int)Position + bytes.Length);
        bytes.CopyTo(_bytes.AsSpan((int)Position));
        Position += bytes.Length;
    }

    internal byte[] ToArray() => _bytes;
}

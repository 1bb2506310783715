using Archway.Verifying.Layers;

namespace Archway.Verifying.Archives;

/// <summary>Bytes read forward, from their beginning.</summary>
internal sealed class HeldStream(HeldBytes bytes) : ForwardStream
{
    private long _position;

    public override int Read(Span<byte> buffer)
    {
        var count = bytes.Read(_position, buffer);
        _position += count;
        return count;
    }
}

using System.Globalization;
using Archway.Oci.Content;

namespace Archway.Verifying.Layers;

/// <summary>What a layer unpacks to, hashed beside whoever reads it.</summary>
/// <remarks>It waits for what other threads do; read it on a thread of its own, not on one that these may need.</remarks>
internal sealed class LayerStream : ForwardStream
{
    private const int BufferSize = 256 * 1024;

    private readonly PackedStream _packed;
    private readonly Stream _unpacked;
    private readonly LayerBounds _bounds;
    private readonly HashBeside _hash;
    private ReadOnlyMemory<byte> _rest;
    private Digest? _diffId;

    /// <summary>Begins to unpack.</summary>
    /// <param name="packed">The layer as it is stored; it stays its owner's.</param>
    /// <param name="mediaType">What the layer's descriptor says that it is.</param>
    /// <param name="bounds">How much of it is read.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LayerException">It is packed in no way this version reads.</exception>
    internal LayerStream(PackedStream packed, string mediaType, LayerBounds bounds, CancellationToken cancellationToken)
    {
        (_packed, _bounds) = (packed, bounds);
        _unpacked = LayerPackings.Of(mediaType, packed.Head(LayerPackings.Head)) switch
        {
            LayerPacking.Gzip => new GzipMembers(packed),
            LayerPacking.Zstd => new ZstdStream(packed, bounds.MostWindow),
            _ => packed,
        };
        _hash = new HashBeside(BufferSize, cancellationToken);
    }

    /// <summary>How many bytes it has unpacked to.</summary>
    internal long Unpacked { get; private set; }

    /// <exception cref="LayerException">It does not unpack, or to too much.</exception>
    /// <exception cref="Archway.Oci.Registries.RegistryException">The store failed, or gave other bytes than were asked for.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_rest.IsEmpty) Fill();
        var count = Math.Min(buffer.Length, _rest.Length);
        _rest.Span[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    /// <summary>Goes forward without copying, by what is at hand and so much at most; tells by how much, which is nothing at the end.</summary>
    internal int Skip(long most)
    {
        if (_rest.IsEmpty) Fill();
        var count = (int)Math.Min(most, _rest.Length);
        _rest = _rest[count..];
        return count;
    }

    /// <summary>Reads what is left; the digest of everything.</summary>
    internal Digest Finish()
    {
        while (_diffId is null) Fill();
        _packed.Drain();
        return _diffId;
    }

    public override async ValueTask DisposeAsync()
    {
        await _hash.DisposeAsync();
        if (_unpacked != _packed) await _unpacked.DisposeAsync();
        await base.DisposeAsync();
    }

    private void Fill()
    {
        if (_diffId is not null) return;
        var buffer = _hash.Empty();
        var length = _unpacked.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        Unpacked += length;
        Check();
        _rest = buffer.AsMemory(0, length);
        if (length > 0) _hash.Pass(length);
        if (length < buffer.Length) _diffId = _hash.Finish();
    }

    private void Check()
    {
        if (Unpacked > _bounds.MostUnpacked)
            throw new LayerException(LayerFault.TooLarge, $"it unpacks to more than {Shown(_bounds.MostUnpacked)}, which is read of no layer");
        if (Unpacked > _bounds.AlwaysUnpacked && Unpacked / _bounds.MostFold > _packed.Taken)
            throw new LayerException(LayerFault.TooLarge, $"it unpacks to more than {_bounds.MostFold} times its size, as what is made to fill a disk does");
    }

    private static string Shown(long bytes) => bytes >= 1 << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes");
}

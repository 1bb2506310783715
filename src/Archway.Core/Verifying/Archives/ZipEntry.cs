using System.Buffers.Binary;
using System.IO.Compression;

namespace Archway.Verifying.Archives;

/// <summary>What the directory of a zip archive says of one entry; its name stands beside it.</summary>
/// <param name="Flags">How it is stored.</param>
/// <param name="Method">How it is packed.</param>
/// <param name="Checksum">The checksum of its content.</param>
/// <param name="Packed">How many bytes it has in the archive.</param>
/// <param name="Length">How many bytes its content has.</param>
/// <param name="Offset">Where in the archive it begins.</param>
internal readonly record struct ZipEntry(ushort Flags, ushort Method, uint Checksum, long Packed, long Length, long Offset)
{
    private const uint LocalSignature = 0x0403_4B50;
    private const int LocalLength = 30;

    /// <summary>Whether its content lies in the archive as it is.</summary>
    internal bool IsStored => Method == 0;

    /// <summary>Its bytes in the archive; the header before them only tells where they begin.</summary>
    /// <exception cref="ArchiveException">They cannot be read.</exception>
    internal HeldBytes Find(HeldBytes archive, long before)
    {
        // Of the whole, in the strong way, and of the directory as well.
        if ((Flags & 0x2041) != 0) throw new ArchiveException("it is encrypted");
        if (Method is not (0 or 8)) throw new ArchiveException($"it is packed by method {Method}, which is not read");
        if (Length < 0 || (IsStored && Packed != Length)) throw new ArchiveException("its lengths do not agree");
        Span<byte> header = stackalloc byte[LocalLength];
        var start = Offset + before;
        if (Offset < 0 || start < 0 || archive.Read(start, header) < LocalLength || BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalSignature)
            throw new ArchiveException("it does not lie where the directory says");
        start += LocalLength + BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        if (Packed < 0 || Packed > archive.Length - start) throw new ArchiveException("it does not lie within the archive");
        return archive.Part(start, Packed);
    }

    /// <summary>Its content, from its bytes in the archive.</summary>
    internal Stream Unpack(HeldBytes packed)
    {
        HeldStream stream = new(packed);
        return IsStored ? stream : new DeflateStream(stream, CompressionMode.Decompress);
    }
}

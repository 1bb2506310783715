using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Archway.Oci.Content;
using Archway.Testing;

namespace Archway.Cli.Tests.Verifying;

/// <summary>An image with layers of a few small files.</summary>
/// <param name="Architecture">What its config says it is for.</param>
/// <param name="Layers">Its layers, lowest first, as they are stored.</param>
internal sealed record SmallImage(string Architecture, params byte[][] Layers)
{
    internal const string Gzip = "application/vnd.oci.image.layer.v1.tar+gzip";

    /// <summary>What its config starts.</summary>
    internal string Entrypoint { get; init; } = "/app";

    /// <summary>What its manifest says of how its layers are packed.</summary>
    internal string LayerType { get; init; } = Gzip;

    /// <summary>The digest of what a layer unpacks to, as its config says; null for the true one.</summary>
    internal Digest? DiffId { get; init; }

    /// <summary>A program that asks for nothing.</summary>
    internal static byte[] Program(ushort machine = 183)
    {
        var file = new byte[176];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(16), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(18), machine);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(32), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(52), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(54), 56);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(56), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(58), 64);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(64), 1);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(64 + 48), 65536);
        return file;
    }

    /// <summary>A layer of files, packed by gzip.</summary>
    internal static byte[] Layer(params (string Path, byte[] Content)[] files) => Pack(Tar(files));

    internal static byte[] Tar(params (string Path, byte[] Content)[] files)
    {
        using MemoryStream tar = new();
        using (TarWriter writer = new(tar, TarEntryFormat.Pax, leaveOpen: true))
            foreach (var (path, content) in files)
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path)
                {
                    DataStream = new MemoryStream(content),
                    ModificationTime = DateTimeOffset.UnixEpoch,
                    Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute,
                });
        return tar.ToArray();
    }

    internal static byte[] Pack(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(content);
        return packed.ToArray();
    }

    internal StoredImage Make()
    {
        var diffIds = Layers.Select(layer => $"\"{DiffId ?? Digest.Of(Unpacked(layer))}\"");
        var history = Layers.Select((_, i) => $$"""{"created_by":"COPY part{{i}} /"}""");
        var config = Encoding.UTF8.GetBytes($$$"""
            {"os":"linux","architecture":"{{{Architecture}}}","config":{"Entrypoint":["{{{Entrypoint}}}"]},
            "rootfs":{"type":"layers","diff_ids":[{{{string.Join(',', diffIds)}}}]},"history":[{{{string.Join(',', history)}}}]}
            """);
        var layers = Layers.Select(layer => $$"""{"mediaType":"{{LayerType}}","digest":"{{Digest.Of(layer)}}","size":{{layer.Length}}}""");
        return new(MediaTypes.OciManifest, Encoding.UTF8.GetBytes($$"""
            {"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","config":{"mediaType":"{{MediaTypes.OciConfig}}",
            "digest":"{{Digest.Of(config)}}","size":{{config.Length}}},"layers":[{{string.Join(',', layers)}}]}
            """))
        {
            Blobs = [config, .. Layers],
        };
    }

    private static byte[] Unpacked(byte[] layer)
    {
        try
        {
            using GZipStream gzip = new(new MemoryStream(layer), CompressionMode.Decompress);
            using MemoryStream unpacked = new();
            gzip.CopyTo(unpacked);
            return unpacked.ToArray();
        }
        catch (InvalidDataException)
        {
            return layer;
        }
    }
}

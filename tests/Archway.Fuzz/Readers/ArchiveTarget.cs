using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Archway.Oci.Content;

namespace Archway.Fuzz.Readers;

/// <summary>Archives of docker save and of OCI layouts: the first byte says whether the rest is a tar as it stands or to be packed first.</summary>
internal sealed class ArchiveTarget() : Target("archive")
{
    private const int Block = 512;
    private const byte Plain = (byte)'t';
    private const byte Packed = (byte)'z';

    internal override IReadOnlyList<string> Pieces { get; } =
    [
        "ustar\0" + "00", "ustar  \0", "0", "5", "x", "g", "L", "K", "1", "2", "\0\0\0\0", "00000000010\0", "77777777777\0", "manifest.json", "oci-layout",
        "index.json", "./", "../", "/", "blobs/sha256/", "layer.tar", "20 path=a\n", "11 size=5\n", "2 ", "13 size=9999\n", "30 path=",
        "{\"imageLayoutVersion\":\"1.0.0\"}", "[{\"Config\":\"c.json\",\"RepoTags\":[\"a:b\"],\"Layers\":[\"l/layer.tar\"]}]", "{\"rootfs\":{\"diff_ids\":[",
        "\u001f\u008b", new string('\0', Block), new string('\0', 2 * Block),
    ];

    internal override IEnumerable<byte[]> Seeds()
    {
        foreach (var format in (TarEntryFormat[])[TarEntryFormat.Pax, TarEntryFormat.Gnu, TarEntryFormat.Ustar])
            foreach (var files in (IEnumerable<(string, byte[])>[])[Saved(), Layout(), [("a/" + new string('b', 90) + "/" + new string('c', 60), [1, 2, 3])]])
            {
                var tar = Tar(files, format);
                yield return [Plain, .. tar];
                yield return [Packed, .. tar];
                yield return [Plain, .. Gzip(tar)];
            }
    }

    /// <summary>Sums most headers up again, since nothing behind a wrong one is read.</summary>
    internal override byte[] Arrange(byte[] input, Random random)
    {
        if (random.Next(6) == 0) return input;
        byte[] made = [.. input];
        for (var at = 1; at + Block <= made.Length; at += Block)
        {
            var header = made.AsSpan(at, Block);
            if (!header.Slice(257, 5).SequenceEqual("ustar"u8)) continue;
            header.Slice(148, 8).Fill((byte)' ');
            var sum = 0;
            foreach (var one in header) sum += one;
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header.Slice(148, 8));
        }

        return made;
    }

    internal override async Task ReadAsync(byte[] input)
    {
        var path = Path.Combine(StoredImages.Folder, "image.tar");
        var content = input.AsMemory(Math.Min(1, input.Length)).ToArray();
        await File.WriteAllBytesAsync(path, input is [Packed, ..] ? Gzip(content) : content);
        await StoredImages.ReadAsync("docker-archive:" + path, null, "a:b", Digest.Of("none"u8).ToString());
        await StoredImages.ReadAsync("oci-archive:" + path, null, "b");
    }

    private static (string, byte[])[] Saved()
    {
        var layer = Tar([("etc/a", "b"u8.ToArray())], TarEntryFormat.Ustar);
        var config = Bytes($$$"""{"architecture":"arm64","os":"linux","rootfs":{"diff_ids":["{{{Digest.Of(layer)}}}","{{{Digest.Of(layer)}}}"]}}""");
        return
        [
            ("c.json", config), ("l/layer.tar", layer), ("m/layer.tar", Gzip(layer)),
            ("manifest.json", """[{"Config":"c.json","RepoTags":["a:b"],"Layers":["l/layer.tar","m/layer.tar"]}]"""u8.ToArray()),
        ];
    }

    private static (string, byte[])[] Layout()
    {
        var config = """{"architecture":"arm64","os":"linux","rootfs":{"diff_ids":[]}}"""u8.ToArray();
        var manifest = Bytes($$"""{"config":{"mediaType":"{{MediaTypes.OciConfig}}","digest":"{{Digest.Of(config)}}","size":{{config.Length}}},"layers":[]}""");
        var index = Bytes($$$"""
            {"manifests":[{"digest":"{{{Digest.Of(manifest)}}}","size":{{{manifest.Length}}},"annotations":{"org.opencontainers.image.ref.name":"b"}}]}
            """);
        return
        [
            ("oci-layout", """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray()), ("index.json", index),
            ("blobs/sha256/" + Digest.Of(config).Hex, config), ("blobs/sha256/" + Digest.Of(manifest).Hex, manifest),
        ];
    }

    private static byte[] Tar(IEnumerable<(string Name, byte[] Content)> files, TarEntryFormat format)
    {
        using MemoryStream tar = new();
        using (TarWriter writer = new(tar, format, leaveOpen: true))
            foreach (var (name, content) in files)
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                    _ => new PaxTarEntry(TarEntryType.RegularFile, name),
                };
                (entry.DataStream, entry.ModificationTime) = (new MemoryStream(content), DateTimeOffset.UnixEpoch);
                writer.WriteEntry(entry);
            }

        return tar.ToArray();
    }

    private static byte[] Gzip(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(content);
        return packed.ToArray();
    }
}

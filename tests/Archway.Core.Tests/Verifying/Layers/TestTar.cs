using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Archway.Verifying.Layers;

namespace Archway.Core.Tests.Verifying.Layers;

/// <summary>Writes tars, and packs them, by hand where it matters what is written.</summary>
internal static class TestTar
{
    internal static byte[] End { get; } = new byte[1024];

    /// <summary>A tar of files as .NET writes it.</summary>
    internal static byte[] Of(TarEntryFormat format, params (string Path, string Content)[] files)
    {
        using MemoryStream tar = new();
        using (TarWriter writer = new(tar, format, leaveOpen: true))
            foreach (var (path, content) in files)
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, path),
                    TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, path),
                    TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, path),
                    _ => new PaxTarEntry(TarEntryType.RegularFile, path),
                };
                entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content));
                writer.WriteEntry(entry);
            }

        return tar.ToArray();
    }

    /// <summary>One entry, with its content padded to whole blocks; <paramref name="change"/> changes the header before it is summed up.</summary>
    internal static byte[] Entry(char kind, string name, string content = "", string link = "", Action<byte[]>? change = null)
    {
        var header = new byte[512];
        Encoding.Latin1.GetBytes(name).CopyTo(header, 0);
        "0000644\0"u8.CopyTo(header.AsSpan(100));
        Encoding.ASCII.GetBytes(Convert.ToString(content.Length, 8).PadLeft(11, '0')).CopyTo(header, 124);
        header[156] = (byte)kind;
        Encoding.Latin1.GetBytes(link).CopyTo(header, 157);
        "ustar\0"u8.CopyTo(header.AsSpan(257));
        "00"u8.CopyTo(header.AsSpan(263));
        change?.Invoke(header);
        Sum(header);
        return [.. header, .. Encoding.Latin1.GetBytes(content), .. new byte[-content.Length & 511]];
    }

    /// <summary>The header before an entry that says more of it.</summary>
    internal static byte[] Pax(params (string Key, string Value)[] records) => Entry('x', "pax", string.Concat(records.Select(one => Record(one.Key, one.Value))));

    internal static string Record(string key, string value)
    {
        var length = key.Length + value.Length + 3;
        while ($"{length}".Length + key.Length + value.Length + 3 != length) length = $"{length}".Length + key.Length + value.Length + 3;
        return $"{length} {key}={value}\n";
    }

    internal static byte[] Gzip(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(content);
        return packed.ToArray();
    }

    /// <summary>A frame of zstd whose blocks are not packed.</summary>
    internal static byte[] Zstd(byte[] content)
    {
        List<byte> frame = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x58];
        var blocks = content.Chunk(100_000).ToList();
        foreach (var (index, block) in blocks.Index())
        {
            var header = (block.Length << 3) | (index == blocks.Count - 1 ? 1 : 0);
            frame.AddRange([(byte)header, (byte)(header >> 8), (byte)(header >> 16), .. block]);
        }

        return [.. frame];
    }

    /// <summary>A frame of zstd that stands for so many times 128 KiB of zeros.</summary>
    internal static byte[] ZstdOfZeros(int blocks, byte window = 0x58)
    {
        List<byte> frame = [0x28, 0xB5, 0x2F, 0xFD, 0x00, window];
        for (var left = blocks; left > 0; left--) frame.AddRange([(byte)(left == 1 ? 3 : 2), 0, 0x10, 0]);
        return [.. frame];
    }

    /// <summary>What a walker sees of a tar: a line for each entry.</summary>
    internal static string Seen(params byte[][] parts)
    {
        using MemoryStream tar = new(parts.SelectMany(part => part).ToArray());
        return Seen(new TarWalker(tar, LayerBounds.Default), CancellationToken.None);
    }

    /// <summary>What a walker sees: a line for each entry, with a file's content.</summary>
    internal static string Seen(TarWalker walker, CancellationToken cancellationToken)
    {
        StringBuilder seen = new();
        while (walker.MoveNext(cancellationToken))
        {
            seen.Append(walker.Kind).Append(' ').Append(walker.PathText);
            if (walker.LinkTarget.Length > 0) seen.Append(" -> ").Append(Encoding.UTF8.GetString(walker.LinkTarget));
            if (walker.Kind == TarKind.File) seen.Append(": ").Append(Content(walker));
            seen.Append('\n');
        }

        foreach (var passed in walker.PassedOver) seen.Append(passed.Path).Append(": ").Append(passed.Reason).Append('\n');
        return seen.ToString();
    }

    private static string Content(TarWalker walker)
    {
        List<byte> content = [];
        var head = walker.Head(8).ToArray();
        while (walker.Read() is { IsEmpty: false } part) content.AddRange(part);
        if (content.Count != walker.Size || !content.Take(8).SequenceEqual(head)) return $"!{walker.Size} {Encoding.Latin1.GetString(head)}";
        var text = Encoding.UTF8.GetString([.. content]).Replace('\0', '.');
        return text.Length > 200 ? $"{text.Length} {Archway.Oci.Content.Digest.Of(content.ToArray()).Hex[..12]}" : text;
    }

    private static void Sum(byte[] header)
    {
        header.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes($"{Convert.ToString(header.Sum(one => one), 8).PadLeft(6, '0')}\0 ").CopyTo(header, 148);
    }
}

using System.Buffers.Binary;
using System.IO.Compression;
using Archway.Verifying.Archives;
using Archway.Verifying.Binaries;

namespace Archway.Fuzz.Readers;

/// <summary>Zip archives with programs and archives in them; and, as a text, what a wheel says of itself.</summary>
/// <remarks>However the bytes come and wherever they are kept, the same is read, within the bounds.</remarks>
internal sealed class ZipTarget() : Target("zip")
{
    private const int MostGaps = 21;

    private static readonly ArchiveBounds Bounds = ArchiveBounds.Default with
    {
        MostUnpacked = 1 << 24,
        AlwaysUnpacked = 1 << 20,
        MostEntries = 5000,
        MostFiles = 1000,
        MostText = 1 << 16,
        LongestDirectory = 1 << 18,
    };

    private static readonly byte[] Elf = [0x7F, .. "ELF"u8, 2, 1, 1, .. new byte[9], 3, 0, 183, 0, 1, .. new byte[43]];

    // Where a header of the directory holds numbers, and where the records at the end do.
    private static readonly int[] EntryFields = [8, 10, 16, 20, 24, 28, 30, 32, 42];
    private static readonly int[] EndFields = [4, 8, 10, 12, 16, 20];

    internal override IReadOnlyList<string> Pieces { get; } =
    [
        "PK\u0001\u0002", "PK\u0003\u0004", "PK\u0005\u0006", "PK\u0006\u0006", "PK\u0006\u0007", "PK\u0005\u0005", "PK\u0007\u0008", "JM\u0001\0",
        "#!/bin/sh\nexit\n",
        "\u007FELF\u0002\u0001\u0001", "MZ", "!<arch>\n", "liba.so", "lib.so.1", "a.jar", "b.whl", "w.dist-info/WHEEL",
        "Tag: cp312-cp312-manylinux_2_17_aarch64\n",
        "META-INF/native/", "../", "..\\", "a.class", "\u0001\0\u0010\0", "\u0001\0\u0018\0", "\0\0", "\0\0\0\0", "\u0008\0", "\0\0\u0008\0",
    ];

    internal override IEnumerable<byte[]> Seeds()
    {
        var plain = Zip(("liba.so", Elf, CompressionLevel.NoCompression), ("a.class", "class"u8.ToArray(), CompressionLevel.Fastest));
        var packed = Zip(
            ("META-INF/native/liba.so.1", Elf, CompressionLevel.SmallestSize),
            ("p-1.dist-info/WHEEL", Bytes("Tag: py3-none-any\n"), CompressionLevel.Fastest));
        yield return plain;
        yield return packed;
        yield return [.. Bytes("#!/bin/sh\nexec java -jar $0\n"), .. packed];
        yield return [.. Bytes("JM\u0001\0"), .. packed];
        yield return Zip(("a.jar", plain, CompressionLevel.NoCompression), ("b.jar", packed, CompressionLevel.Fastest));
        yield return Zip(("a.jar", Zip(("b.jar", Zip(("c.jar", plain, CompressionLevel.Fastest)), CompressionLevel.Fastest)), CompressionLevel.Fastest));
        yield return Enlarge(plain);
        yield return Bytes("Wheel-Version: 1.0\nTag: cp312-cp312-linux_x86_64\nTag: cp312-abi3-linux_x86_64\n");
    }

    /// <summary>Lets the end lead to a directory again, and sets numbers of headers.</summary>
    internal override byte[] Arrange(byte[] input, Random random)
    {
        byte[] arranged = [.. input];
        if (random.Next(2) == 0) Set(arranged, "PK\u0001\u0002"u8, EntryFields, random);
        if (random.Next(8) == 0) Set(arranged, "PK\u0005\u0006"u8, EndFields, random);
        if (random.Next(8) == 0) return arranged;
        var (directory, end) = (arranged.AsSpan().IndexOf("PK\u0001\u0002"u8), arranged.AsSpan().LastIndexOf("PK\u0005\u0006"u8));
        if (directory < 0 || end < directory || arranged.Length - end < 22) return arranged;
        BinaryPrimitives.WriteInt32LittleEndian(arranged.AsSpan(end + 12), end - directory);
        if (random.Next(2) == 0) BinaryPrimitives.WriteInt32LittleEndian(arranged.AsSpan(end + 16), directory);
        return arranged;
    }

    internal override Task ReadAsync(byte[] input)
    {
        using ArchiveReader reader = new(Bounds, Path.GetTempPath());
        using ArchiveReader keepingInFile = new(Bounds with { MostInMemory = 100 }, Path.GetTempPath());
        var whole = Read(reader, input, input.Length);
        Check(whole);
        Require(Text(Read(reader, input, Math.Max(1, input.Length / 2))) == Text(whole), "one reader reads archive after archive");
        Require(Text(Read(keepingInFile, input, 1 + input.Length % 977)) == Text(whole), "the same is read however the bytes come and wherever they are kept");
        Require(ArchiveReader.MayRead("a.jar", input) || input.Length == 0, "a jar may be read");
        Require(WheelFile.Read(input).Tags.All(tag => tag.Split('-').Length == 3 && tag.Length <= 200), "a tag has three words");
        return Task.CompletedTask;
    }

    private static FileContent? Read(ArchiveReader reader, byte[] input, int part)
    {
        reader.Begin(input.Length);
        for (var at = 0; at < input.Length; at += Math.Min(part, input.Length - at)) reader.Add(input.AsSpan(at, Math.Min(part, input.Length - at)));
        return reader.End(CancellationToken.None);
    }

    private static void Check(FileContent? content)
    {
        if (content is not ArchiveContent archive) return;
        Require(archive.Files.Length <= Bounds.MostFiles && archive.Gaps.Length <= MostGaps, "what is kept is bounded");
        Require(archive.Gaps.All(gap => gap.Length is > 0 and < 400 && !gap.Any(char.IsControl)), "a gap is told in a sentence");
        foreach (var (path, file) in archive.Files)
        {
            Require(file is ElfFile or PeFile or MachOFile or ObjectArchive, "only what is for some machine is told of");
            Require(path.Split("!/").Length <= Bounds.MostDepth || path.Contains('!', StringComparison.Ordinal), "archives lie in each other so deep at most");
            Require(!path.Any(char.IsControl) && path.Split('/').All(part => part is not ("." or "..")), "a path leads nowhere else");
        }
    }

    private static string Text(FileContent? content) => content is not ArchiveContent archive
        ? $"{content}"
        : string.Join('\n', [
            $"{archive.Before}", .. archive.WheelTags, .. archive.Gaps,
            .. archive.Files.Select(file => $"{file.Path} {file.Content.GetType().Name} {string.Join(',', file.Content.Platforms)}"),
        ]);

    private static byte[] Zip(params (string Name, byte[] Content, CompressionLevel Level)[] files)
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content, level) in files)
            {
                var entry = zip.CreateEntry(name, level);
                entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var to = entry.Open();
                to.Write(content);
            }

        return stream.ToArray();
    }

    /// <summary>The same with a record for large archives, and nothing in the small one.</summary>
    private static byte[] Enlarge(byte[] zip)
    {
        var end = zip.AsSpan(^22..);
        var record = new byte[56 + 20];
        "PK\u0006\u0006"u8.CopyTo(record);
        record[4] = 44;
        end.Slice(8, 2).CopyTo(record.AsSpan(24));
        end.Slice(10, 2).CopyTo(record.AsSpan(32));
        end.Slice(12, 4).CopyTo(record.AsSpan(40));
        end.Slice(16, 4).CopyTo(record.AsSpan(48));
        "PK\u0006\u0007"u8.CopyTo(record.AsSpan(56));
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(64), zip.Length - 22);
        record[72] = 1;
        end[8..20].Fill(0xFF);
        return [.. zip[..^22], .. record, .. zip[^22..]];
    }

    private static void Set(byte[] bytes, ReadOnlySpan<byte> signature, int[] fields, Random random)
    {
        var at = bytes.AsSpan().IndexOf(signature);
        while (random.Next(2) == 0 && at >= 0 && bytes.AsSpan(at + 4).IndexOf(signature) is >= 0 and var next) at += 4 + next;
        var field = at + fields[random.Next(fields.Length)];
        if (at < 0 || field + 4 > bytes.Length) return;
        var value = random.Next(4) switch
        {
            0 => random.Next(-2, 40),
            1 => random.Next(bytes.Length),
            2 => bytes.Length + random.Next(-64, 64),
            _ => random.Next(),
        };
        if (random.Next(2) == 0) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(field), value);
        else BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(field), (short)value);
    }
}

using System.Formats.Tar;
using System.Text;
using Archway.Verifying.Layers;

namespace Archway.Fuzz.Readers;

/// <summary>The tar of a layer: the first byte says how many bytes of it come at a time.</summary>
/// <remarks>A walk ends, or says why it does not; its paths lie below the root, and a content is as long as it is said to be.</remarks>
internal sealed class TarTarget() : Target("tar")
{
    private const int Block = 512;
    private static readonly LayerBounds Bounds = LayerBounds.Default with { MostUnpacked = 1 << 24 };

    internal override IReadOnlyList<string> Pieces { get; } =
    [
        "ustar\0" + "00", "ustar  \0", "tar\0", "0", "5", "x", "g", "L", "K", "S", "1", "2", "3", "7", "V", "\0\0\0\0", "00000000010\0", "77777777777\0",
        "./", "../", "/", "..", ".wh..wh..opq", "\u0080", "20 path=a\n", "14 linkpath=b\n", "11 size=5\n", "13 size=9999\n", "12 size=512\n", "10 path=\n",
        "22 GNU.sparse.major=1\n", "22 GNU.sparse.minor=0\n", "28 GNU.sparse.realsize=1000\n", "24 GNU.sparse.size=1000\n", "22 GNU.sparse.offset=3\n",
        "25 GNU.sparse.numbytes=2\n", "28 GNU.sparse.map=3,2,10,2\n", "21 GNU.sparse.name=s\n", "2\n3\n2\n10\n2\n", "00000000003\0" + "00000000002\0",
        new string('\0', Block), new string('\0', 2 * Block),
    ];

    internal override IEnumerable<byte[]> Seeds()
    {
        foreach (var format in (TarEntryFormat[])[TarEntryFormat.V7, TarEntryFormat.Ustar, TarEntryFormat.Pax, TarEntryFormat.Gnu]) yield return [0, .. Tar(format)];
        yield return [7, .. Entry('x', "pax", "24 GNU.sparse.size=1000\n28 GNU.sparse.map=3,2,10,2\n"), .. Entry('0', "s", "abcd")];
        yield return [7, .. Entry('x', "pax", "22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n28 GNU.sparse.realsize=1000\n"),
            .. Entry('0', "s", "2\n3\n2\n10\n2\n".PadRight(Block, '\0') + "abcd")];
        var old = Entry('S', "s", "abcd");
        "00000000003\0"u8.CopyTo(old.AsSpan(386));
        "00000000004\0"u8.CopyTo(old.AsSpan(398));
        "00000000100\0"u8.CopyTo(old.AsSpan(483));
        yield return [0, .. Summed(old)];
        old[482] = 1;
        yield return [0, .. Summed(old)[..Block], .. "00000000013\0"u8, .. "00000000000\0"u8, .. new byte[Block - 24], .. "abcd"u8, .. new byte[Block - 4]];
    }

    /// <summary>Sums most headers up again, since nothing behind a wrong one is read.</summary>
    internal override byte[] Arrange(byte[] input, Random random) => random.Next(6) == 0 ? input : Summed([.. input], 1);

    internal override Task ReadAsync(byte[] input)
    {
        using Parts parts = new(input.AsMemory(Math.Min(1, input.Length)), input is [> 0 and var most, ..] ? most : int.MaxValue);
        TarWalker walker = new(parts, Bounds);
        try
        {
            while (walker.MoveNext(CancellationToken.None)) Check(walker, input.Length);
            Require(walker.IsAtEnd && walker.PassedOver.Count <= walker.PassedOverCount, "a walk that is over is at its end");
            Require(walker.PassedOver.All(one => one.Reason.Length is > 0 and < 200 && one.Path.Length <= 200), "what is passed over is told in a sentence");
        }
        catch (LayerException e)
        {
            Require(e.Message.Length is > 0 and < 300, "what is wrong is told in a sentence");
        }

        return Task.CompletedTask;
    }

    private static void Check(TarWalker walker, int length)
    {
        var path = walker.PathText;
        Require(path.Length == 0 ? walker.Kind == TarKind.Folder : path.Split('/').All(part => part is not ("" or "." or "..")), "a path is one below the root");
        Require(walker.Size >= 0 && (walker.Kind == TarKind.File || walker.Size == 0), "only a file has a size");
        // Some are passed over unread.
        if (length % 3 == 0) return;
        var head = walker.Head(100).ToArray();
        long read = 0;
        while (walker.Read() is { IsEmpty: false } part)
        {
            var same = (int)Math.Min(part.Length, Math.Max(0, head.Length - read));
            Require(part[..same].SequenceEqual(head.AsSpan((int)Math.Min(read, head.Length), same)), "a content begins with its head");
            read += part.Length;
        }

        Require(read == walker.Size, "a content is as long as it is said to be");
    }

    private static byte[] Tar(TarEntryFormat format)
    {
        using MemoryStream tar = new();
        using (TarWriter writer = new(tar, format, leaveOpen: true))
        {
            var name = format is TarEntryFormat.V7 or TarEntryFormat.Ustar ? "usr/bin/a" : new string('n', 120);
            writer.WriteEntry(Of(format, format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile, name, "abc"));
            writer.WriteEntry(Of(format, TarEntryType.SymbolicLink, "lib", null));
            writer.WriteEntry(Of(format, TarEntryType.HardLink, "b", null));
            writer.WriteEntry(Of(format, TarEntryType.Directory, "etc/", null));
        }

        return tar.ToArray();
    }

    private static TarEntry Of(TarEntryFormat format, TarEntryType type, string name, string? content)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.Gnu => new GnuTarEntry(type, name),
            TarEntryFormat.Ustar => new UstarTarEntry(type, name),
            TarEntryFormat.V7 => new V7TarEntry(type, name),
            _ => new PaxTarEntry(type, name),
        };
        entry.ModificationTime = DateTimeOffset.UnixEpoch;
        if (content is not null) entry.DataStream = new MemoryStream(Bytes(content));
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink) entry.LinkName = "usr/bin/" + name;
        return entry;
    }

    private static byte[] Entry(char kind, string name, string content)
    {
        var entry = new byte[Block + (content.Length + Block - 1) / Block * Block];
        Bytes(name).CopyTo(entry, 0);
        Bytes(Convert.ToString(content.Length, 8).PadLeft(11, '0')).CopyTo(entry, 124);
        entry[156] = (byte)kind;
        "ustar\0"u8.CopyTo(entry.AsSpan(257));
        Bytes(content).CopyTo(entry, Block);
        return Summed(entry);
    }

    private static byte[] Summed(byte[] tar, int from = 0)
    {
        for (var at = from; at + Block <= tar.Length; at += Block)
        {
            var header = tar.AsSpan(at, Block);
            if (!header.Slice(257, 5).SequenceEqual("ustar"u8)) continue;
            header.Slice(148, 8).Fill((byte)' ');
            var sum = 0;
            foreach (var one in header) sum += one;
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header.Slice(148, 8));
        }

        return tar;
    }

    /// <summary>Bytes that come so many at a time at most.</summary>
    private sealed class Parts(ReadOnlyMemory<byte> content, int most) : MemoryStream(content.ToArray())
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, most)]);
    }
}

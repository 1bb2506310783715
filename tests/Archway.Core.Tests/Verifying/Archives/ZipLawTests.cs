using System.IO.Compression;
using System.Text;
using Archway.Verifying.Archives;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Core.Tests.Verifying.Archives;

/// <summary>What holds for the reading of any zip archive.</summary>
public sealed class ZipLawTests
{
    [Fact]
    public void What_NET_reads_is_read() => Prop.ForAll(Files.ArrayOf().ToArbitrary(), Gen.Choose(0, 300).ToArbitrary(), (files, before) =>
    {
        byte[] zip = [.. new byte[before], .. Archived.Zip(files)];
        using Spool spool = new(1000, Path.GetTempPath());
        spool.Add(zip);
        using ZipArchive theirs = new(new MemoryStream(zip[before..]));

        return Seen(spool).SequenceEqual(theirs.Entries.Select(entry => $"{entry.FullName} {entry.Length} {entry.CompressedLength} {entry.Crc32}"));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_checksum_in_parts_is_that_of_the_whole() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), Gen.Choose(0, 100).ToArbitrary(), (bytes, at) =>
        Crc32.Append(Crc32.Append(0, bytes.AsSpan(0, Math.Min(at, bytes.Length))), bytes.AsSpan(Math.Min(at, bytes.Length))) == Crc32.Append(0, bytes))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void The_checksum_is_the_one_of_the_standard() => Assert.Equal(0xCBF4_3926u, Crc32.Append(0, "123456789"u8));

    private static IEnumerable<string> Seen(HeldBytes zip)
    {
        var end = ZipEnd.Find(zip, out _)!.Value;
        ZipDirectory directory = new(zip, end);
        while (directory.MoveNext())
        {
            var entry = directory.Entry;
            using ZipContent content = new(entry, entry.Find(zip, end.Before));
            var buffer = new byte[1000];
            while (content.Read(buffer) > 0) Assert.False(content.IsDamaged);
            yield return $"{directory.NameText} {entry.Length} {entry.Packed} {entry.Checksum}";
        }

        Assert.Equal(end.Count, directory.Count);
    }

    private static Gen<(string Name, byte[] Content, CompressionLevel Level)> Files =>
        from name in Gen.Elements("usr", "é", "名", "a-name-of-some-length.so", "x.class").NonEmptyListOf()
        from length in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 5000))
        from level in Gen.Elements(CompressionLevel.NoCompression, CompressionLevel.Fastest, CompressionLevel.SmallestSize)
        select (string.Join('/', name), Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, length / 4).Select(i => i % 1000))), level);
}

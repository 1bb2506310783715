using Archway.Verifying.Archives;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static Archway.Core.Tests.Verifying.Archives.Archived;

namespace Archway.Core.Tests.Verifying.Archives;

/// <summary>Archives whose numbers lie: what is not known of each is told.</summary>
public sealed class HostileArchiveTests
{
    [Fact]
    public void A_file_that_is_encrypted_is_a_gap() => Gap("liba.so: it is encrypted", new TestZip().With(Entry() with { Flags = 1 }));

    [Fact]
    public void A_file_packed_in_a_way_nobody_reads_is_a_gap() =>
        Gap("liba.so: it is packed by method 93, which is not read", new TestZip().With(Entry() with { Method = 93 }));

    [Fact]
    public void A_file_that_does_not_lie_where_it_is_said_to_is_a_gap()
    {
        Gap("liba.so: it does not lie where the directory says", new TestZip().With("b.txt", Arm64).With(Entry() with { Offset = 7 }));
        Gap("liba.so: it does not lie where the directory says", new TestZip().With(Entry() with { Offset = 0x7FFF_FFFF }));
        Gap("liba.so: it does not lie where the directory says", new TestZip { IsLarge = true }.With(Entry() with { Offset = long.MaxValue }));
        Gap("liba.so: it does not lie where the directory says", new TestZip { IsLarge = true }.With(Entry() with { Offset = -1 }));
    }

    [Fact]
    public void A_file_that_is_said_to_be_longer_than_its_archive_is_a_gap()
    {
        Gap("liba.so: it does not lie within the archive", new TestZip().With(Entry() with { Packed = 0x7FFF_FFFF }));
        Gap("liba.so: it does not lie within the archive", new TestZip { IsLarge = true }.With(Entry() with { Packed = long.MaxValue }));
        Gap("liba.so: it does not lie within the archive", new TestZip { IsLarge = true }.With(Entry() with { Packed = -1 }));
        Gap("liba.so: its lengths do not agree", new TestZip().With(Entry() with { Method = 0, Length = 3 }));
        Gap("liba.so: its lengths do not agree", new TestZip { IsLarge = true }.With(Entry() with { Length = -1 }));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(0x7FFF_FFFF, null)]
    [InlineData(null, 12345u)]
    public void A_file_that_is_not_what_is_said_of_it_is_told_as_far_as_it_was_read(int? length, uint? checksum)
    {
        var archive = Archive(new TestZip().With(Entry() with { Length = length, Checksum = checksum }).Write());

        Assert.Equal(["liba.so: its content is not what the directory says"], archive.Gaps);
        if (length != 0) Assert.Equal(["liba.so linux/arm64"], Lines(archive));
    }

    [Fact]
    public void A_file_that_does_not_unpack_is_a_gap()
    {
        var zip = new TestZip().With("liba.so", Arm64).Write();
        zip[37] ^= 0xFF;
        zip[38] ^= 0xFF;

        Assert.Equal(["liba.so: its content is not what the directory says"], Archive(zip).Gaps);
    }

    [Fact]
    public void An_archive_that_is_cut_short_is_a_gap()
    {
        var zip = new TestZip().With("liba.so", Arm64).Write();

        for (var length = 4; length < zip.Length; length += 7)
            Assert.Equal(["its directory is not found, as if it were cut short"], Archive(zip[..length]).Gaps);
        Gap("a.jar: its directory is not found, as if it were cut short", new TestZip().With("a.jar", zip[..100]));
        Gap("a.jar: its directory is not found, as if it were cut short", new TestZip().With("a.jar", zip[..100], 0));
    }

    [Fact]
    public void A_directory_with_other_entries_than_it_says_is_a_gap()
    {
        Gap("its directory has 1 entries, and says that they are 2", new TestZip { Count = 2 }.With("liba.so", Arm64), "liba.so linux/arm64");
        var zip = new TestZip().With("liba.so", Arm64).With("libb.so", Arm64).Write();
        zip[zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8)] = 0;
        var archive = Archive(zip);
        Assert.Equal(["its directory is broken"], archive.Gaps);
        Assert.Equal(["liba.so linux/arm64"], Lines(archive));
    }

    [Fact]
    public void A_name_longer_than_any_path_is_a_gap()
    {
        var archive = Archive(new TestZip().With(new string('a', 60_000), Arm64).With("liba.so", Arm64).Write());

        Assert.Equal(["liba.so linux/arm64"], Lines(archive));
        Assert.Equal([new string('a', 200) + "…: its name has more than 4095 bytes"], archive.Gaps);
    }

    [Fact]
    public void Whatever_is_changed_the_same_is_read_however_the_bytes_come()
    {
        var inner = new TestZip().With("liba.so", Arm64).Write();
        byte[][] honest =
        [
            new TestZip().With("liba.so", Arm64).With("p.dist-info/WHEEL", "Tag: py3-none-any"u8.ToArray())
                .With("a.jar", inner).With("b.jar", inner, 0).Write(),
            new TestZip { IsLarge = true, Before = "#!/bin/sh\n"u8.ToArray() }.With("liba.so", Amd64, 0).Write(),
        ];
        var changes =
            from file in Gen.Choose(0, honest.Length - 1)
            from bytes in Gen.Choose(0, 2000).SelectMany(at => Gen.Choose(0, 255).Select(value => (At: at, Value: (byte)value))).ArrayOf()
            from cut in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 300))
            select (File: file, Bytes: bytes, Cut: cut);

        Prop.ForAll(changes.ToArbitrary(), change =>
        {
            var file = (byte[])honest[change.File].Clone();
            foreach (var (at, value) in change.Bytes) file[^(1 + at % file.Length)] = value;
            file = file[..^change.Cut];
            var whole = Text(Read(file));
            return whole == Text(Read(file, ArchiveBounds.Default with { MostInMemory = 99 }, 1)) && whole == Text(Read(file, part: 777));
        }).QuickCheckThrowOnFailure();
    }

    private static TestZip.Entry Entry() => new() { Name = "liba.so"u8.ToArray(), Content = Arm64 };

    private static void Gap(string gap, TestZip zip, params string[] files)
    {
        var archive = Archive(zip.Write());
        Assert.Equal([gap], archive.Gaps);
        Assert.Equal(files, Lines(archive));
    }
}

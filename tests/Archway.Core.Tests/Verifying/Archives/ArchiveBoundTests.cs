using Archway.Verifying.Archives;
using Xunit;
using static Archway.Core.Tests.Verifying.Archives.Archived;

namespace Archway.Core.Tests.Verifying.Archives;

/// <summary>Archives that are made to fill a disk, or to be read for ever.</summary>
public sealed class ArchiveBoundTests
{
    private static readonly ArchiveBounds Small = ArchiveBounds.Default with { AlwaysUnpacked = 1 << 20, MostUnpacked = 1 << 24 };

    [Fact]
    public void Nested_archives_are_read_so_deep_and_no_deeper()
    {
        var zip = new TestZip().With("liba.so", Arm64).Write();
        for (var i = 0; i < 5; i++) zip = new TestZip().With("libb.so", Amd64).With("a.jar", zip, i % 2 * 8).Write();

        var archive = Archive(zip);

        Assert.Equal(["libb.so linux/amd64", "a.jar!/libb.so linux/amd64", "a.jar!/a.jar!/libb.so linux/amd64"], Lines(archive));
        Assert.Equal(["a.jar!/a.jar!/a.jar: it lies in an archive in an archive; 3 are read that lie in each other"], archive.Gaps);
    }

    [Fact]
    public void An_archive_that_holds_itself_ends()
    {
        // Its only entry is the whole file, stored: it begins before its own header.
        var file = new TestZip().With(new TestZip.Entry { Name = "a.jar"u8.ToArray(), Offset = 0, Method = 0 }).Write();
        byte[] itself = [.. "PK\u0003\u0004"u8, .. new byte[26], .. file];
        var (directory, end) = (itself.AsSpan().IndexOf("PK\u0001\u0002"u8), itself.Length - 22);
        foreach (var at in (int[])[directory + 20, directory + 24]) BitConverter.TryWriteBytes(itself.AsSpan(at), itself.Length - 30);
        BitConverter.TryWriteBytes(itself.AsSpan(end + 16), directory);

        var archive = Archive(itself);

        Assert.Empty(archive.Files);
        Assert.NotEmpty(archive.Gaps);
    }

    [Fact]
    public void Zeros_upon_zeros_are_not_unpacked_for_ever()
    {
        byte[] zeros = [.. "PK\u0003\u0004"u8, .. new byte[8 << 20]];
        var zip = new TestZip().With("a.zip", zeros).With("b.zip", zeros).With("c.zip", zeros).With("liba.so", Arm64).Write();

        var archive = Archive(zip, Small with { MostUnpacked = 1 << 26 });

        Assert.Equal("it unpacks to more than 100 times its size, as what is made to fill a disk does; the rest is not read", archive.Gaps[^1]);
        Assert.Empty(archive.Files);
    }

    [Fact]
    public void Archives_of_archives_of_zeros_are_not_unpacked_for_ever()
    {
        var zeros = new TestZip().With("zeros.so", [.. Arm64, .. new byte[4 << 20]]).Write();
        TestZip middle = new();
        for (var i = 0; i < 16; i++) middle.With($"{i}.zip", zeros);
        TestZip outer = new();
        for (var i = 0; i < 16; i++) outer.With($"{i}.zip", middle.Write());

        Assert.Equal(["it unpacks to more than 16777216 bytes; the rest is not read"], Archive(outer.Write(), Small with { MostFold = int.MaxValue }).Gaps);
    }

    [Fact]
    public void Entries_that_share_their_bytes_are_not_read_again_and_again()
    {
        byte[] large = [.. Arm64, .. new byte[1 << 16]];
        var zip = new TestZip().With("b.so", large);
        for (var i = 0; i < 200; i++) zip.With(Entry() with { Offset = 0, Content = large });

        var archive = Archive(zip.Write());

        Assert.Equal(["its entries overlap"], archive.Gaps);
        Assert.InRange(archive.Files.Length, 1, 199);
    }

    [Fact]
    public void Bounds_on_entries_files_texts_and_lengths_hold()
    {
        var zip = new TestZip();
        for (var i = 0; i < 50; i++) zip.With($"lib{i}.so", Arm64);
        var written = zip.Write();

        Stops("it has more than 10 entries; the rest is not read", 10, Small with { MostEntries = 10 });
        Stops("it has more files than are told of; the rest is not read", 7, Small with { MostFiles = 7 });
        Stops("it has more files than are told of; the rest is not read", 2, Small with { MostText = 40 });
        Stops("its directory is longer than 100 bytes", 0, Small with { LongestDirectory = 100 });
        Stops("it is larger than 1000 bytes, which is read of no archive", 0, Small with { MostBytes = 1000 });

        void Stops(string gap, int files, ArchiveBounds bounds)
        {
            var archive = Archive(written, bounds);
            Assert.Equal([gap], archive.Gaps);
            Assert.Equal(files, archive.Files.Length);
        }
    }

    [Fact]
    public void Entries_of_nested_archives_count_together()
    {
        var inner = new TestZip().With("a.class", []).With("b.class", []).Write();
        TestZip zip = new();
        for (var i = 0; i < 10; i++) zip.With($"{i}.jar", inner, 0);

        Assert.Equal(["it has more than 20 entries; the rest is not read"], Archive(zip.Write(), Small with { MostEntries = 20 }).Gaps);
    }

    [Fact]
    public void What_is_too_large_is_not_kept()
    {
        using ArchiveReader reader = new(Small with { MostBytes = 1000 }, "/no/such/folder");
        reader.Begin(long.MaxValue);
        Assert.False(reader.IsDone);
        reader.Add("PK\u0003\u0004"u8);

        Assert.True(reader.IsDone);
        for (var i = 0; i < 1000; i++) reader.Add(new byte[100_000]);
        Assert.Single(Assert.IsType<ArchiveContent>(reader.End(TestContext.Current.CancellationToken)).Gaps);
    }

    [Fact]
    public void What_looks_like_an_end_is_not_followed_ten_thousand_times()
    {
        byte[] end = [.. "PK\u0005\u0006"u8, 0, 0, 0, 0, 1, 0, 1, 0, 30, 0, 0, 0];
        byte[] comment = [.. Enumerable.Repeat(end, 4000).SelectMany(one => one)];

        foreach (var before in (byte[][])[[], [.. "#!/bin/sh\n"u8]])
        {
            var zip = new TestZip { Comment = comment, Before = before }.With("liba.so", Arm64).Write();
            Assert.Equal(["its directory is not found, as if it were cut short"], Archive(zip).Gaps);
        }
    }

    [Fact]
    public void Many_gaps_are_counted()
    {
        TestZip zip = new();
        for (var i = 0; i < 100; i++) zip.With(Entry() with { Flags = 1 });

        var archive = Archive(zip.Write());

        Assert.Equal((21, "and 80 more"), (archive.Gaps.Length, archive.Gaps[^1]));
    }

    private static TestZip.Entry Entry() => new() { Name = "liba.so"u8.ToArray(), Content = Arm64 };
}

using System.Formats.Tar;
using System.Text;
using Archway.Verifying.Layers;
using Xunit;
using static Archway.Core.Tests.Verifying.Layers.TestTar;

namespace Archway.Core.Tests.Verifying.Layers;

/// <summary>The walk over a layer's tar.</summary>
public sealed class TarWalkerTests
{
    private const string Gnu = "ustar  \0";

    public static IEnumerable<TheoryDataRow<TarEntryFormat>> Formats => [new(TarEntryFormat.V7), new(TarEntryFormat.Ustar), new(TarEntryFormat.Pax), new(TarEntryFormat.Gnu)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_is_read(TarEntryFormat format) =>
        Assert.Equal("File usr/bin/redis: 1234\nFile etc/empty: \n", Seen(Of(format, ("usr/bin/redis", "1234"), ("./etc/empty", ""))));

    [Theory]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void A_long_name_is_read_whole(TarEntryFormat format)
    {
        var name = string.Join('/', Enumerable.Repeat(new string('é', 60), 12));

        Assert.Equal($"File {name}: a\nFile b: c\n", Seen(Of(format, (name, "a"), ("b", "c"))));
    }

    [Fact]
    public void A_name_of_ustar_may_stand_in_two_fields() =>
        Assert.Equal("File usr/share/doc: \n", Seen(Entry('0', "doc", change: header => "usr/share"u8.CopyTo(header.AsSpan(345)))));

    [Fact]
    public void Links_folders_and_devices_are_told_apart() => Assert.Equal(
        """
        Folder 
        Folder usr/lib
        Folder old
        SymbolicLink lib -> ../usr/lib/
        HardLink a -> usr/b
        Special dev/null
        File c: d

        """,
        Seen(Entry('5', "./"), Entry('5', "usr/lib/"), Entry('\0', "old/"), Entry('2', "lib", link: "../usr/lib/"), Entry('1', "a", link: "./usr/b"),
            Entry('3', "dev/null"), Entry('0', "c", "d")));

    [Fact]
    public void A_long_link_is_read_whole()
    {
        var target = new string('t', 300);

        Assert.Equal($"SymbolicLink a -> {target}\nSymbolicLink b -> {target}\nSymbolicLink c -> d\n", Seen(
            Entry('K', "././@LongLink", target + "\0"), Entry('2', "a", link: "short"), Pax(("linkpath", target)), Entry('2', "b", link: "short"),
            Entry('2', "c", link: "d")));
    }

    [Fact]
    public void What_a_link_or_a_folder_claims_to_hold_is_not_there() => Assert.Equal("Folder a\nSymbolicLink b -> c\nFile d: e\n", Seen(
        Entry('5', "a", change: Large), Entry('2', "b", link: "c", change: Large), Entry('0', "d", "e")));

    [Fact]
    public void A_large_number_is_binary() => Assert.Equal("File a: bcd\nFile e: f\n", Seen(
        Entry('0', "a", "bcd", change: header =>
        {
            header.AsSpan(124, 12).Clear();
            (header[124], header[135]) = (0x80, 3);
        }),
        Entry('0', "e", "f")));

    [Theory]
    [InlineData("          3\0")]
    [InlineData("3          \0")]
    [InlineData("   3 \0      ")]
    [InlineData("000000000003")]
    [InlineData("3\0garbage   ")]
    public void A_number_may_be_padded_oddly(string size) =>
        Assert.Equal("File a: bcd\n", Seen(Entry('0', "a", "bcd", change: header => Encoding.ASCII.GetBytes(size).CopyTo(header, 124))));

    [Fact]
    public void An_extended_header_stands_over_the_entry_behind_it_alone() => Assert.Equal("File x/y: ab\nFile c: d\n", Seen(
        Pax(("path", "x/y"), ("size", "2"), ("SCHILY.xattr.user.a", "b"), ("mtime", "1.5")),
        Entry('0', "short", "ab", change: header => "00000000000"u8.CopyTo(header.AsSpan(124))), Entry('0', "c", "d")));

    [Fact]
    public void Of_two_extended_headers_the_second_counts_and_a_name_of_gnus_stands_over_both() => Assert.Equal("File b: cd\nFile gnu: cd\n", Seen(
        Pax(("path", "a"), ("size", "1")), Pax(("path", "b")), Entry('0', "short", "cd"),
        Pax(("path", "a")), Entry('L', "././@LongLink", "gnu\0"), Pax(("path", "b")), Entry('0', "short", "cd")));

    [Fact]
    public void A_global_header_changes_nothing_as_in_the_runtimes() =>
        Assert.Equal("File a: b\n", Seen(Entry('g', "pax", Record("path", "other") + Record("size", "0")), Entry('0', "a", "b")));

    [Theory]
    [InlineData("/etc/a", "etc/a")]
    [InlineData("./a//b/./c", "a/b/c")]
    [InlineData("a/../b", "b")]
    [InlineData("a/b/../../c/d", "c/d")]
    [InlineData(".wh..wh..opq", ".wh..wh..opq")]
    [InlineData("...", "...")]
    public void A_name_is_one_below_the_root(string written, string path) => Assert.Equal($"File {path}: \n", Seen(Entry('0', written)));

    [Fact]
    public void A_name_that_leads_out_is_told_and_passed_over() => Assert.Equal(
        """
        File b: 
        ../a: its name leads out of the image
        a/../../b: its name leads out of the image
        l: the file that it is another name of lies outside of the image
        ./: it has no name
        v: no runtime unpacks its kind, 86

        """,
        Seen(Entry('0', "../a", "content"), Entry('0', "a/../../b"), Entry('1', "l", link: "../../etc/passwd"), Entry('0', "./"), Entry('V', "v", "content"),
            Entry('0', "b")));

    [Fact]
    public void A_name_longer_than_any_system_takes_is_passed_over()
    {
        var seen = Seen(Pax(("path", string.Join('/', Enumerable.Repeat("long", 1000)))), Entry('0', "a", "b"), Entry('0', "c", "d"));

        Assert.StartsWith("File c: d\nlong/long/", seen, StringComparison.Ordinal);
        Assert.EndsWith(": its name has more than 4095 bytes\n", seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_entries_that_are_passed_over_some_are_named()
    {
        using MemoryStream tar = new(Enumerable.Repeat(Entry('0', "../a"), 50).SelectMany(one => one).ToArray());
        TarWalker walker = new(tar, LayerBounds.Default);

        Assert.False(walker.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal(50, walker.PassedOverCount);
        Assert.Equal(20, walker.PassedOver.Count);
    }

    [Fact]
    public void A_name_that_is_no_text_is_kept_in_bytes()
    {
        using MemoryStream tar = new(Entry('0', "a\u00FF"));
        TarWalker walker = new(tar, LayerBounds.Default);

        Assert.True(walker.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal([(byte)'a', 0xFF], walker.Path.ToArray());
        Assert.Equal("a\uFFFD", walker.PathText);
    }

    [Fact]
    public void A_sparse_file_has_its_zeros()
    {
        var expected = "File s: ...ab.....cd..\nFile a: b\n";
        byte[] after = Entry('0', "a", "b");

        Assert.Equal(expected, Seen(Pax(("GNU.sparse.size", "14"), ("GNU.sparse.numblocks", "2"), ("GNU.sparse.offset", "3"), ("GNU.sparse.numbytes", "2"),
            ("GNU.sparse.offset", "10"), ("GNU.sparse.numbytes", "2")), Entry('0', "s", "abcd"), after));
        Assert.Equal(expected, Seen(Pax(("GNU.sparse.size", "14"), ("GNU.sparse.name", "s"), ("GNU.sparse.map", "3,2,10,2")), Entry('0', "tmp/s", "abcd"), after));
        Assert.Equal(expected, Seen(Pax(("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0"), ("GNU.sparse.name", "s"), ("GNU.sparse.realsize", "14")),
            Entry('0', "tmp/s", "2\n3\n2\n10\n2\n".PadRight(512, '\0') + "abcd"), after));
        Assert.Equal(expected, Seen(Entry('S', "s", "abcd", change: header => OldSparse(header, 14, (3, 2), (10, 2))), after));
    }

    [Theory]
    [InlineData("3,2,4,2")]
    [InlineData("13,2")]
    [InlineData("0,5")]
    [InlineData("9223372036854775807,9223372036854775807")]
    [InlineData("3")]
    [InlineData("a,b")]
    public void A_sparse_file_whose_parts_do_not_fit_is_told(string map) => Assert.Equal(LayerFault.Malformed,
        Assert.Throws<LayerException>(() => Seen(Pax(("GNU.sparse.size", "14"), ("GNU.sparse.map", map)), Entry('0', "s", "abcd"))).Fault);

    [Fact]
    public void More_zeros_than_any_disk_has_are_too_many()
    {
        var trouble = Assert.Throws<LayerException>(() => Seen(Pax(("GNU.sparse.size", "9223372036854775807"), ("GNU.sparse.map", "0,1")), Entry('0', "s", "a")));

        Assert.Equal((LayerFault.TooLarge, "its sparse files have more zeros than are read of any layer"), (trouble.Fault, trouble.Message));
    }

    [Fact]
    public void Two_blocks_of_zeros_end_it() => Assert.Equal("File a: b\n", Seen(Entry('0', "a", "b"), End, "garbage"u8.ToArray()));

    [Fact]
    public void A_tar_without_an_end_is_one_and_so_is_nothing()
    {
        Assert.Equal("File a: b\n", Seen(Entry('0', "a", "b"), new byte[512]));
        Assert.Equal("File a: b\n", Seen(Entry('0', "a", "b")[..513]));
        Assert.Equal("", Seen(End));
        Assert.Equal("", Seen([]));
    }

    public static IEnumerable<TheoryDataRow<string, byte[]>> Broken =>
    [
        new("Malformed its tar cannot be read: it does not begin as one", Encoding.ASCII.GetBytes(new string('a', 600))),
        new("Truncated its tar is cut short: it ends inside an entry", Entry('0', "a")[..100]),
        new("Truncated its tar is cut short: it ends inside an entry", Entry('0', "a", new string('b', 600))[..1000]),
        new("Truncated its tar is cut short: it ends inside an entry", Entry('0', "a", change: Large)),
        new("Malformed its tar cannot be read: it holds an entry without a valid header", [.. Entry('0', "a"), .. new byte[511], 1]),
        new("Malformed its tar cannot be read: one block of zeros stands between its entries", [.. Entry('0', "a"), .. new byte[512], .. Entry('0', "b")]),
        new("Malformed its tar cannot be read: the archive holds an entry with a field that is no number", Entry('0', "a", change: header => header[124] = (byte)'x')),
        new("Malformed its tar cannot be read: the archive holds an entry with a field that is no number", Entry('0', "a", change: header => header.AsSpan(124, 12).Fill(0xFF))),
        new("Malformed its tar cannot be read: the archive has an extended header that cannot be read", [.. Entry('x', "p", "5 path=a\n"), .. Entry('0', "a")]),
        new("Malformed its tar holds a name with a NUL in it", [.. Pax(("path", "a\0b")), .. Entry('0', "a")]),
        new("Malformed its tar holds an extended header with a field that is no number", [.. Pax(("size", "-1")), .. Entry('0', "a")]),
        new("TooLarge its tar holds a name or a header of more than 1048576 bytes", Entry('L', "a", change: header => "00010000000"u8.CopyTo(header.AsSpan(124)))),
        new("TooLarge its tar holds a name or a header of more than 1048576 bytes", Entry('x', "a", change: Large)),
    ];

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_is_broken_is_told(string expected, byte[] tar)
    {
        var trouble = Assert.Throws<LayerException>(() => Seen(tar));

        Assert.Equal(expected, $"{trouble.Fault} {trouble.Message}");
    }

    [Fact]
    public void Entries_beyond_the_bound_are_too_many()
    {
        using MemoryStream tar = new(Enumerable.Repeat(Entry('0', "a"), 12).SelectMany(one => one).ToArray());
        TarWalker walker = new(tar, LayerBounds.Default with { MostHeaders = 10 });

        var trouble = Assert.Throws<LayerException>(() => Seen(walker, TestContext.Current.CancellationToken));

        Assert.Equal("its tar has more than 10 entries, which are read of no layer", trouble.Message);
    }

    private static void Large(byte[] header) => "77777777777"u8.CopyTo(header.AsSpan(124));

    private static void OldSparse(byte[] header, int size, params (int Offset, int Length)[] parts)
    {
        Encoding.ASCII.GetBytes(Gnu).CopyTo(header, 257);
        foreach (var (index, (offset, length)) in parts.Index())
        {
            Encoding.ASCII.GetBytes(Convert.ToString(offset, 8).PadLeft(11, '0')).CopyTo(header, 386 + 24 * index);
            Encoding.ASCII.GetBytes(Convert.ToString(length, 8).PadLeft(11, '0')).CopyTo(header, 398 + 24 * index);
        }

        Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(11, '0')).CopyTo(header, 483);
    }
}

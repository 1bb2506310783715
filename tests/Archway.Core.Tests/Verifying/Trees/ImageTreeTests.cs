using Archway.Verifying.Trees;
using Xunit;

namespace Archway.Core.Tests.Verifying.Trees;

/// <summary>What a container sees of layers laid over each other.</summary>
public sealed class ImageTreeTests
{
    private static readonly LayeredTar Base = new LayeredTar().Folder("etc").File("etc/a").File("etc/b").Folder("etc/sub").File("etc/sub/c");

    [Fact]
    public void Layers_add_to_each_other_and_the_upper_one_wins() =>
        Assert.Equal(["/etc/a 1", "/etc/b 0", "/etc/d 1", "/etc/sub/c 0"], Seen(Base, new LayeredTar().File("etc/a").File("etc/d")));

    [Theory]
    [InlineData("etc/.wh.a", "/etc/b 0", "/etc/sub/c 0")]
    [InlineData("etc/.wh.sub", "/etc/a 0", "/etc/b 0")]
    [InlineData(".wh.etc")]
    [InlineData("etc/.wh..wh..opq")]
    [InlineData("etc/sub/.wh..wh..opq", "/etc/a 0", "/etc/b 0")]
    [InlineData(".wh..wh..opq")]
    [InlineData("etc/.wh..wh.plnk", "/etc/a 0", "/etc/b 0", "/etc/sub/c 0")]
    [InlineData("etc/.wh.", "/etc/a 0", "/etc/b 0", "/etc/sub/c 0")]
    [InlineData("etc/.wh.absent", "/etc/a 0", "/etc/b 0", "/etc/sub/c 0")]
    public void A_whiteout_takes_away_what_lies_below_it(string whiteout, params string[] left) =>
        Assert.Equal(left, Seen(Base, new LayeredTar().File(whiteout, "")));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_whiteout_leaves_what_its_own_layer_has_wherever_it_stands(bool isFirst)
    {
        var upper = isFirst ? new LayeredTar().File("etc/.wh..wh..opq", "").File("etc/a") : new LayeredTar().File("etc/a").File("etc/.wh..wh..opq", "");

        Assert.Equal(["/etc/a 1"], Seen(Base, upper));
    }

    [Fact]
    public void What_was_taken_away_comes_back_alone() =>
        Assert.Equal(["/etc/sub/d 2"], Seen(Base, new LayeredTar().File(".wh.etc", ""), new LayeredTar().File("etc/sub/d")));

    [Fact]
    public void A_file_in_the_place_of_a_folder_hides_what_was_in_it() =>
        Assert.Equal(["/etc/a 0", "/etc/b 0", "/etc/sub 1"], Seen(Base, new LayeredTar().File("etc/sub")));

    [Fact]
    public void A_folder_in_the_place_of_a_file_holds_what_comes_into_it() =>
        Assert.Equal(["/etc/a/x 1", "/etc/b 0", "/etc/sub/c 0"], Seen(Base, new LayeredTar().Folder("etc/a").File("etc/a/x")));

    [Fact]
    public void What_goes_through_a_link_lies_where_the_link_leads()
    {
        var merged = new LayeredTar().Folder("usr/bin").Link("bin", "usr/bin").File("usr/bin/sh");

        Assert.Equal(["/usr/bin/app 1", "/usr/bin/sh 1"], Seen(merged, new LayeredTar().File("bin/sh").File("bin/app")));
    }

    [Fact]
    public void A_folder_of_its_own_takes_the_place_of_a_link_as_runtimes_have_it()
    {
        var merged = new LayeredTar().Folder("usr/bin").Link("bin", "usr/bin").File("usr/bin/sh");

        Assert.Equal(["/bin/app 1", "/usr/bin/sh 0"], Seen(merged, new LayeredTar().Folder("bin").File("bin/app")));
    }

    [Theory]
    [InlineData("../usr/bin/../bin")]
    [InlineData("/usr/./bin/")]
    [InlineData("../../../../usr//bin")]
    public void A_link_is_read_as_a_path_below_the_root(string target) =>
        Assert.Equal("/usr/bin/sh", Found("/opt/bin/sh", new LayeredTar().File("usr/bin/sh").Link("opt/bin", target)));

    [Fact]
    public void Links_in_a_ring_lead_nowhere() =>
        Assert.Null(Found("/a", new LayeredTar().Link("a", "b").Link("b", "a")));

    [Fact]
    public void Folders_that_a_link_leads_to_are_made_when_something_goes_into_them() =>
        Assert.Equal(["/run/lock/x 0"], Seen(new LayeredTar().Link("var", "/run/lock").File("var/x")));

    [Fact]
    public void Another_name_is_the_same_file_and_stays_when_the_first_is_taken_away()
    {
        var tree = LayeredTar.Tree(new LayeredTar().Program("bin/a"), new LayeredTar().HardLink("bin/b", "bin/a"), new LayeredTar().File("bin/.wh.a", ""));

        Assert.Equal(["/bin/b 1"], Seen(tree));
        Assert.NotNull(tree.ContentOf(tree.Files().Single()));
    }

    [Fact]
    public void What_can_lie_nowhere_is_counted()
    {
        var tree = LayeredTar.Tree(new LayeredTar().File("a").File("a/b").HardLink("c", "absent").HardLink("d", "folder").Folder("folder"));

        Assert.Equal(["/a 0"], Seen(tree));
        Assert.Equal(3, tree.Misplaced);
    }

    [Fact]
    public void An_entry_beside_the_last_lies_where_the_link_leads_now() =>
        Assert.Equal(["/new/x 0"], Seen(new LayeredTar().Folder("new").Link("l", ".").Link("l/l", "new").File("l/x")));

    [Fact]
    public void A_link_is_what_its_layer_made_it_even_where_a_folder_was() =>
        Assert.Equal(["/usr/lib/y 1"], Seen(new LayeredTar().Folder("lib").File("lib/x"), new LayeredTar().Folder("usr/lib").Link("lib", "usr/lib").File("lib/y")));

    [Fact]
    public void One_name_replaced_and_emptied_without_end_is_found_as_fast_as_any()
    {
        LayerRecordWriter lower = new(), upper = new();
        foreach (var _ in Enumerable.Range(0, 200_000)) lower.Add(EntryKind.File, "a"u8, [], isExecutable: false, content: null);
        foreach (var _ in Enumerable.Range(0, 200_000)) upper.Add(EntryKind.OpaqueFolder, [], [], isExecutable: false, content: null);
        upper.Add(EntryKind.Whiteout, "a"u8, [], isExecutable: false, content: null);
        foreach (var i in Enumerable.Range(0, 200_000)) upper.Add(EntryKind.HardLink, System.Text.Encoding.ASCII.GetBytes($"b{i}"), "a"u8, isExecutable: false, content: null);

        ImageTree tree = new([lower.Finish(0), upper.Finish(0)], lowest: 0, TestContext.Current.CancellationToken);

        Assert.Empty(tree.Files());
        Assert.Equal(200_000, tree.Misplaced);
    }

    private static string[] Seen(params LayeredTar[] layers) => Seen(LayeredTar.Tree(layers));

    private static string[] Seen(ImageTree tree) =>
        [.. tree.Files().Select(file => $"{tree.PathOf(file)} {tree.LayerOf(file)}").Order(StringComparer.Ordinal)];

    private static string? Found(string path, params LayeredTar[] layers)
    {
        var tree = LayeredTar.Tree(layers);
        return tree.Find(path) is { } node ? tree.PathOf(node) : null;
    }
}

using System.Text;
using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Reading.Tree;

public sealed class SourceTreeTests
{
    [Theory]
    [InlineData("a/b.txt")]
    [InlineData("./a//b.txt")]
    [InlineData("a/../a/b.txt")]
    [InlineData("link/b.txt")]
    [InlineData("absolute/b.txt")]
    public void A_path_inside_the_root_is_read(string path)
    {
        using var folder = new Folder().With("tree/a/b.txt", "text").WithLink("tree/link", "a");
        folder.WithLink("tree/absolute", folder.On("tree/a"));

        Assert.Equal("text", new SourceTree(folder.On("tree")).FindText(path)?.Text);
    }

    [Theory]
    [InlineData("../out.txt")]
    [InlineData("a/../../out.txt")]
    [InlineData("link-out")]
    [InlineData("folder-out/out.txt")]
    [InlineData("loop")]
    [InlineData("a")]
    [InlineData("absent")]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("binary")]
    public void Nothing_outside_the_root_and_nothing_but_text_is_read(string path)
    {
        using var folder = new Folder().With("out.txt", "secret").With("tree/a/b.txt").With("tree/binary", "a\0b")
            .WithLink("tree/link-out", "../out.txt").WithLink("tree/folder-out", "..").WithLink("tree/loop", "loop");

        Assert.Null(new SourceTree(folder.On("tree")).FindText(path));
    }

    [Fact]
    public void A_root_behind_a_link_is_a_root()
    {
        using var folder = new Folder().With("real/a.txt", "text").WithLink("tree", "real").WithLink("real/b.txt", "a.txt");

        Assert.Equal("text", new SourceTree(folder.On("tree")).FindText("b.txt")?.Text);
    }

    [Fact]
    public void Text_is_decoded_by_its_mark()
    {
        using var folder = new Folder();
        foreach (Encoding encoding in (Encoding[])[new UTF8Encoding(true), new UTF8Encoding(false), Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            File.WriteAllText(folder.On("a.txt"), "naïve", encoding);

            Assert.Equal("naïve", new SourceTree(folder.Path).FindText("a.txt")?.Text);
        }
    }

    [Fact]
    public void A_file_larger_than_the_bound_is_reported_and_not_read()
    {
        using var folder = new Folder().With("a.yaml");
        using (var file = File.OpenWrite(folder.On("a.yaml"))) file.SetLength(SourceTree.LargestFile + 1);

        var unparsed = Assert.Single(folder.Read().OfType<SourceItem.Unparsed>());

        Assert.Equal("it has 33554433 bytes; files of at most 33554432 are read", unparsed.Problem);
    }

    [Fact]
    public void A_single_file_is_a_target_by_its_name()
    {
        using var folder = new Folder().With("Dockerfile", "FROM a").With("compose.yaml", "services: {x: {image: b}}");

        var items = SourceReader.Read(new SourceTree(folder.On("Dockerfile")), new(), TestContext.Current.CancellationToken).ToList();

        Assert.Equal(["Dockerfile", "Dockerfile"], items.Select(item => item.Path));
    }

    [Fact]
    public void A_single_file_may_be_a_link_to_anywhere_and_takes_nothing_else_with_it()
    {
        using var folder = new Folder().With("out/real.txt", "FROM a").With("out/secret", "secret").WithLink("tree/Dockerfile", "../out/real.txt")
            .WithLink("tree/other", "../out/secret");

        SourceTree tree = new(folder.On("tree/Dockerfile"));

        Assert.Equal("FROM a", tree.FindText("Dockerfile")?.Text);
        Assert.Null(tree.FindText("other"));
    }
}

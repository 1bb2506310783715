using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Reading.Lists;

public sealed class ImageListTests
{
    [Fact]
    public void A_list_has_an_image_a_line_and_comments()
    {
        var found = SourceReader.ReadList(new SourceText("-", "# ours\nnginx:1.27\r\n\n  quay.io/a/b  # why\nNot An Image\n"))
            .OfType<SourceItem.Document>().Single().Content.Occurrences;

        Assert.Equal(["docker.io/library/nginx:1.27", "quay.io/a/b:latest", null], found.Select(image => image.Image?.ToString()));
        Assert.Equal([(2, 1), (4, 3), (5, 1)], found.Select(image => (image.At.Line, image.At.Column)));
        Assert.StartsWith("'Not An Image' is not an image reference: ", found[2].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_may_say_that_the_image_is_in_a_registry_as_skopeo_does_but_an_id_of_a_node_is_no_image()
    {
        var found = SourceReader.ReadList(new SourceText("-", "docker://nginx:1.27\ndocker://sha256:9f86d081\n"))
            .OfType<SourceItem.Document>().Single().Content.Occurrences;

        Assert.Equal(("docker://nginx:1.27", "docker.io/library/nginx:1.27"), (found[0].Written, found[0].Image?.ToString()));
        Assert.Null(found[1].Image);
    }

    [Fact]
    public void A_named_file_of_images_is_a_list_whatever_its_name()
    {
        using var folder = new Folder().With("images.txt", "nginx\nredis:7\n");

        var items = SourceReader.Read(new SourceTree(folder.On("images.txt")), new(), TestContext.Current.CancellationToken).ToList();

        Assert.Equal(2, items.OfType<SourceItem.Document>().Single().Content.Occurrences.Length);
        Assert.Empty(folder.Files());
    }

    [Fact]
    public void A_named_file_of_no_known_kind_is_said_to_be_none()
    {
        using var folder = new Folder().With("notes.txt", "some words\n");

        var items = SourceReader.Read(new SourceTree(folder.On("notes.txt")), new(), TestContext.Current.CancellationToken);

        Assert.StartsWith("its name is of no kind of file that names images", items.OfType<SourceItem.Unparsed>().Single().Problem, StringComparison.Ordinal);
    }
}

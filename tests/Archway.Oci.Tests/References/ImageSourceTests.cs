using Archway.Oci.References;
using Xunit;

namespace Archway.Oci.Tests.References;

public class ImageSourceTests
{
    private const string Sha256 = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData("oci:/tmp/layout", ImageSourceKind.Layout, "/tmp/layout", null)]
    [InlineData("oci:layout:1.2", ImageSourceKind.Layout, "layout", "1.2")]
    [InlineData("oci:layout@" + Sha256, ImageSourceKind.Layout, "layout", Sha256)]
    [InlineData("oci:lay@out", ImageSourceKind.Layout, "lay@out", null)]
    [InlineData("oci-archive:a.tar:app", ImageSourceKind.LayoutArchive, "a.tar", "app")]
    [InlineData("docker-archive:a.tar:ghcr.io/acme/api:1", ImageSourceKind.DockerArchive, "a.tar", "ghcr.io/acme/api:1")]
    [InlineData("oci:C:\\layouts\\app:1", ImageSourceKind.Layout, "C:\\layouts\\app", "1")]
    public void A_path_may_carry_a_name_or_a_digest(string text, ImageSourceKind kind, string path, string? selector)
    {
        var source = ImageSource.Parse(text);

        Assert.Equal((kind, path, selector), (source.Kind, source.Path, source.Selector));
        Assert.Equal(text, source.ToString());
        Assert.Equal(source, ImageSource.Parse(source.ToString()));
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("image:nginx")]
    public void What_has_no_scheme_of_a_path_is_a_reference(string text) =>
        Assert.Equal("docker.io/library/nginx:latest", ImageSource.Parse(text).Reference?.ToString());

    [Theory]
    [InlineData("oci:5000/a:latest")]
    [InlineData("oci-archive:5000/a:latest")]
    [InlineData("image:5000/a:latest")]
    public void A_host_that_is_named_as_a_scheme_reads_back(string reference)
    {
        var source = ImageSource.Of(ImageReference.Parse(reference));

        Assert.Equal("image:" + reference, source.ToString());
        Assert.Equal(source, ImageSource.Parse(source.ToString()));
    }

    [Theory]
    [InlineData("oci:")]
    [InlineData("oci::tag")]
    [InlineData("oci:layout:")]
    [InlineData("image:")]
    [InlineData(null)]
    public void A_source_without_a_path_or_a_name_is_refused(string? text) => Assert.NotNull(ImageSource.Read(text).Problem);
}

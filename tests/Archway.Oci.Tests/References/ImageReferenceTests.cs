using Archway.Oci.Content;
using Archway.Oci.References;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Oci.Tests.References;

public class ImageReferenceTests
{
    private const string Sha256 = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static readonly string Hex = new('a', 64);

    [Theory]
    [InlineData("nginx", "docker.io/library/nginx:latest")]
    [InlineData("nginx:1.27", "docker.io/library/nginx:1.27")]
    [InlineData("grafana/grafana", "docker.io/grafana/grafana:latest")]
    [InlineData("docker.io/nginx", "docker.io/library/nginx:latest")]
    [InlineData("index.docker.io/library/nginx", "docker.io/library/nginx:latest")]
    [InlineData("index.docker.io/nginx", "docker.io/library/nginx:latest")]
    [InlineData("Docker.IO/nginx", "docker.io/library/nginx:latest")]
    [InlineData("docker.io/a/b/c:x", "docker.io/a/b/c:x")]
    [InlineData("localhost/app", "localhost/app:latest")]
    [InlineData("localhost:5000/app", "localhost:5000/app:latest")]
    [InlineData("ghcr.io/acme/api@" + Sha256, "ghcr.io/acme/api@" + Sha256)]
    [InlineData("ghcr.io/acme/api:1@" + Sha256, "ghcr.io/acme/api:1@" + Sha256)]
    [InlineData("[::1]:5000/app", "[::1]:5000/app:latest")]
    [InlineData("[2001:db8::1]/app:v1", "[2001:db8::1]/app:v1")]
    [InlineData("EXAMPLE.com/app", "example.com/app:latest")]
    [InlineData("Foo/bar", "Foo/bar:latest")]
    [InlineData("nginx:5000", "docker.io/library/nginx:5000")]
    [InlineData("host:5000/app:tag", "host:5000/app:tag")]
    [InlineData("xn--n3h.com/myimage:xn--n3h.com", "xn--n3h.com/myimage:xn--n3h.com")]
    [InlineData("b.gcr.io/test.example.com/my-app:test.example.com", "b.gcr.io/test.example.com/my-app:test.example.com")]
    [InlineData("aa/b__c.d-e---f", "docker.io/aa/b__c.d-e---f:latest")]
    [InlineData("a:_tag", "docker.io/library/a:_tag")]
    public void A_reference_is_read_as_docker_reads_it(string text, string full) =>
        Assert.Equal(full, ImageReference.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData(":tag")]
    [InlineData("@" + Sha256)]
    [InlineData("repo@sha256:123")]
    [InlineData("repo@md5:d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("Uppercase:tag")]
    [InlineData("test:5000/Uppercase/lowercase:tag")]
    [InlineData("a/..")]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("docker.io/")]
    [InlineData("a___b/c")]
    [InlineData("-a/b")]
    [InlineData("a:-tag")]
    [InlineData("a: tag")]
    [InlineData("a b")]
    [InlineData("http://a/b")]
    [InlineData("[fd00::1/app")]
    [InlineData("a.b:port/c")]
    [InlineData("☃.com/myimage")]
    [InlineData("${IMAGE}")]
    [InlineData("aa/asdf$$^/aa")]
    [InlineData("[:::::]/app")]
    [InlineData("host.io:99999/app")]
    public void What_docker_does_not_read_is_refused_with_a_sentence(string? text)
    {
        var read = ImageReference.Read(text);

        Assert.Null(read.Value);
        Assert.NotEmpty(read.Problem!);
    }

    [Fact]
    public void An_image_id_is_no_reference_but_may_be_a_name_with_a_tag()
    {
        Assert.Contains("image id", ImageReference.Read(Hex).Problem);
        Assert.Equal($"docker.io/library/{Hex}:1", ImageReference.Parse(Hex + ":1").ToString());
    }

    [Fact]
    public void Tags_and_repositories_are_bounded()
    {
        Assert.NotNull(ImageReference.Read("a:" + new string('t', 128)).Value);
        Assert.Null(ImageReference.Read("a:" + new string('t', 129)).Value);
        Assert.NotNull(ImageReference.Read("a.io/" + new string('r', 255)).Value);
        Assert.Null(ImageReference.Read("a.io/" + new string('r', 256)).Value);
        Assert.Null(ImageReference.Read(new string('a', 1_000_000)).Value);
    }

    [Fact]
    public void A_reference_reads_back_from_its_own_text()
    {
        var hosts = Gen.Elements("", "docker.io/", "index.docker.io/", "ghcr.io/", "localhost/", "LOCALHOST/", "host:5000/", "[::1]:443/", "Foo/", "A.b/",
            "[FE80::1]/");
        var paths = Gen.Elements("nginx", "library/nginx", "a/b/c", "x__y.z-w", "localhost", "docker.io");
        var tags = Gen.Elements("", ":1", ":_x", ":latest", ":A.b-c_d");
        var digests = Gen.Elements("", "@" + Sha256, "@" + "sha512:" + new string('0', 128));
        var references = hosts.SelectMany(
            host => paths.SelectMany(path => tags.SelectMany(tag => digests.Select(digest => ImageReference.Parse(host + path + tag + digest)))));

        Prop.ForAll(references.ToArbitrary(), reference => ImageReference.Parse(reference.ToString()) == reference).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_text_makes_the_grammar_throw_and_what_it_reads_is_stable()
    {
        Prop.ForAll<string?>(text => !ImageReference.Read(text).TryGetValue(out var reference) || ImageReference.Parse(reference.ToString()) == reference)
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_digest_outranks_a_tag()
    {
        var pinned = ImageReference.Parse("redis:7").PinnedTo(Digest.Parse(Sha256));

        Assert.Equal(Sha256, pinned.Selector);
        Assert.Equal("7", pinned.Tag);
        Assert.Equal("8", pinned.WithTag("8").Selector);
        Assert.Throws<FormatException>(() => pinned.WithTag("not a tag"));
    }
}

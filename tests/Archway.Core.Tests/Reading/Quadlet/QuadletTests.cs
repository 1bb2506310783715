using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Reading.Quadlet;

public sealed class QuadletTests
{
    [Theory]
    [InlineData("web.container", "[Unit]\nDescription=x\n[Container]\nImage=docker.io/library/nginx:1.27\n",
        "4 docker.io/library/nginx:1.27 → docker.io/library/nginx:1.27")]
    [InlineData("web.container", "[Container]\r\n  Image = nginx\r\n", "2 nginx → docker.io/library/nginx:latest")]
    [InlineData("web.container", "[Container]\n# Image=a\n; Image=b\nExec=x \\\n# c\n Image=d\nImage=e\n", "7 e → docker.io/library/e:latest")]
    [InlineData("web.container", "[Container]\nImage=\\\n  quay.io/acme/web\n", "2 quay.io/acme/web → quay.io/acme/web:latest")]
    [InlineData("web.container", "[Container]\nImage=\"quay.io/acme/web:1\"\n", "2 quay.io/acme/web:1 → quay.io/acme/web:1")]
    [InlineData("web.container", "[Container]\nImage='quay.io/acme/web:1'\n", "2 quay.io/acme/web:1 → quay.io/acme/web:1")]
    [InlineData("web.container", "[Container]\nImage=\"quay.io/acme/web\\\n\"\n", "2 quay.io/acme/web → quay.io/acme/web:latest")]
    [InlineData("web.container", "[Container]\nImage=\"web.image\"\n", "")]
    [InlineData("web.container", "[Container]\nImage=a\nImage=b\n", "3 b → docker.io/library/b:latest")]
    [InlineData("web.container", "[Container]\nImage=web.image\n", "")]
    [InlineData("web.container", "[Container]\nImage=web.build\n", "")]
    [InlineData("web@.container", "[Container]\nImage=nginx:%i\n", "2 nginx:%i → ! systemd fills in %i when the unit starts")]
    [InlineData("web.container", "[Container]\nImage=nginx:${TAG}\n", "2 nginx:${TAG} → ! ${TAG} is filled in from outside this file")]
    [InlineData("web.container", "[Service]\nImage=nginx\n[Container]\n", "")]
    [InlineData("web.container.d/image.conf", "[Container]\nImage=nginx\n", "2 nginx → docker.io/library/nginx:latest")]
    [InlineData("web.conf", "[Container]\nImage=nginx\n", "")]
    [InlineData("web.image", "[Image]\nImage=docker://quay.io/acme/web:1\n", "2 docker://quay.io/acme/web:1 → quay.io/acme/web:1")]
    [InlineData("data.volume", "[Volume]\nDriver=image\nImage=quay.io/acme/data:1\n", "3 quay.io/acme/data:1 → quay.io/acme/data:1")]
    [InlineData("data.volume", "[Volume]\nImage=quay.io/acme/data:1\n", "")]
    [InlineData("web.kube", "[Kube]\nYaml=web.yaml\nImage=x\n", "")]
    public void A_unit_names_the_image_that_it_runs(string path, string text, string images)
    {
        using var folder = new Folder().With(path, text);

        Assert.Equal(images, folder.Images().Replace(path + ":", "", StringComparison.Ordinal));
    }

    [Fact]
    public void An_image_in_quotes_stands_between_them()
    {
        using var folder = new Folder().With("web.container", "[Container]\nImage=\"nginx:1.27\"\n");

        var found = Assert.Single(folder.Read().OfType<SourceItem.Document>().SelectMany(document => document.Content.Occurrences));

        Assert.Equal((8, "nginx:1.27".Length), (found.At.Column, found.At.Length));
    }

    [Fact]
    public void A_build_unit_builds_its_tags()
    {
        using var folder = new Folder().With("u/app/Containerfile").With("u/Containerfile.arm")
            .With("u/a.build", "[Build]\nImageTag=localhost/a:1\nSetWorkingDirectory=app\n")
            .With("u/b.build", "[Build]\nImageTag=localhost/b\nFile=./Containerfile.arm\nSetWorkingDirectory=unit\n");

        Assert.Equal("u/a.build:2 localhost/a:1 ← u/app/Containerfile\nu/b.build:2 localhost/b ← u/Containerfile.arm", folder.Builds());
    }

    [Theory]
    [InlineData("disk.image", "no unit at all")]
    [InlineData("disk.image", "\0\u0001")]
    [InlineData("x.build", "make all")]
    [InlineData("x.container", "")]
    public void A_file_of_another_kind_under_such_a_name_is_passed_over(string path, string text)
    {
        using var folder = new Folder().With(path, text);

        Assert.Empty(folder.Read());
    }
}

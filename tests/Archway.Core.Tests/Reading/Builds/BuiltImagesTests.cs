using Archway.Core.Tests.Reading.Tree;
using Archway.Oci.References;
using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Reading.Builds;

public sealed class BuiltImagesTests
{
    [Theory]
    [InlineData("acme/app:1", "acme/app:1")]
    [InlineData("acme/app", "acme/app:9")]
    [InlineData("acme/app:$TAG", "acme/app:9")]
    [InlineData("acme/app:1.${MINOR}", "acme/app:1.7")]
    [InlineData("docker.io/acme/app:$(TAG)", "acme/app:9")]
    [InlineData("$REGISTRY/app:$TAG", "ghcr.io/acme/app:9")]
    [InlineData("${{ env.REGISTRY }}/acme/app:${{ github.sha }}", "ghcr.io/acme/app:9")]
    [InlineData("ghcr.io/$OWNER/app", "ghcr.io/acme/app:9")]
    [InlineData("app", "app")]
    [InlineData("app:$TAG", "app")]
    [InlineData("redis:7", "redis:7")]
    [InlineData("acme/*", "acme/app:9")]
    [InlineData("ghcr.io/*", "ghcr.io/acme/app:9")]
    public void An_image_that_a_build_names_is_built_here(string name, string image) => Assert.NotNull(Find(name, image));

    [Theory]
    [InlineData("acme/app:1", "acme/app:2")]
    [InlineData("acme/app:1.${MINOR}", "acme/app:2.7")]
    [InlineData("acme/app", "quay.io/acme/app")]
    [InlineData("acme/app", "acme/application")]
    [InlineData("$NAME", "acme/app")]
    [InlineData("acme/$NAME", "acme/app")]
    [InlineData("acme/app-$ARCH", "acme/app-arm64")]
    [InlineData("${REGISTRY}app", "ghcr.io/acme/app")]
    [InlineData("$REGISTRY/app", "ghcr.io/acme/my-app")]
    [InlineData("ghcr.io/$OWNER/app", "quay.io/acme/app")]
    [InlineData("$REGISTRY/redis:$TAG", "bitnami/redis:7")]
    [InlineData("$REGISTRY/app:$TAG", "app:7")]
    [InlineData("redis", "redis:7")]
    [InlineData("redis:$TAG", "redis:7")]
    [InlineData("acme/*", "other/app:9")]
    [InlineData("*", "mongo:3.0")]
    [InlineData("mon*", "mongo:3.0")]
    [InlineData("docker.io/library/*", "mongo:3.0")]
    [InlineData("acme/app", "acme/app@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void An_image_that_may_be_another_is_not(string name, string image) => Assert.Null(Find(name, image));

    [Fact]
    public void A_build_whose_Dockerfile_is_known_is_preferred()
    {
        var images = BuiltImages.Of([new(default, "acme/app", null), new(default, "acme/app:1", "app/Dockerfile")]);

        Assert.Equal("app/Dockerfile", images.Find(ImageReference.Parse("acme/app:1"))?.Dockerfile);
        Assert.Null(images.Find(ImageReference.Parse("acme/app:2"))?.Dockerfile);
    }

    [Theory]
    [InlineData("REGISTRY ?= registry.example.com\nbuild:\n\tdocker build -t ${REGISTRY}/app:$(TAG) .\n", "acme/app:1", false)]
    [InlineData("REGISTRY ?= registry.example.com\nbuild:\n\tdocker build -t ${REGISTRY}/app:$(TAG) .\n", "ghcr.io/acme/app:1", true)]
    [InlineData("export REGISTRY=\"${REGISTRY:-localhost:5000}\"\ndocker build -t $REGISTRY/app .\n", "acme/app:1", false)]
    [InlineData("docker build -t ${REGISTRY:-ghcr.io/acme}/app .\n", "acme/app:1", false)]
    [InlineData("REGISTRY=acme\ndocker build -t $REGISTRY/app .\n", "acme/app:1", true)]
    [InlineData("REGISTRY=docker.io/acme\ndocker build -t $REGISTRY/app .\n", "acme/app:1", true)]
    [InlineData("docker build -t $REGISTRY/app .\n", "acme/app:1", true)]
    public void A_registry_in_a_variable_is_no_account_at_Docker_Hub(string script, string image, bool isBuilt)
    {
        using var folder = new Folder().With("Makefile", script);

        var builds = folder.Read().OfType<SourceItem.Document>().SelectMany(document => document.Content.Builds);

        Assert.Equal(isBuilt, BuiltImages.Of(builds).Find(ImageReference.Parse(image)) is not null);
    }

    private static ImageBuild? Find(string name, string image) => BuiltImages.Of([new(default, name, null)]).Find(ImageReference.Parse(image));
}

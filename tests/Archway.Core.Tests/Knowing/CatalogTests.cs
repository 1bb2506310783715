using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Xunit;

namespace Archway.Core.Tests.Knowing;

public sealed class CatalogTests
{
    [Theory]
    [InlineData("istio/pilot:1.15.0", CatalogVerdict.Yes)]
    [InlineData("istio/pilot:1.14.6", CatalogVerdict.No)]
    [InlineData("istio/pilot:1.15.0-rc.1", CatalogVerdict.Unknown)]
    [InlineData("envoyproxy/envoy:v1.23.0", CatalogVerdict.Broken)]
    [InlineData("quay.io/coreos/kube-state-metrics:v2.0.0", CatalogVerdict.No)]
    [InlineData("traefik:v2.10-nanoserver-1809", CatalogVerdict.No)]
    [InlineData("traefik", CatalogVerdict.Yes)]
    public void The_catalog_answers(string image, CatalogVerdict expected)
    {
        var answer = Catalog.Embedded.Ask(ImageReference.Parse(image), Platform.LinuxArm64);

        Assert.Equal(expected, answer.Verdict);
    }
}

using Archway.Core.Tests.Reading.Tree;
using Xunit;

namespace Archway.Core.Tests.Reading.Helm;

public sealed class SubchartTests
{
    private const string Chart = "apiVersion: v2\nversion: 1.0.0\nname: ";

    [Theory]
    [InlineData("", "charts/sub/values.yaml:1 mongo → docker.io/library/mongo:7")]
    [InlineData("other: {image: {tag: '3.0'}}", "charts/sub/values.yaml:1 mongo → docker.io/library/mongo:7")]
    [InlineData("sub: {image: {tag: '3.0'}}", "values.yaml:1 3.0 → docker.io/library/mongo:3.0")]
    [InlineData("sub: {image: {repository: acme/db}}", "values.yaml:1 acme/db → docker.io/acme/db:7")]
    [InlineData("sub: {image: {registry: reg.io}}", "values.yaml:1 reg.io → reg.io/mongo:7")]
    [InlineData("global: {imageRegistry: reg.io}", "values.yaml:1 reg.io → reg.io/mongo:7")]
    [InlineData("sub: {global: {imageRegistry: own.io}}", "values.yaml:1 own.io → own.io/mongo:7")]
    [InlineData("sub: {image: {repository: quay.io/mongo, tag: '3.0'}}", "values.yaml:1 quay.io/mongo → quay.io/mongo:3.0")]
    public void A_chart_that_brings_another_along_has_values_for_it(string values, string images)
    {
        using var folder = new Folder().With("Chart.yaml", Chart + "app").With("values.yaml", values)
            .With("charts/sub/Chart.yaml", Chart + "sub").With("charts/sub/values.yaml", "image: {repository: mongo, tag: '7'}");

        Assert.Equal(images, folder.Images());
    }

    [Fact]
    public void A_default_that_one_of_several_uses_leaves_stays()
    {
        using var folder = new Folder()
            .With("Chart.yaml", Chart + "app\ndependencies: [{name: sub, alias: a}, {name: sub, alias: b}]").With("values.yaml", "a: {image: {tag: '3.0'}}")
            .With("charts/sub/Chart.yaml", Chart + "sub").With("charts/sub/values.yaml", "image: {repository: mongo, tag: '7'}");

        Assert.Equal(
            """
            charts/sub/values.yaml:1 mongo → docker.io/library/mongo:7
            values.yaml:1 3.0 → docker.io/library/mongo:3.0
            """,
            folder.Images());
    }

    [Fact]
    public void Values_reach_a_chart_within_a_chart_within_a_chart()
    {
        using var folder = new Folder()
            .With("Chart.yaml", Chart + "app").With("values.yaml", "mid: {sub: {image: {tag: '3.0'}}}")
            .With("charts/mid/Chart.yaml", Chart + "mid").With("charts/mid/values.yaml", "sub: {image: {tag: '5.0'}}")
            .With("charts/mid/charts/sub/Chart.yaml", Chart + "sub").With("charts/mid/charts/sub/values.yaml", "image: {repository: mongo, tag: '7'}");

        Assert.Equal("values.yaml:1 3.0 → docker.io/library/mongo:3.0", folder.Images());
    }

    [Fact]
    public void A_chart_beside_the_one_that_brings_it_along_stands_for_itself_too()
    {
        using var folder = new Folder()
            .With("app/Chart.yaml", Chart + "app\ndependencies: [{name: sub, repository: 'file://../sub'}]")
            .With("app/values.yaml", "sub: {image: {tag: '3.0'}}")
            .With("sub/Chart.yaml", Chart + "sub").With("sub/values.yaml", "image: {repository: mongo, tag: '7'}");

        Assert.Equal(
            """
            app/values.yaml:1 3.0 → docker.io/library/mongo:3.0
            sub/values.yaml:1 mongo → docker.io/library/mongo:7
            """,
            folder.Images());
    }

    [Fact]
    public void Other_values_of_a_chart_are_laid_over_its_own()
    {
        using var folder = new Folder().With("Chart.yaml", Chart + "app")
            .With("values.yaml", "image: {repository: mongo, tag: '7'}\nsidecar: {image: {repository: busybox, tag: '1'}}")
            .With("values-old.yaml", "image: {tag: '3.0'}");

        Assert.Equal(
            """
            values-old.yaml:1 3.0 → docker.io/library/mongo:3.0
            values.yaml:1 mongo → docker.io/library/mongo:7
            values.yaml:2 busybox → docker.io/library/busybox:1
            """,
            folder.Images());
    }

    [Fact]
    public void Charts_that_bring_each_other_along_come_to_an_end()
    {
        using var folder = new Folder()
            .With("a/Chart.yaml", Chart + "a\ndependencies: [{name: b, repository: 'file://../b'}]")
            .With("a/values.yaml", "image: {repository: mongo, tag: '7'}")
            .With("b/Chart.yaml", Chart + "b\ndependencies: [{name: a, repository: 'file://../a'}]")
            .With("b/values.yaml", "image: {repository: redis, tag: '7'}");

        Assert.Equal(
            """
            a/values.yaml:1 mongo → docker.io/library/mongo:7
            b/values.yaml:1 redis → docker.io/library/redis:7
            """,
            folder.Images());
    }
}

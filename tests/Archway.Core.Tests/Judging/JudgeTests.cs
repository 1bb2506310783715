using Archway.Judging;
using Archway.Knowing;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Resolving;
using Xunit;

namespace Archway.Core.Tests.Judging;

/// <summary>What is thought of facts, whatever they came from.</summary>
public sealed class JudgeTests
{
    private static readonly CatalogAnswer Nothing = Catalog(CatalogVerdict.Unknown, "the catalog does not know it");

    [Theory]
    [InlineData("linux/arm64", "linux/amd64 linux/arm64", ImageStatus.Ready)]
    [InlineData("linux/arm64", "linux/arm64/v8", ImageStatus.Ready)]
    [InlineData("linux/arm64/v8", "linux/arm64", ImageStatus.Ready)]
    [InlineData("linux/arm64", "linux/amd64", ImageStatus.Blocked)]
    [InlineData("linux/arm64", "linux/arm/v7", ImageStatus.Blocked)]
    [InlineData("linux/arm64", "windows/arm64", ImageStatus.Blocked)]
    [InlineData("linux/amd64/v3", "linux/amd64/v2", ImageStatus.Ready)]
    [InlineData("linux/amd64/v2", "linux/amd64/v3", ImageStatus.Blocked)]
    [InlineData("linux/arm/v7", "linux/arm/v6", ImageStatus.Ready)]
    [InlineData("linux/arm/v6", "linux/arm/v7", ImageStatus.Blocked)]
    public void An_index_runs_where_one_of_its_platforms_does(string target, string platforms, ImageStatus status)
    {
        var judged = On(target, Found(platforms), Nothing);

        Assert.Equal(status, judged.Status);
    }

    [Fact]
    public void A_registry_that_answers_outranks_the_catalog_both_ways()
    {
        Assert.Equal(ImageStatus.Blocked, On("linux/arm64", Found("linux/amd64"), Catalog(CatalogVerdict.Yes, "since 1.0")).Status);
        Assert.Equal(ImageStatus.Ready, On("linux/arm64", Found("linux/arm64"), Catalog(CatalogVerdict.No, "never")).Status);
        Assert.Equal(ImageStatus.Missing, On("linux/arm64", Facts(new ImageAnswer.Absent("no such tag")), Catalog(CatalogVerdict.Yes, "since 1.0")).Status);
    }

    [Fact]
    public void An_index_cannot_speak_for_content_that_is_known_to_be_foreign()
    {
        var judged = On("linux/arm64", Found("linux/amd64 linux/arm64"), Catalog(CatalogVerdict.Broken, "its content is for x86-64"));

        Assert.Equal(ImageStatus.Broken, judged.Status);
        Assert.Contains("its content is for x86-64", judged.Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CatalogVerdict.Yes, ImageStatus.Ready)]
    [InlineData(CatalogVerdict.No, ImageStatus.Blocked)]
    [InlineData(CatalogVerdict.Broken, ImageStatus.Broken)]
    [InlineData(CatalogVerdict.Unknown, ImageStatus.Unknown)]
    public void Where_no_registry_answers_the_catalog_does_and_is_named(CatalogVerdict known, ImageStatus status)
    {
        var judged = On("linux/arm64", Facts(new ImageAnswer.None("no route to host")), Catalog(known, "what the catalog says"));

        Assert.Equal((status, known != CatalogVerdict.Unknown), (judged.Status, judged.IsFromCatalog));
        Assert.Equal(known == CatalogVerdict.Unknown ? "no route to host" : "what the catalog says", judged.Because);
    }

    [Fact]
    public void What_an_entry_knows_is_told_beside_what_nobody_asked()
    {
        var known = Archway.Knowing.Catalog.Embedded.Ask(ImageReference.Parse("calico/node:v3.3.0"), Platform.LinuxArm64);

        Assert.Equal(
            "no route to host; Calico is known to have arm64 images since 3.17.0; whether 'v3.3.0' has is not",
            On("linux/arm64", Facts(new ImageAnswer.None("no route to host")), known).Because);
    }

    [Fact]
    public void An_image_that_is_built_here_is_neither_blocked_nor_missing_nor_unknown()
    {
        ImageFacts[] facts = [Found("linux/amd64"), Facts(new ImageAnswer.Absent("no such tag")), Facts(new ImageAnswer.None("no network"))];

        Assert.All(facts, fact => Assert.Equal(ImageStatus.Rebuild, On("linux/arm64", fact, Nothing, "built from Dockerfile").Status));
        Assert.Equal(ImageStatus.Ready, On("linux/arm64", Found("linux/arm64"), Nothing, "built from Dockerfile").Status);
    }

    [Fact]
    public void What_only_a_config_says_is_not_known_to_run()
    {
        var facts = Found("linux/amd64");
        facts = facts with { Platforms = facts.Platforms.Add(new(Platform.LinuxArm64, facts.Platforms[0].Manifest) { IsDeclared = false }) };

        Assert.Equal(ImageStatus.Unknown, On("linux/arm64", facts, Nothing).Status);
        Assert.Equal(ImageStatus.Blocked, On("linux/s390x", facts, Nothing).Status);
    }

    [Fact]
    public void An_artifact_is_no_image_and_runs_nowhere() =>
        Assert.Equal(ImageStatus.Blocked, On("linux/arm64", Facts(new ImageAnswer.Artifact("application/vnd.cncf.helm.config.v1+json")), Nothing).Status);

    [Fact]
    public void An_entry_that_cannot_be_read_may_be_the_one_that_runs()
    {
        var facts = Found("linux/amd64") with { Doubt = "its index has 1 entry without a readable digest" };

        Assert.Equal(ImageStatus.Unknown, On("linux/arm64", facts, Nothing).Status);
        Assert.Equal(ImageStatus.Ready, On("linux/amd64", facts, Nothing).Status);
    }

    [Theory]
    [InlineData(Requirement.Registry, CatalogVerdict.Yes, ImageStatus.Unknown)]
    [InlineData(Requirement.Registry, CatalogVerdict.No, ImageStatus.Unknown)]
    [InlineData(Requirement.Registry, CatalogVerdict.Broken, ImageStatus.Broken)]
    [InlineData(Requirement.Content, CatalogVerdict.Yes, ImageStatus.Unknown)]
    [InlineData(Requirement.Content, CatalogVerdict.No, ImageStatus.Unknown)]
    [InlineData(Requirement.Content, CatalogVerdict.Broken, ImageStatus.Broken)]
    public void The_catalogs_yes_and_no_are_not_known_when_more_is_required(Requirement required, CatalogVerdict known, ImageStatus status)
    {
        var judged = On("linux/arm64", Facts(new ImageAnswer.None("no route to host")), Catalog(known, "what the catalog says"), required: required);

        Assert.Equal((status, status == ImageStatus.Broken), (judged.Status, judged.IsFromCatalog));
        Assert.Contains("what the catalog says", judged.Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Requirement.Registry, "linux/arm64", ImageStatus.Ready)]
    [InlineData(Requirement.Registry, "linux/amd64", ImageStatus.Blocked)]
    [InlineData(Requirement.Content, "linux/arm64", ImageStatus.Unknown)]
    [InlineData(Requirement.Content, "linux/amd64", ImageStatus.Blocked)]
    public void A_registrys_no_always_stands_and_its_yes_until_content_is_required(Requirement required, string platforms, ImageStatus status) =>
        Assert.Equal(status, On("linux/arm64", Found(platforms), Nothing, required: required).Status);

    [Fact]
    public void What_is_built_here_stays_to_be_rebuilt_whatever_is_required_and_what_is_published_and_unread_is_not_known()
    {
        Assert.Equal(ImageStatus.Rebuild,
            On("linux/arm64", Facts(new ImageAnswer.None("no network")), Nothing, "built from Dockerfile", Requirement.Content).Status);
        Assert.Equal(ImageStatus.Rebuild, On("linux/arm64", Found("linux/amd64"), Nothing, "built from Dockerfile", Requirement.Content).Status);
        Assert.Equal(ImageStatus.Unknown, On("linux/arm64", Found("linux/arm64"), Nothing, "built from Dockerfile", Requirement.Content).Status);
    }

    [Fact]
    public void The_worst_platform_stands_for_the_image()
    {
        var image = Judge.Image(Found("linux/arm64"), [new(Platform.LinuxArm64, Nothing), new(Platform.Parse("linux/amd64"), Nothing)], builtFrom: null);

        Assert.Equal([ImageStatus.Ready, ImageStatus.Blocked], image.Targets.Select(target => target.Status));
        Assert.Equal(ImageStatus.Blocked, image.Worst.Status);
    }

    private static TargetJudgement On(
        string target, ImageFacts facts, CatalogAnswer known, string? builtFrom = null, Requirement required = Requirement.Catalog) =>
        Assert.Single(Judge.Image(facts, [new(Platform.Parse(target), known)], builtFrom, required).Targets);

    private static CatalogAnswer Catalog(CatalogVerdict verdict, string because) => new() { Verdict = verdict, Because = because };

    private static ImageFacts Facts(ImageAnswer answer) => new() { Image = "docker.io/acme/app:1", Answer = answer };

    private static ImageFacts Found(string platforms) => Facts(new ImageAnswer.Found()) with
    {
        IsIndex = true,
        Digest = Digest.Of("index"u8),
        Platforms = [.. platforms.Split(' ').Select(text => new PlatformFacts(Platform.Parse(text), Descriptor.Of(MediaTypes.OciManifest, "manifest"u8)))],
    };
}

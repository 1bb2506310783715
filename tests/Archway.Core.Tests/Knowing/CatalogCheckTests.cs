using Archway.Knowing;
using Archway.Oci.Platforms;
using Xunit;

namespace Archway.Core.Tests.Knowing;

/// <summary>Questions to the catalog, as people write them.</summary>
public sealed class CatalogCheckTests
{
    [Theory]
    [InlineData("istio", null, "istio", null)]
    [InlineData("istio@1.14", null, "istio", "1.14")]
    [InlineData("New Relic@1.18.0", null, "New Relic", "1.18.0")]
    [InlineData("traefik:v2.2", "docker.io/library/traefik:v2.2", null, null)]
    [InlineData("quay.io/coreos/etcd:v3.4.0", "quay.io/coreos/etcd:v3.4.0", null, null)]
    [InlineData("istio/pilot", "docker.io/istio/pilot:latest", null, null)]
    [InlineData("istio/pilot@1.14", "docker.io/istio/pilot:1.14", null, null)]
    [InlineData("localhost:5000/a", "localhost:5000/a:latest", null, null)]
    public void A_question_is_about_an_image_or_about_software(string text, string? image, string? name, string? version)
    {
        var question = CatalogQuestion.Read(text).Value;

        Assert.Equal((text, image, name, version), (question?.Written, question?.Image?.ToString(), question?.Name, question?.Version));
    }

    [Fact]
    public void A_digest_is_no_version()
    {
        const string Pinned = "nginx@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

        Assert.NotNull(CatalogQuestion.Read(Pinned).Value?.Image?.Digest);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("@")]
    [InlineData("@1.0")]
    [InlineData("istio@")]
    [InlineData("istio@ ")]
    [InlineData("istio/pilot@")]
    [InlineData("istio@1 4")]
    [InlineData("is\ntio@1")]
    [InlineData("Upper/Case:1")]
    [InlineData("traefik:v2@v3")]
    public void What_is_neither_is_told_why(string text) => Assert.NotEmpty(CatalogQuestion.Read(text).Problem!);

    [Fact]
    public void A_question_of_any_length_is_answered_at_once()
    {
        Assert.NotNull(CatalogQuestion.Read(new string('a', 1_000_000)).Problem);
        Assert.Empty(Catalog.Embedded.Near(new string('a', 100_000)));
    }

    [Fact]
    public void No_two_entries_go_by_the_same_name()
    {
        static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
        var names = Catalog.Embedded.Entries.SelectMany(entry => new[] { entry.Id, entry.Name, entry.Guide?.Name ?? entry.Name }.Select(Plain).Distinct());

        Assert.Equal([], names.CountBy(name => name).Where(name => name.Value > 1).Select(name => name.Key));
    }

    [Theory]
    [InlineData("consul", "Consul in HashiCorp's own repository has arm64 images since 1.15.0")]
    [InlineData("vault", "Vault in HashiCorp's own repository has arm64 images since 1.9.0")]
    public void Whoever_names_no_version_is_told_of_the_new_home(string name, string because) => Assert.Equal(because, OnArm(name).Answer.Because);

    [Theory]
    [InlineData("helm@2.16.9", Delivery.Binary, CatalogVerdict.Yes)]
    [InlineData("flatcar@3033", Delivery.Os, CatalogVerdict.Yes)]
    [InlineData("newrelic@1.18.0", Delivery.Package, CatalogVerdict.Yes)]
    [InlineData("aws-cli@1", Delivery.Library, CatalogVerdict.Yes)]
    [InlineData("terraform@0.14.0", Delivery.Image, CatalogVerdict.No)]
    public void Each_form_has_its_own_answer(string question, Delivery form, CatalogVerdict expected) =>
        Assert.Equal((expected, form), (OnArm(question, form).Answer.Verdict, OnArm(question, form).Answer.Delivery));

    [Fact]
    public void What_is_known_of_other_forms_is_told_besides()
    {
        var check = OnArm("terraform@0.14.0");

        Assert.Equal((Delivery.Binary, CatalogVerdict.Yes), (check.Answer.Delivery, check.Answer.Verdict));
        Assert.Contains(check.OtherForms, other => other is { Delivery: Delivery.Image, Verdict: CatalogVerdict.No });
    }

    [Theory]
    [InlineData("istio@1.15.0", "1.15.0")]
    [InlineData("istio@1.14.0", "1.15.0")]
    [InlineData("aws-cli@latest", null)]
    public void The_first_version_is_told_whatever_the_answer(string question, string? since) => Assert.Equal(since, OnArm(question).Answer.Since?.ToString());

    private static CatalogCheck OnArm(string question, Delivery? form = null) =>
        Catalog.Embedded.Check(CatalogQuestion.Read(question).ValueOrThrow(), Platform.LinuxArm64, form);
}

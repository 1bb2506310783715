using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Xunit;

namespace Archway.Core.Tests.Knowing;

/// <summary>What an answer carries beside its verdict, and how entries are found.</summary>
public sealed class CatalogEntryTests
{
    [Fact]
    public void A_new_home_in_a_registry_of_Amazon_is_that_of_the_same_region()
    {
        var answer = OnArm("763104351884.dkr.ecr.eu-west-1.amazonaws.com/tensorflow-inference-graviton:2.7.0-cpu");

        Assert.Equal("763104351884.dkr.ecr.eu-west-1.amazonaws.com/tensorflow-inference-arm64", answer.MovedTo);
        Assert.Equal("763104351884.dkr.ecr.eu-west-1.amazonaws.com/tensorflow-inference-graviton holds arm64 images only", answer.Because);
        Assert.Contains("moved to 763104351884.dkr.ecr.eu-west-1.amazonaws.com/tensorflow-inference-arm64", answer.Remarks);
    }

    [Fact]
    public void An_answer_carries_the_rule_its_sources_and_what_to_do()
    {
        var answer = OnArm("k8s.gcr.io/cluster-autoscaler:v1.14.6");

        Assert.Equal("no release of Cluster Autoscaler at its old home before 1.20.0 has arm64 images", answer.Because);
        Assert.Equal("registry.k8s.io/autoscaling/cluster-autoscaler", answer.MovedTo);
        Assert.Equal(Confidence.High, answer.Confidence);
        Assert.Equal(new DateOnly(2026, 8, 21), answer.AsOf);
        Assert.NotEmpty(answer.Evidence);
    }

    [Fact]
    public void A_version_too_old_is_told_which_one_is_needed() => Assert.Equal("1.15.0", OnArm("istio/pilot:1.14.0").NeededVersion?.ToString());

    [Theory]
    [InlineData("istio", "istio")]
    [InlineData("ISTIO", "istio")]
    [InlineData("nothing-of-the-kind", null)]
    [InlineData("", null)]
    public void An_entry_is_found_by_its_id(string id, string? expected) => Assert.Equal(expected, Catalog.Embedded.Find(id)?.Id);

    [Theory]
    [InlineData("datadog agent", "datadog-agent-container")]
    [InlineData("EFS", "aws-efs-csi-driver")]
    [InlineData("quay.io/argoproj", "argo")]
    [InlineData("openblas", "pytorch")]
    public void Entries_are_searched_by_words_wherever_they_stand(string words, string expected) =>
        Assert.Contains(expected, Catalog.Embedded.Search(words).Select(entry => entry.Id));

    [Fact]
    public void A_search_needs_every_word() => Assert.Empty(Catalog.Embedded.Search("istio nothing-of-the-kind"));

    [Fact]
    public void A_version_of_what_the_catalog_has_not_is_unknown()
    {
        Assert.Equal(CatalogVerdict.Unknown, Catalog.Embedded.AskVersion("nothing", "1.0.0", Platform.LinuxArm64).Verdict);
        Assert.Equal(CatalogVerdict.Unknown, Catalog.Embedded.AskVersion("istio", "1.20.0", Platform.LinuxArm64, Delivery.Os).Verdict);
        Assert.Equal(CatalogVerdict.Unknown, Catalog.Embedded.AskVersion("istio", "", Platform.LinuxArm64).Verdict);
    }

    private static CatalogAnswer OnArm(string image) => Catalog.Embedded.Ask(ImageReference.Parse(image), Platform.LinuxArm64);
}

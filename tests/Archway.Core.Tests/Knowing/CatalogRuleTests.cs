using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Xunit;

namespace Archway.Core.Tests.Knowing;

/// <summary>What the keys of an entry can say, on lines made for it.</summary>
public sealed class CatalogRuleTests
{
    private static readonly Catalog Made = new(CatalogFiles.Read("catalog/test.yaml", new StringReader("""
        - id: made
          name: Made
          category: test
          delivery: image
          summary: Lines that use every key.
          url: https://example.com
          images:
            - {repositories: [example.com/until], since: 1.0.0, until: 1.54.0}
            - {repositories: [example.com/edges], since: 20.8.1, prefixes: [stable-, edge-]}
            - {repositories: [example.com/minio], since: 2021-02-01, prefixes: [RELEASE.]}
            - {repositories: [example.com/months], since: 22.04, variants: ['py*']}
            - {repositories: [example.com/built], published: 2023-02-24}
            - {repositories: [example.com/always], always: yes}
            - {repositories: [example.com/today], current: yes}
            - {repositories: [example.com/lacking], current: no}
            - {repositories: ['example.com/group/**'], always: no}
            - {repositories: ['example.com/group/one-*'], always: yes}
            - {repositories: [example.com/group/one-exactly], name: One}
            - repositories: [example.com/mysql]
              since: 8.0.29
              tags:
                - {match: '*-debian*', arm64: no, because: the Debian variant is for amd64}
                - {match: 8.1.0, arm64: broken, because: its content is for x86-64, use: 8.1.1}
          evidence: none
          confidence: high
          as-of: 2026-01-01
        """)));

    [Theory]
    [InlineData("until:1.54.0", CatalogVerdict.Yes)]
    [InlineData("until:1.54.1", CatalogVerdict.No)]
    [InlineData("until:latest", CatalogVerdict.Unknown)]
    [InlineData("edges:stable-20.8.1", CatalogVerdict.Yes)]
    [InlineData("edges:edge-20.8.0", CatalogVerdict.Unknown)]
    [InlineData("edges:other-20.8.1", CatalogVerdict.Unknown)]
    [InlineData("minio:RELEASE.2021-02-01T22-56-52Z", CatalogVerdict.Yes)]
    [InlineData("minio:RELEASE.2021-02-01", CatalogVerdict.Yes)]
    [InlineData("minio:RELEASE.2020-12-31", CatalogVerdict.Unknown)]
    [InlineData("months:22.04-py3", CatalogVerdict.Yes)]
    [InlineData("months:22.03-py3", CatalogVerdict.Unknown)]
    [InlineData("built:1.2.3", CatalogVerdict.Unknown)]
    [InlineData("always:anything-at-all", CatalogVerdict.Yes)]
    [InlineData("today:latest", CatalogVerdict.Yes)]
    [InlineData("today:1.0.0", CatalogVerdict.Unknown)]
    [InlineData("lacking:latest", CatalogVerdict.No)]
    [InlineData("lacking:1.0.0", CatalogVerdict.Unknown)]
    [InlineData("mysql:8", CatalogVerdict.Yes)]
    [InlineData("mysql:8.0", CatalogVerdict.Yes)]
    [InlineData("mysql:5.7", CatalogVerdict.Unknown)]
    [InlineData("mysql:8.0.30-debian", CatalogVerdict.No)]
    [InlineData("mysql:8.1.0", CatalogVerdict.Broken)]
    public void A_key_says_what_its_description_says(string image, CatalogVerdict expected) => Assert.Equal(expected, Ask(image).Verdict);

    [Theory]
    [InlineData("group/two:1.0.0", CatalogVerdict.No)]
    [InlineData("group/deep/er:1.0.0", CatalogVerdict.No)]
    [InlineData("group/one-more:1.0.0", CatalogVerdict.Yes)]
    [InlineData("group/one-exactly:1.0.0", CatalogVerdict.Unknown)]
    public void The_most_specific_name_of_a_repository_answers(string image, CatalogVerdict expected) => Assert.Equal(expected, Ask(image).Verdict);

    private static CatalogAnswer Ask(string image) => Made.Ask(ImageReference.Parse("example.com/" + image), Platform.LinuxArm64);
}

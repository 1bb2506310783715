using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Xunit;

namespace Archway.Core.Tests.Knowing;

/// <summary>What the keys of an entry can say, on lines made for it.</summary>
public sealed class CatalogRuleTests
{
    private static readonly Catalog Made = new(CatalogText.Read("""
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
            - {repositories: [example.com/lines], since: 3.11.1, none-below: 3.11.1, backports: [2.1.20, 3.0.15]}
            - {repositories: [example.com/gap], since: 3.11.1, backports: [3.0.15]}
            - {repositories: [example.com/moving], since: 1.20.0, moving: [alpine, 'bookworm*'], tags: [{match: alpine3.4, arm64: no, because: old}]}
            - {repositories: [example.com/moving-without], current: no, moving: [base]}
            - repositories: [example.com/rust]
              since: 1.20.0
              none-below: 1.20.0
              variants: [fat]
              tags:
                - {match: '*-alpine*', name: Made on Alpine, since: 1.43.0, none-below: 1.40.0}
                - {match: '9u*', prefixes: [9u], variants: ['b*'], since: 9u302, none-below: 302}
                - {match: '0.*', since: 0.2.0, until: 0.6.1}
            - repositories: [example.com/mysql]
              since: 8.0.29
              tags:
                - {match: '*-debian*', arm64: no, because: the Debian variant is for amd64}
                - {match: 8.1.0, arm64: broken, because: its content is for x86-64, use: 8.1.1}
          evidence: none
          confidence: high
          as-of: 2026-01-01
        """));

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
    [InlineData("lines:3.11.1", CatalogVerdict.Yes)]
    [InlineData("lines:4", CatalogVerdict.Yes)]
    [InlineData("lines:3.11.0", CatalogVerdict.No)]
    [InlineData("lines:3.2.1", CatalogVerdict.No)]
    [InlineData("lines:3.0.15", CatalogVerdict.Yes)]
    [InlineData("lines:3.0.14", CatalogVerdict.No)]
    [InlineData("lines:3.0.15-acme", CatalogVerdict.Unknown)]
    [InlineData("lines:3.0", CatalogVerdict.Yes)]
    [InlineData("lines:2.1.20-rc1", CatalogVerdict.Unknown)]
    [InlineData("lines:2", CatalogVerdict.Yes)]
    [InlineData("lines:1.9.9", CatalogVerdict.No)]
    [InlineData("gap:3.0.16", CatalogVerdict.Yes)]
    [InlineData("gap:3.0.14", CatalogVerdict.Unknown)]
    [InlineData("gap:3.5.0", CatalogVerdict.Unknown)]
    [InlineData("moving:alpine", CatalogVerdict.Yes)]
    [InlineData("moving:bookworm-slim", CatalogVerdict.Yes)]
    [InlineData("moving:alpine3.4", CatalogVerdict.No)]
    [InlineData("moving:acme", CatalogVerdict.Unknown)]
    [InlineData("moving-without:base", CatalogVerdict.No)]
    [InlineData("rust:1.42.0", CatalogVerdict.Yes)]
    [InlineData("rust:1.42.0-fat", CatalogVerdict.Yes)]
    [InlineData("rust:1.42.0-alpine3.10", CatalogVerdict.Unknown)]
    [InlineData("rust:1.43.0-alpine3.11", CatalogVerdict.Yes)]
    [InlineData("rust:1.43.0-fat-alpine", CatalogVerdict.Yes)]
    [InlineData("rust:1.39.0-alpine", CatalogVerdict.No)]
    [InlineData("rust:9u302-b08", CatalogVerdict.Yes)]
    [InlineData("rust:9u292-b10", CatalogVerdict.No)]
    [InlineData("rust:0.6.1", CatalogVerdict.Yes)]
    [InlineData("rust:0.6.2", CatalogVerdict.No)]
    [InlineData("rust:0.1.0", CatalogVerdict.Unknown)]
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

    [Fact]
    public void A_tag_that_follows_the_releases_is_said_to_move() =>
        Assert.Contains("moving tag", Ask("moving:alpine").Caution, StringComparison.Ordinal);

    [Fact]
    public void A_gate_of_some_tags_says_which_tags_and_which_version_is_needed()
    {
        var answer = Ask("rust:1.41.0-alpine");

        Assert.Contains("Made on Alpine", answer.Because, StringComparison.Ordinal);
        Assert.Equal("1.43.0", answer.NeededVersion?.ToString());
    }

    [Fact]
    public void An_older_line_is_told_the_first_release_of_its_own() => Assert.Equal("3.0.15", Ask("lines:3.0.1").NeededVersion?.ToString());

    private static CatalogAnswer Ask(string image) => Made.Ask(ImageReference.Parse("example.com/" + image), Platform.LinuxArm64);
}

using System.Collections.Immutable;
using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Xunit;

namespace Archway.Core.Tests.Knowing;

/// <summary>The catalog's answers for the Docker official images beside what the list of those images says.</summary>
public sealed class OfficialImageTests
{
    private static readonly ImmutableArray<(string Image, bool HasArm64, string Left)> Sample =
    [
        .. OfficialImageTags.Table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')).Select(words => (words[0], words[1] == "yes", words[2])),
    ];

    [Fact]
    public void The_sample_is_of_mixed_age_and_of_both_answers()
    {
        Assert.Equal(200, Sample.Select(tag => tag.Image).Distinct().Count());
        Assert.Equal(14, Sample.Select(tag => tag.Left[..4]).Distinct().Count());
        Assert.InRange(Sample.Count(tag => tag.HasArm64), 50, 150);
    }

    [Fact]
    public void No_tag_without_arm64_is_a_yes() =>
        Assert.Empty(Sample.Where(tag => !tag.HasArm64 && Ask(tag.Image).Verdict is CatalogVerdict.Yes).Select(tag => tag.Image));

    [Fact]
    public void No_tag_with_arm64_is_a_no() =>
        Assert.Empty(
            Sample.Where(tag => tag.HasArm64 && Ask(tag.Image).Verdict is not (CatalogVerdict.Yes or CatalogVerdict.Unknown)).Select(tag => tag.Image));

    [Fact]
    public void Less_than_a_fifth_are_unknown() =>
        Assert.InRange(Sample.Count(tag => Ask(tag.Image).Verdict is CatalogVerdict.Unknown), 0, (Sample.Length / 5) - 1);

    [Theory]
    [InlineData("nginx", CatalogVerdict.Yes)]
    [InlineData("redis:7", CatalogVerdict.Yes)]
    [InlineData("python:alpine", CatalogVerdict.Yes)]
    [InlineData("node:lts-bookworm-slim", CatalogVerdict.Yes)]
    [InlineData("ubuntu:noble", CatalogVerdict.Yes)]
    [InlineData("php:fpm-alpine", CatalogVerdict.Yes)]
    [InlineData("elasticsearch", CatalogVerdict.No)]
    [InlineData("archlinux:base-devel", CatalogVerdict.No)]
    [InlineData("websphere-liberty", CatalogVerdict.No)]
    public void A_moving_tag_answers_for_what_it_is_today_and_is_said_to_move(string image, CatalogVerdict expected)
    {
        var answer = Ask(image);

        Assert.Equal(expected, answer.Verdict);
        Assert.Contains("moving tag", answer.Caution, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eclipse-temurin:17.0.12_7-jre-alpine", CatalogVerdict.No)]
    [InlineData("eclipse-temurin:21.0.4_7-jre-alpine", CatalogVerdict.Yes)]
    [InlineData("eclipse-temurin:8u422-b05-jre", CatalogVerdict.Yes)]
    [InlineData("eclipse-temurin:8u422-b05-jre-alpine", CatalogVerdict.No)]
    [InlineData("openjdk:17-jdk-alpine", CatalogVerdict.No)]
    [InlineData("openjdk:17-jdk-slim", CatalogVerdict.Yes)]
    [InlineData("openjdk:8u181-jdk-alpine", CatalogVerdict.Yes)]
    [InlineData("mysql:8.0.28", CatalogVerdict.No)]
    [InlineData("mysql:8.0.28-oracle", CatalogVerdict.Yes)]
    [InlineData("mysql:8.0.36-debian", CatalogVerdict.No)]
    [InlineData("mysql:5.7", CatalogVerdict.No)]
    [InlineData("influxdb:1.8.10-data", CatalogVerdict.No)]
    [InlineData("influxdb:meta", CatalogVerdict.No)]
    [InlineData("rust:1.47.0-alpine", CatalogVerdict.No)]
    [InlineData("rust:1.47.0", CatalogVerdict.Yes)]
    [InlineData("amazonlinux:1", CatalogVerdict.No)]
    [InlineData("amazonlinux:2", CatalogVerdict.Yes)]
    [InlineData("flink:1.12.0", CatalogVerdict.No)]
    [InlineData("golang:1.22.0-windowsservercore", CatalogVerdict.No)]
    [InlineData("postgres:17.2-acme", CatalogVerdict.Unknown)]
    [InlineData("jenkins-like/postgres:17.2", CatalogVerdict.Unknown)]
    public void Parallel_lines_and_variants_answer_for_themselves(string image, CatalogVerdict expected) => Assert.Equal(expected, Ask(image).Verdict);

    [Theory]
    [InlineData("public.ecr.aws/docker/library/redis:7.2.4")]
    [InlineData("mirror.gcr.io/library/redis:7.2.4")]
    public void A_copy_of_an_official_image_answers_as_the_original(string image) => Assert.Equal(CatalogVerdict.Yes, Ask(image).Verdict);

    private static CatalogAnswer Ask(string image) => Catalog.Embedded.Ask(ImageReference.Parse(image), Platform.LinuxArm64);
}

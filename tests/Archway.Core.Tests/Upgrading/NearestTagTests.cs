using Archway.Upgrading;
using Xunit;

namespace Archway.Core.Tests.Upgrading;

/// <summary>Which tag is taken for the nearest that runs, and how often it takes to ask.</summary>
public sealed class NearestTagTests
{
    [Theory]
    // The same minor version first, then the same major version, then above.
    [InlineData("1.2.3", "1.2.4 1.2.9 1.3.0 2.0.0", "1.2.9 2.0.0", "1.2.9")]
    [InlineData("1.2.3", "1.2.4 1.3.0 1.3.1 2.0.0", "1.3.1 2.0.0", "1.3.1")]
    [InlineData("1.2.3", "1.2.4 1.3.0 2.0.0 3.0.0", "2.0.0 3.0.0", "2.0.0")]
    [InlineData("1.2.3", "1.2.4 1.3.0", "", null)]
    // Older ones are no upgrade.
    [InlineData("1.2.3", "1.2.2 1.1.0", "1.2.2 1.1.0", null)]
    // The same flavour, and none that names more or less.
    [InlineData("1.2.3-alpine", "1.2.4 1.2.5-alpine 1.2.6-slim-bookworm", "1.2.4 1.2.5-alpine 1.2.6-slim-bookworm", "1.2.5-alpine")]
    [InlineData("1.2.3-slim-bookworm", "1.2.4-slim 1.2.5-bookworm 1.3.0-slim-bookworm", "1.2.4-slim 1.2.5-bookworm 1.3.0-slim-bookworm", "1.3.0-slim-bookworm")]
    [InlineData("1.2.3-alpine3.17", "1.2.4-alpine3.18 1.2.4-alpine3.17 1.2.4", "1.2.4-alpine3.18 1.2.4-alpine3.17 1.2.4", "1.2.4-alpine3.17")]
    [InlineData("1.2.3-debian-11-r5", "1.2.4-debian-11-r7 1.2.4-debian-12-r0", "1.2.4-debian-11-r7 1.2.4-debian-12-r0", "1.2.4-debian-12-r0")]
    [InlineData("v1.2.3", "1.2.4 v1.2.5", "1.2.4 v1.2.5", "v1.2.5")]
    [InlineData("1.2", "1.2.9 1.3 2", "1.2.9 1.3 2", "1.3")]
    // A release before the release stands for none.
    [InlineData("1.2.3", "1.2.4-rc.1 1.3.0", "1.2.4-rc.1 1.3.0", "1.3.0")]
    [InlineData("1.2.3-rc.1", "1.2.3-rc.2 1.2.3", "1.2.3-rc.2 1.2.3", null)]
    // An architecture in a tag is no flavour.
    [InlineData("1.2.3-amd64", "1.2.3-arm64 1.2.4-amd64 1.3.0", "1.2.3-arm64 1.3.0", "1.2.3-arm64")]
    [InlineData("1.2.3-amd64", "1.2.3 1.2.4-amd64", "1.2.3", "1.2.3")]
    // Days.
    [InlineData("20230105", "20230401 20231224 20240101", "20231224 20240101", "20231224")]
    [InlineData("2023-01-05", "2022-12-01 2023-06-01 7.0.0", "2022-12-01 2023-06-01 7.0.0", "2023-06-01")]
    [InlineData("RELEASE.2021-01-05T05-22-38Z", "RELEASE.2021-02-01T22-56-52Z RELEASE.2022-02-01T18-00-14Z", "RELEASE.2022-02-01T18-00-14Z", "RELEASE.2022-02-01T18-00-14Z")]
    [InlineData("1.2.3", "20240101 1.2.4", "20240101 1.2.4", "1.2.4")]
    // What has no version.
    [InlineData("latest", "1.0.0 1.1.0 2.0.0 2.0.0-alpine nightly", "1.0.0 1.1.0 2.0.0 2.0.0-alpine", "2.0.0")]
    [InlineData("alpine", "2.0.0 2.0.0-alpine 1.0.0-alpine", "2.0.0 1.0.0-alpine", "1.0.0-alpine")]
    [InlineData("main-7e3a9b1", "1.0.0", "", null)]
    public async Task It_is_of_the_flavour_and_as_near_as_it_can_be(string tag, string others, string running, string? nearest) =>
        Assert.Equal(nearest, (await FindAsync(tag, others.Split(' '), running.Split(' '), null)).Tag);

    [Theory]
    [InlineData(4, 10)]
    [InlineData(20, 5)]
    [InlineData(60, 6)]
    public async Task Of_many_the_first_is_found_in_seven_questions_where_it_begins_a_series_and_else_one_near_it(int series, int patches)
    {
        string[] tags = [.. from minor in Enumerable.Range(0, series) from patch in Enumerable.Range(0, patches) select $"1.{minor}.{patch}"];
        string[] others = [.. tags.Select(tag => $"{tag}-alpine")];
        for (var first = 1; first < tags.Length; first++)
        {
            var (tag, asked) = await FindAsync("1.0.0", [.. tags, .. others], [.. tags[first..], .. others], null);

            var found = Array.IndexOf(tags, tag);
            if (first % patches == 0 || series < 10) Assert.Equal(first, found);
            Assert.InRange(found, first, first + patches);
            Assert.InRange(asked, 1, 7);
        }
    }

    [Fact]
    public async Task What_never_came_to_run_is_told_by_its_newest_releases()
    {
        string[] tags = [.. from major in Enumerable.Range(1, 3) from minor in Enumerable.Range(0, 5) select $"{major}.{minor}.1"];

        Assert.Equal((null, 2), await FindAsync("1.0.0", tags, [], null));
    }

    [Fact]
    public async Task Where_something_says_what_runs_first_two_questions_prove_it()
    {
        string[] tags = [.. Enumerable.Range(1, 500).Select(i => $"2.{i}.0")];

        Assert.Equal(("2.333.0", 2), await FindAsync("1.0.0", tags, tags[332..], "2.333.0"));
    }

    private static async Task<(string? Tag, int Asked)> FindAsync(string tag, string[] others, string[] running, string? likely)
    {
        var asked = 0;
        NearestTag nearest = new(
            one =>
            {
                asked++;
                return Task.FromResult(running.Contains(one));
            },
            most: 7);
        var ladder = TagLadder.Of(tag, others.Append(tag), "arm64");
        var found = ladder.IsByVersion ? await nearest.FindAsync(ladder, likely) : await nearest.FirstAsync(ladder);
        return (found, asked);
    }
}

using Archway.Oci.Registries;
using Archway.Resolving;
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
    [InlineData("1.2.3-debian-11-r5", "1.2.4-debian-11-r7 1.2.4-debian-12-r0", "1.2.4-debian-11-r7 1.2.4-debian-12-r0", "1.2.4-debian-11-r7")]
    [InlineData("v1.2.3", "1.2.4 v1.2.5", "1.2.4 v1.2.5", "v1.2.5")]
    // What a series names is its newest release; older tags may have been left as they are.
    [InlineData("1.2", "1.2.9 1.3 2", "1.2.9 1.3 2", "1.2.9")]
    [InlineData("1.2", "1.2.7 1.2.8 1.2.9 1.3 2", "1.3 2", "1.3")]
    [InlineData("1.25", "1.25.0 1.25.1 1.25.2 1.26 1.26.0", "1.25.2 1.26 1.26.0", "1.25.2")]
    [InlineData("7-alpine", "7.0.1-alpine 7.1.0-alpine 7.1.1-alpine 7.1.1 8-alpine", "7.1.1-alpine 7.1.1 8-alpine", "7.1.1-alpine")]
    [InlineData("1.2.3", "1.2.3.1 1.2.4", "1.2.3.1 1.2.4", "1.2.4")]
    // Java's updates.
    [InlineData("8u312-jdk", "8u322-jdk 8u332-jdk 8u342-jre 11.0.1-jdk", "8u322-jdk 8u332-jdk 8u342-jre", "8u322-jdk")]
    [InlineData("8u312-b07-jdk", "8u302-b08-jdk 8u322-b06-jdk 8u332-b09-jdk", "8u302-b08-jdk 8u332-b09-jdk", "8u332-b09-jdk")]
    [InlineData("8-jdk", "8u312-jdk 8u322-jdk 9-jdk", "8u322-jdk 9-jdk", "8u322-jdk")]
    // A release before the release stands for none.
    [InlineData("1.2.3", "1.2.4-rc.1 1.3.0", "1.2.4-rc.1 1.3.0", "1.3.0")]
    // One before it is followed by those nearer to it, and by the release.
    [InlineData("1.2.3-rc.1", "1.2.3-rc.2 1.2.3", "1.2.3-rc.2 1.2.3", "1.2.3-rc.2")]
    [InlineData("1.0.0-beta.1", "1.0.0-alpha.9 1.0.0-beta.2 1.0.0-rc.1 1.0.0 1.0.1", "1.0.0-alpha.9 1.0.0-rc.1 1.0.0 1.0.1", "1.0.0-rc.1")]
    [InlineData("1.0.0-beta.9", "1.0.0-beta.10 1.0.0-beta.2 1.0.0", "1.0.0-beta.10 1.0.0-beta.2 1.0.0", "1.0.0-beta.10")]
    [InlineData("1.0.0-beta-1-alpine", "1.0.0-beta-2 1.0.0-beta-2-alpine 1.0.0", "1.0.0-beta-2 1.0.0-beta-2-alpine 1.0.0", "1.0.0-beta-2-alpine")]
    [InlineData("1.0rc1", "1.0rc2 1.0 1.1", "1.0 1.1", "1.0")]
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
    // What can be told apart in seven questions is, wherever it begins.
    [InlineData(4, 10, true)]
    [InlineData(12, 5, true)]
    [InlineData(2, 60, true)]
    [InlineData(100, 1, true)]
    [InlineData(21, 5, false)]
    [InlineData(60, 6, false)]
    [InlineData(20, 16, false)]
    public async Task The_first_that_runs_is_proven_or_it_is_said_which_nearer_ones_were_not_asked_for(int lines, int patches, bool isAlwaysFound)
    {
        string[] tags = [.. from minor in Enumerable.Range(0, lines) from patch in Enumerable.Range(0, patches) select $"1.{minor}.{patch}"];
        string[] others = [.. tags.Select(tag => $"{tag}-alpine")];
        var firsts = 0;
        for (var first = 1; first < tags.Length; first++)
        {
            var (tag, open, asked) = await FindAsync("1.0.0", [.. tags, .. others], [.. tags[first..], .. others], null);

            var found = Array.IndexOf(tags, tag);
            if (isAlwaysFound || open is null) Assert.Equal(tags[first], tag);
            if (found != first) Assert.Matches("^a nearer one may run, since ([0-9.]+ was not|not all from [0-9.]+ to [0-9.]+ were) asked for$", open);
            if (first % patches == 0 && found == first) firsts++;
            Assert.InRange(found, first, tags.Length);
            Assert.InRange(asked, 1, 7);
        }

        // Most software comes to a platform with a first release.
        Assert.InRange(firsts, (lines - 1) * 9 / 10, lines);
    }

    [Theory]
    // Each line came to it by a patch of its own; that of 1.5 is never, since it had ended.
    [InlineData("1.3.0", "1.6.4", "a nearer one runs only where an older line came to it later: not all from 1.4.0 to 1.5.5 were asked for")]
    [InlineData("1.6.0", "1.6.4", null)]
    [InlineData("1.7.1", "1.7.3", null)]
    [InlineData("1.8.2", "1.9.0", null)]
    public async Task A_line_below_that_came_to_it_by_a_patch_is_nearer(string tag, string nearest, string? open)
    {
        string[] tags = [.. from minor in Enumerable.Range(0, 12) from patch in Enumerable.Range(0, 6) select $"1.{minor}.{patch}"];
        string[] running = [.. tags.Where(one => one is "1.6.4" or "1.6.5" or "1.7.3" or "1.7.4" or "1.7.5" or "1.8.1" or "1.8.2" or "1.8.3" or "1.8.4" or "1.8.5"
            || int.Parse(one.Split('.')[1], System.Globalization.CultureInfo.InvariantCulture) >= 9)];

        var found = await FindAsync(tag, tags, tag == "1.8.2" ? [.. running.Where(one => !one.StartsWith("1.8", StringComparison.Ordinal))] : running, null);

        Assert.Equal((nearest, open), (found.Tag, found.Open));
    }

    [Theory]
    // The exact flavour first, however far it is; only where none of it runs a kindred one.
    [InlineData("1.2.3-alpine", "1.2.4-alpine3.19 1.3.0-alpine", "1.2.4-alpine3.19 1.3.0-alpine", "1.3.0-alpine")]
    [InlineData("1.2.3-alpine", "1.2.4-alpine3.19 1.3.0-alpine", "1.2.4-alpine3.19", "1.2.4-alpine3.19")]
    [InlineData("1.2.3-alpine3.17", "1.2.3-alpine3.18 1.2.4-alpine", "1.2.3-alpine3.18 1.2.4-alpine", "1.2.3-alpine3.18")]
    [InlineData("1.2.3-slim", "1.2.4-slim-bookworm 1.2.4", "1.2.4-slim-bookworm 1.2.4", null)]
    // What stands among the versions and is none of them.
    [InlineData("1.13.0", "01.13.14 1.14.0", "01.13.14 1.14.0", "1.14.0")]
    [InlineData("1.13.0", "1.14.0 2019.1.0 2019.2.0 2020.1.0 2021.1.0", "2019.1.0 2019.2.0 2020.1.0 2021.1.0", null)]
    [InlineData("1.13.0", "1.13.1 1.13.20190101 1.14.0 1.999.0 99.99.99", "1.13.20190101 1.999.0 99.99.99", null)]
    [InlineData("1.13.0", "1.14.0 2.0.0 99.99.99", "2.0.0", "2.0.0")]
    [InlineData("0.12.0", "4.0.0 20.11.0", "20.11.0", "20.11.0")]
    [InlineData("2.1.0", "19.1.0 19.2.0 20.1.0", "20.1.0", "20.1.0")]
    [InlineData("2021.04.1", "2021.10.1 2023.04.1", "2023.04.1", "2023.04.1")]
    [InlineData("latest", "1.0.0 1.1.0 1.2.0 99.99.99", "1.0.0 1.1.0 1.2.0 99.99.99", "1.2.0")]
    public async Task Kindred_flavours_come_after_the_very_one_and_strays_never(string tag, string others, string running, string? nearest) =>
        Assert.Equal(nearest, (await FindAsync(tag, others.Split(' '), running.Split(' '), null)).Tag);

    [Fact]
    public async Task What_never_came_to_run_is_told_by_its_newest_releases()
    {
        string[] tags = [.. from major in Enumerable.Range(1, 3) from minor in Enumerable.Range(0, 5) select $"{major}.{minor}.1"];

        var found = await FindAsync("1.0.0", tags, [], null);

        Assert.Equal((null, null), (found.Tag, found.Open));
        Assert.InRange(found.Asked, 1, 4);
    }

    [Theory]
    [InlineData("2.333.0", "2.333.0", 2)]
    // What is thought may be wrong, and is asked for all the same.
    [InlineData("2.400.0", "2.333.0", 7)]
    [InlineData("2.300.0", "2.333.0", 7)]
    public async Task Where_something_says_what_runs_first_two_questions_prove_it(string likely, string first, int most)
    {
        string[] tags = [.. Enumerable.Range(1, 500).Select(i => $"2.{i}.0")];

        var found = await FindAsync("1.0.0", tags, tags[Array.IndexOf(tags, first)..], likely);

        Assert.InRange(found.Asked, 1, most);
        if (found.Tag != first) Assert.NotNull(found.Open);
        if (likely == first) Assert.Equal((first, null), (found.Tag, found.Open));
    }

    [Fact]
    public async Task Of_random_ladders_in_which_all_later_ones_run_the_first_that_runs_is_named()
    {
        Random random = new(20_260);
        var (exact, all) = (new int[4], new int[4]);
        for (var ladder = 0; ladder < 600; ladder++)
        {
            var (majors, minors) = (random.Next(1, 5), random.Next(1, 26));
            // Lines are of different lengths.
            string[] tags = [.. from major in Enumerable.Range(1, majors) from minor in Enumerable.Range(0, minors) from patch in Enumerable.Range(0, random.Next(1, 20)) select $"{major}.{minor}.{patch}"];
            for (var turn = 0; turn < 5; turn++)
            {
                var from = random.Next(tags.Length);
                var first = random.Next(from + 1, tags.Length + 1);

                var (tag, open, asked) = await FindAsync(tags[from], tags, tags[first..], null);

                Assert.InRange(asked, 0, 7);
                var isExact = tag == (first < tags.Length ? tags[first] : null);
                var (nearer, of) = (first - from, tags.Length - from - 1);
                // The nearest sixty-four, and all of a ladder of twice as many, are told apart whatever comes behind.
                if (nearer <= 64 || of <= 127) Assert.True(isExact, $"{tags[from]}: {tag}, not {(first < tags.Length ? tags[first] : "none")}; {open}");
                if (!isExact) Assert.NotNull(open);
                var size = of <= 127 ? 0 : of <= 300 ? 1 : of <= 700 ? 2 : 3;
                all[size]++;
                if (isExact) exact[size]++;
            }
        }

        // Seven answers tell 128 apart; of longer ladders this share is found for sure, and of the rest it is said what was not asked for.
        int[] least = [100, 50, 25, 15];
        for (var size = 0; size < least.Length; size++) Assert.InRange(100.0 * exact[size] / all[size], least[size], 100);
    }

    [Theory]
    [InlineData("2.5.0", "", "2.7.3")]
    [InlineData("2.3.1-alpine3.19", "-alpine3.19", "2.12.5-alpine3.19")]
    public async Task The_first_that_runs_of_three_major_versions_is_named(string tag, string flavour, string first)
    {
        string[] tags = [.. from major in Enumerable.Range(1, 3) from minor in Enumerable.Range(0, 14) from patch in Enumerable.Range(0, 8) select $"{major}.{minor}.{patch}{flavour}"];

        var found = await FindAsync(tag, tags, tags[Array.IndexOf(tags, first)..], null);

        Assert.Equal(first, found.Tag);
    }

    [Fact]
    public async Task A_tag_of_which_nothing_can_be_told_is_passed_over_and_said()
    {
        var found = await FindAsync("1.0.0", ["1.1.0", "1.2.0", "1.3.0"], ["1.2.0", "1.3.0"], null, untold: ["1.2.0"]);

        Assert.Equal("1.3.0", found.Tag);
        Assert.Equal("of 1 tag nothing could be told", found.Open);
    }

    [Fact]
    public async Task A_registry_that_gives_no_more_answers_leaves_what_was_found_and_is_said()
    {
        string[] tags = [.. Enumerable.Range(1, 60).Select(i => $"1.{i}.0")];

        var found = await FindAsync("1.0.0", tags, tags[30..], null, answers: 2);

        Assert.NotNull(found.Tag);
        Assert.EndsWith(" were asked for: the registry answered 429", found.Open, StringComparison.Ordinal);
    }

    private static async Task<(string? Tag, string? Open, int Asked)> FindAsync(
        string tag, string[] others, string[] running, string? likely, string[]? untold = null, int answers = int.MaxValue)
    {
        ManifestRation ration = new(7);
        HashSet<string> runs = [.. running];
        NearestFound found = new(null, null);
        foreach (var ladder in TagLadder.Of(tag, others.Append(tag), "arm64"))
        {
            found = await new NearestTag(AskAsync, ration).FindAsync(ladder, likely);
            if (found.Tag is not null) break;
        }

        return (found.Tag, found.Open, ration.Spent);

        Task<bool?> AskAsync(string one)
        {
            Assert.True(ration.TrySpend(), "it was asked more than may be");
            if (ration.Spent > answers) throw new RegistryException(RegistryFault.RateLimited, "the registry answered 429");
            return Task.FromResult<bool?>(untold?.Contains(one) == true ? null : runs.Contains(one));
        }
    }
}

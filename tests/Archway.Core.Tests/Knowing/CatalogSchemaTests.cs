using System.Collections.Immutable;
using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Xunit;

namespace Archway.Core.Tests.Knowing;

/// <summary>What every entry of the catalog must hold to.</summary>
public sealed class CatalogSchemaTests
{
    private static readonly ImmutableArray<CatalogEntry> Entries = Catalog.Embedded.Entries;

    [Fact]
    public void Ids_are_unique_and_fit_for_a_command_line()
    {
        Assert.Empty(Entries.GroupBy(entry => entry.Id).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.All(Entries, entry => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", entry.Id));
    }

    [Fact]
    public void Every_row_of_both_guides_is_there()
    {
        Assert.Equal([], GuideRows.Ids.Except(Entries.Select(entry => entry.Id)));
        Assert.Equal(54, Entries.Count(entry => entry.Guide is not null));
        Assert.Equal(54, Entries.Count(entry => entry.Guide?.In.Contains("aws") is true));
        Assert.Equal(40, Entries.Count(entry => entry.Guide?.In.Contains("nvidia") is true));
        Assert.All(Entries.Where(entry => entry.Guide is not null), entry => Assert.Empty(entry.Guide!.In.Except(["aws", "nvidia"])));
    }

    [Fact]
    public void The_official_images_are_there_each_in_an_entry_of_its_own()
    {
        var official = Entries.Where(entry => entry.Id.StartsWith("library-", StringComparison.Ordinal)).ToList();

        Assert.Equal(117, official.Count);
        Assert.All(official,
            entry => Assert.StartsWith("docker.io/library/", Assert.Single(Assert.Single(entry.Images).Repositories), StringComparison.Ordinal));
    }

    [Fact]
    public void A_repository_belongs_to_one_line_of_one_entry()
    {
        var repositories = Entries.SelectMany(entry => entry.Images).SelectMany(line => line.Repositories).ToList();

        var shared = from one in repositories.Index()
                     from other in repositories.Index()
                     where one.Index < other.Index && !OneIsMoreSpecific(one.Item, other.Item) && Overlap(one.Item, other.Item)
                     select $"{one.Item} and {other.Item}";

        Assert.Empty(shared);
    }

    [Theory]
    [InlineData("r/a", "r/a", true)]
    [InlineData("r/a", "r/b", false)]
    [InlineData("r/a-*", "r/a-b", true)]
    [InlineData("r/*-arm64", "r/pytorch-*", true)]
    [InlineData("r/*-arm64", "r/*-amd64", false)]
    [InlineData("r/*", "r/a/b", false)]
    [InlineData("r/**", "r/a/b", true)]
    [InlineData("1.dkr.ecr.*.amazonaws.com/a", "1.dkr.ecr.*.amazonaws.com/*", true)]
    public void Two_patterns_overlap_when_one_name_fits_both(string one, string other, bool expected) =>
        Assert.Equal((expected, expected), (Overlap(one, other), Overlap(other, one)));

    [Fact]
    public void A_new_home_is_a_repository_of_the_same_entry()
    {
        foreach (var entry in Entries)
            foreach (var home in entry.Images.Select(line => line.MovedTo).OfType<string>()
                .Select(home => Filled(home.Replace("<region>", "*", StringComparison.Ordinal))))
                Assert.True(home.Contains("us-west-2", StringComparison.Ordinal) || home.Contains('<', StringComparison.Ordinal)
                    || Catalog.Embedded.FindByRepository(home)?.Id == entry.Id, home);
    }

    [Fact]
    public void A_name_fits_into_a_sentence()
    {
        foreach (var line in Entries.SelectMany(entry => entry.Images))
        {
            Assert.DoesNotMatch("^The |(images|builds|repositories)$", line.Name);
            Assert.False(line.Name.Contains(" at ", StringComparison.Ordinal) && !line.Tags.IsEmpty, line.Name);
        }
    }

    [Fact]
    public void A_tag_that_a_rule_points_to_runs()
    {
        foreach (var line in Entries.SelectMany(entry => entry.Images))
            foreach (var rule in line.Tags.Where(rule => rule.Use is not null))
            {
                var advised = ImageReference.Parse($"{Filled(line.Repositories[0])}:{rule.Use}");
                Assert.Equal((CatalogVerdict.Yes, advised.ToString()), (Catalog.Embedded.Ask(advised, Platform.LinuxArm64).Verdict, advised.ToString()));
            }
    }

    [Fact]
    public void Every_repository_is_written_in_full_as_a_reference_resolves()
    {
        foreach (var repository in Entries.SelectMany(entry => entry.Images).SelectMany(line => line.Repositories))
            Assert.Equal(Filled(repository), ImageReference.Parse(Filled(repository)).Name);
    }

    [Fact]
    public void Every_entry_has_evidence_and_a_day_in_the_past()
    {
        Assert.All(Entries, entry =>
        {
            Assert.NotEmpty(entry.Evidence);
            Assert.InRange(entry.AsOf, new DateOnly(2026, 1, 1), new DateOnly(2026, 11, 30));
            Assert.True(Uri.IsWellFormedUriString(entry.Url, UriKind.Absolute), entry.Url);
            Assert.All(entry.Images.Select(line => line.Gate).Concat(entry.Releases.Select(line => line.Gate)),
                gate => Assert.True(gate.Published is null || gate.Published < entry.AsOf, entry.Id));
        });
    }

    [Fact]
    public void Every_entry_says_something_of_the_form_it_foremost_comes_in()
    {
        Assert.All(Entries, entry => Assert.True(
            entry.Deliveries[0] is Delivery.Image ? !entry.Images.IsEmpty : entry.Releases.Any(line => line.Delivery == entry.Deliveries[0]), entry.Id));
    }

    [Fact]
    public void A_line_with_a_low_confidence_says_nothing_but_what_single_tags_are()
    {
        foreach (var line in Entries.SelectMany(entry => entry.Images).Where(line => line.Confidence is Confidence.Low))
            Assert.True(line is { Gate.IsSilent: true } or { Gate.Since: null, Gate.Always: null }, line.Name);
    }

    [Fact]
    public void A_repository_of_one_architecture_is_not_named_after_another()
    {
        foreach (var line in Entries.SelectMany(entry => entry.Images).Where(line => line.Architectures.Length == 1))
            foreach (var repository in line.Repositories)
                Assert.DoesNotContain(line.Architectures[0] == "arm64" ? "amd64" : "arm64", repository, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_tag_rule_matches_a_tag_that_can_be_written()
    {
        foreach (var pattern in Entries.SelectMany(entry => entry.Images).SelectMany(line => line.Tags).SelectMany(rule => rule.Match))
            Assert.NotNull(ImageReference.Parse("a/b:" + pattern.Replace("*", "x", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_unknown_of_a_tag_is_unknown_of_its_variants()
    {
        foreach (var line in Entries.SelectMany(entry => entry.Images))
            foreach (var tag in line.Tags.Where(rule => rule.Arm64 is CatalogVerdict.Unknown).SelectMany(rule => rule.Match))
            {
                var variant = ImageReference.Parse($"{Filled(line.Repositories[0])}:{tag.Replace("*", "x", StringComparison.Ordinal)}-alpine");
                Assert.NotEqual(CatalogVerdict.Yes, Catalog.Embedded.Ask(variant, Platform.LinuxArm64).Verdict);
            }
    }

    [Theory]
    [InlineData("- id: a", "'name' is missing")]
    [InlineData("- {id: a, name: A, confidence: sure}", "'sure' is none of low, medium, high")]
    [InlineData("- {id: a, name: A, confidence: 1}", "'1' is none of low, medium, high")]
    [InlineData("id: a", "one list of entries")]
    [InlineData("- [a]", "a mapping was expected")]
    [InlineData("- {id: [a], name: A, confidence: low}", "'id' must be a text")]
    [InlineData("- {id: a", "catalog/test.yaml(")]
    [InlineData("- {COMMON, as-of: 2026-13-01}", "'2026-13-01' is not a day")]
    [InlineData("- {COMMON, as-of: 2026-01-01}", "'evidence' is missing")]
    [InlineData("- {COMMON, as-of: 2026-01-01, evidence: e, sinse: 1}", "nobody knows 'sinse'")]
    [InlineData("- {COMMON, name: B}", "catalog/test.yaml(")]
    [InlineData("- {COMMON, images: [{repositories: r, only: riscv64}]}", "'riscv64' is neither arm64 nor amd64")]
    [InlineData("- {COMMON, images: [{repositories: r, tags: [{match: a, arm64: perhaps, because: b}]}]}", "'perhaps' is none of")]
    [InlineData("- {COMMON, images: [{repositories: r, since: one}]}", "'one' is not a version")]
    [InlineData("- {COMMON, images: [{repositories: r, since: 1.0.0, none-below: 2.0.0}]}", "'since' is below")]
    [InlineData("- {COMMON, images: [{repositories: r, since: 1.0.0, backports: [1.0.0]}]}", "a backport is not below 'since'")]
    [InlineData("- {COMMON, images: [{repositories: r, since: 3.0.0, backports: [2]}]}", "a backport names no release line")]
    [InlineData("- {COMMON, images: [{repositories: r, tags: [{match: a}]}]}", "either 'arm64' or a gate")]
    [InlineData("- {COMMON, images: [{repositories: r, tags: [{match: a, arm64: yes, because: b, since: 1.0.0}]}]}", "either 'arm64' or a gate")]
    public void A_malformed_file_says_what_is_wrong_and_where(string text, string expected)
    {
        var file = text.Replace("COMMON", "id: a, name: A, category: c, delivery: image, summary: s, url: u, confidence: high", StringComparison.Ordinal);

        var fault = Assert.Throws<InvalidDataException>(() => CatalogText.Read(file));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith("catalog/test.yaml", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_repository_in_two_lines_is_named()
    {
        const string file = "- {id: a, name: A, category: c, delivery: image, summary: s, url: u, confidence: high, as-of: 2026-01-01, evidence: e,"
            + " images: [{repositories: r/a}, {repositories: [r/b, r/a]}]}";
        var entries = CatalogText.Read(file);

        var fault = Assert.Throws<InvalidDataException>(() => new Catalog(entries));

        Assert.Equal("the repository r/a belongs to more than one line of the catalog", fault.Message);
    }

    // A name in full wins over a glob, a longer glob over a shorter.
    private static bool OneIsMoreSpecific(string one, string other) => NameGlob.IsGlob(one) != NameGlob.IsGlob(other) || one.Length != other.Length;

    // Whether there is a name that both patterns match; * stands for anything within one part, ** across parts.
    private static bool Overlap(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        if (one is ['*', ..])
        {
            var across = one is ['*', '*', ..];
            return Overlap(one[(across ? 2 : 1)..], other) || (!other.IsEmpty && (across || other[0] != '/') && Overlap(one, other[1..]));
        }

        if (other is ['*', ..]) return Overlap(other, one);
        return one.IsEmpty || other.IsEmpty ? one.IsEmpty && other.IsEmpty : one[0] == other[0] && Overlap(one[1..], other[1..]);
    }

    private static string Filled(string repository) => repository.Replace("*", "us-west-2", StringComparison.Ordinal);
}

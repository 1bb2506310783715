using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>A repository of two thousand tags in many flavours, each of which came to arm64 in a way of its own.</summary>
public sealed class MixedLadders : FilledRegistry
{
    internal const string Repository = "library/mixed";

    private static readonly StoredImage Amd64 = Images.Manifest("linux/amd64");
    private static readonly StoredImage Wide = Images.Index("linux/amd64", "linux/386", "linux/s390x", "linux/ppc64le");
    private static readonly StoredImage Both = Images.Index("linux/amd64", "linux/arm64");

    internal int Count { get; private set; }

    private protected override async Task FillAsync(DebianRegistry registry, CancellationToken cancellationToken)
    {
        await registry.PushAsync(Repository, "first-pushed", Amd64, cancellationToken);
        await registry.PushAsync(Repository, "second-pushed", Both, cancellationToken);
        await registry.PushAsync(Repository, "third-pushed", Wide, cancellationToken);
        var all = Versions().Concat(Days()).Concat(Strays()).ToArray();
        Count = all.Length;
        foreach (var kind in all.GroupBy(one => one.Image))
            await registry.TagAsync(Repository, kind.Select(one => one.Tag), kind.Key, cancellationToken);
    }

    private static IEnumerable<(string Tag, StoredImage Image)> Versions()
    {
        (string Before, string Behind, int Majors, int Minors, int Patches, Func<int, int, int, bool> Runs)[] flavours =
        [
            // Within a minor version, and all that came later.
            ("", "", 1, 8, 8, (_, minor, patch) => minor > 5 || (minor == 5 && patch >= 3)),
            // Within a major one.
            ("", "-alpine", 2, 6, 5, (major, minor, _) => major > 1 || minor >= 4),
            // With a major one.
            ("", "-slim", 3, 4, 5, (major, _, _) => major > 1),
            // Each line by a patch of its own.
            ("", "-slim-bookworm", 1, 8, 6, (_, minor, patch) => minor >= 6 || (minor == 5 && patch >= 2) || (minor == 4 && patch >= 3) || (minor == 3 && patch >= 5)),
            // By a patch of the same minor version, and then not before the next major one.
            ("", "-perl", 2, 6, 5, (major, minor, patch) => major > 1 || (minor == 2 && patch >= 3)),
            ("", "-otel", 2, 6, 5, (major, minor, _) => major == 1 && minor == 4),
            ("v", "", 2, 6, 5, (major, minor, patch) => major > 1 || minor > 3 || (minor == 3 && patch >= 4)),
            ("release-", "", 1, 10, 6, (_, minor, _) => minor == 9),
            ("", "-never", 2, 8, 6, (_, _, _) => false),
            // The flavour without a version of its own never did, those with one do.
            ("", "-musl", 1, 6, 5, (_, _, _) => false),
            ("", "-musl1.2", 1, 6, 5, (_, minor, _) => minor >= 4),
            // Longer than eight questions tell apart.
            ("", "-nightly", 1, 60, 6, (_, minor, patch) => minor > 14 || (minor == 14 && patch >= 4)),
            ("", "-weekly", 1, 60, 6, (_, minor, _) => minor >= 15),
            ("", "-other", 1, 25, 24, (_, _, _) => true),
        ];
        return from flavour in flavours
               from major in Enumerable.Range(1, flavour.Majors)
               from minor in Enumerable.Range(0, flavour.Minors)
               from patch in Enumerable.Range(0, flavour.Patches)
               let plain = patch % 2 == 0 ? Amd64 : Wide
               select ($"{flavour.Before}{major}.{minor}.{patch}{flavour.Behind}", flavour.Runs(major, minor, patch) ? Both : plain);
    }

    private static IEnumerable<(string Tag, StoredImage Image)> Days() =>
        from month in Enumerable.Range(1, 12)
        from day in (int[])[3, 10, 17, 24]
        select ($"2024-{month:00}-{day:00}", month > 5 || (month == 5 && day >= 17) ? Both : Amd64);

    private static IEnumerable<(string Tag, StoredImage Image)> Strays() =>
    [
        .. ((string[])["01.5.1", "1.05.2", "1.20240101.0", "2024.1.0", "v99.99.99", "sha-0a1b2c3", "1.5-rc.1", "1.4.7-rc.1", "1.4.7-arm64", "edge", "windowsservercore-ltsc2022"]).Select(tag => (tag, Both)),
        .. ((string[])["99.99.99", "2023.1.0", "2023.2.0", "2023.3.0", "1.7.20230101", "v2.9999.0", "latest", "stable"]).Select(tag => (tag, Amd64)),
    ];
}

/// <summary>The nearest tag that runs, for sure or with what was not asked, in eight manifests with the image's own.</summary>
public sealed class LadderTests(MixedLadders ladders) : IClassFixture<MixedLadders>, IDisposable
{
    private readonly ArchwayProgram _archway = new();

    [Theory]
    [InlineData("1.0.0", "1.5.3")]
    [InlineData("1.4.7", "1.5.3")]
    [InlineData("1.5.1", "1.5.3")]
    [InlineData("1.0.1-alpine", "1.4.0-alpine")]
    [InlineData("1.3.4-alpine", "1.4.0-alpine")]
    [InlineData("1.0.0-slim", "2.0.0-slim")]
    [InlineData("1.2.3-slim", "2.0.0-slim")]
    [InlineData("1.3.1-slim-bookworm", "1.3.5-slim-bookworm")]
    [InlineData("1.4.0-slim-bookworm", "1.4.3-slim-bookworm")]
    [InlineData("1.5.1-slim-bookworm", "1.5.2-slim-bookworm")]
    [InlineData("1.2.0-perl", "1.2.3-perl")]
    [InlineData("1.3.1-perl", "2.0.0-perl")]
    [InlineData("1.4.1-slim-bookworm", "1.4.3-slim-bookworm")]
    [InlineData("v1.0.0", "v1.3.4")]
    [InlineData("v1.3.3", "v1.3.4")]
    [InlineData("release-1.0.0", "release-1.9.0")]
    [InlineData("2024-01-10", "2024-05-17")]
    [InlineData("2024-05-03", "2024-05-17")]
    [InlineData("latest", "1.7.7")]
    public async Task The_nearest_of_many_kinds_is_named_for_sure(string tag, string nearest)
    {
        Assert.Equal((nearest, null), await NearAsync(tag));
    }

    [Fact]
    public async Task A_kindred_flavour_is_said_to_be_one()
    {
        Assert.Equal(
            ("1.4.0-musl1.2", "its flavour is musl1.2, since no tag with musl was found to run; "
                + "a nearer one runs only where its own line came to it by a patch: not all from 1.1.1-musl1.2 to 1.1.4-musl1.2 were asked for"),
            await NearAsync("1.1.1-musl"));
    }

    [Theory]
    [InlineData("1.0.0-weekly", "1.15.0-weekly", "1.0.1-weekly", "1.14.5-weekly")]
    [InlineData("1.0.0-nightly", "1.15.0-nightly", "1.0.1-nightly", "1.14.5-nightly")]
    [InlineData("1.14.0-nightly", "1.14.4-nightly", null, null)]
    public async Task Of_what_is_too_long_it_is_said_which_were_not_asked_for(string tag, string named, string? from, string? to)
    {
        Assert.Equal((named, from is null ? null : $"a nearer one may run, since not all from {from} to {to} were asked for"), await NearAsync(tag));
    }

    [Theory]
    [InlineData("1.2.3-never", 80)]
    [InlineData("1.5.0-otel", 34)]
    public async Task Where_none_runs_none_is_named_and_what_was_searched_is_said(string tag, int tags)
    {
        var (named, note) = await NearAsync(tag);

        Assert.Null(named);
        Assert.Matches($"^searched {tags} later tags of its flavour in {ladders.Registry.Host}/{MixedLadders.Repository}, asked for [1-7]: none runs$", note);
    }

    [Fact]
    public async Task Each_image_of_a_scan_has_eight_of_its_own()
    {
        string[] tags = ["1.0.0-nightly", "1.0.2-nightly", "1.0.0", "1.0.1-slim", "1.0.3-weekly", "1.2.3-never"];
        using ArchwayProgram archway = new() { Input = string.Join('\n', tags.Select(Image)) + "\n" };

        var asked = await ladders.AskedWhileAsync(() => archway.RunAsync("scan", "-", "--format", "json", "--no-cache"));

        Assert.InRange(asked.Count(IsManifest), tags.Length + 1, 8 * tags.Length);
        // The list is one for all, in pages of a thousand.
        Assert.InRange(asked.Count(line => line.Contains("/tags/list", StringComparison.Ordinal)), 1, 3);
    }

    public void Dispose() => _archway.Dispose();

    private string Image(string tag) => $"{ladders.Registry.Host}/{MixedLadders.Repository}:{tag}";

    /// <summary>The tag that is named, with its note: the same by both commands, and in eight manifests each.</summary>
    private async Task<(string? Tag, string? Note)> NearAsync(string tag)
    {
        _ = ladders.Registry;
        Assert.InRange(ladders.Count, 2000, 2500);
        List<(string?, string?)> told = [];
        foreach (var command in (string[][])[["image", Image(tag), "--upgrade"], ["scan", $"image:{Image(tag)}"]])
        {
            Ran ran = null!;
            var asked = await ladders.AskedWhileAsync(async () => ran = await _archway.RunAsync([.. command, "--no-cache", "--format", "json"]));

            Assert.True(asked.Count(IsManifest) is >= 2 and <= 8, string.Join('\n', asked));
            var image = ran.Json();
            if (image.TryGetProperty("images", out var images)) image = images[0];
            told.Add(image.GetProperty("targets")[0].TryGetProperty("near", out var near)
                ? (near.GetProperty("image").GetString()!.Split(':')[^1], near.TryGetProperty("note", out var note) ? note.GetString() : null)
                : (null, image.GetProperty("advice").EnumerateArray().FirstOrDefault().ToString() is { Length: > 0 } advice ? advice : null));
        }

        return Assert.Single(told.Distinct());
    }

    private static bool IsManifest(string line) => line.Contains("/manifests/", StringComparison.Ordinal);
}

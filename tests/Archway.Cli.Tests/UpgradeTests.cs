using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>A repository of two thousand tags on a real registry.</summary>
public sealed class ManyTags : FilledRegistry
{
    internal const string Repository = "library/app";

    private static readonly string[] Flavours = ["", "-alpine", "-slim", "-slim-bookworm", "-alpine3.18"];
    private static readonly StoredImage Amd64 = Images.Manifest("linux/amd64");
    private static readonly StoredImage Both = Images.Index("linux/amd64", "linux/arm64");

    /// <summary>The first versions of each flavour that have arm64; alpine came to it late in 1.5 and again in 1.8.</summary>
    private static bool HasArm64(int major, int minor, int patch, string flavour) => flavour switch
    {
        "-alpine" => major > 1 || minor >= 8 || (minor == 5 && patch >= 3),
        "-slim" => false,
        "-slim-bookworm" => major > 1 || minor >= 12,
        "-alpine3.18" => major > 1 || minor > 9 || (minor == 9 && patch >= 2),
        _ => major > 1 || minor >= 9,
    };

    private protected override async Task FillAsync(DebianRegistry registry, CancellationToken cancellationToken)
    {
        var all = (
            from major in Enumerable.Range(1, 3)
            from minor in Enumerable.Range(0, 22)
            from patch in Enumerable.Range(0, 5)
            from flavour in Flavours
            select (Tag: $"{major}.{minor}.{patch}{flavour}", HasArm64: HasArm64(major, minor, patch, flavour))).ToList();
        all.AddRange(from day in Enumerable.Range(1, 28) from month in Enumerable.Range(1, 12) select ($"2023{month:00}{day:00}", month > 7));
        all.AddRange(from minor in Enumerable.Range(0, 10) from candidate in Enumerable.Range(1, 4) select ($"1.{minor}.0-rc.{candidate}", true));
        all.AddRange([("latest", false), ("nightly", false), ("v1.2.3", false), ("v1.2.4", true), ("sha-7e3a9b1", true), ("1.2.9-amd64", false), ("1.2.9-arm64", true)]);
        await registry.PushAsync(Repository, "first", Amd64, cancellationToken);
        await registry.PushAsync(Repository, "second", Both, cancellationToken);
        foreach (var kind in all.GroupBy(one => one.HasArm64))
            await registry.TagAsync(Repository, kind.Select(one => one.Tag), kind.Key ? Both : Amd64, cancellationToken);
        Count = all.Count;
    }

    internal int Count { get; private set; }
}

/// <summary>The nearest tag that runs, found among two thousand in few requests.</summary>
public sealed class UpgradeTests(ManyTags tags) : IClassFixture<ManyTags>, IDisposable
{
    private readonly ArchwayProgram _archway = new();

    [Theory]
    [InlineData("1.2.3", "1.9.0")]
    [InlineData("1.8.4", "1.9.0")]
    [InlineData("1.0.0", "1.9.0")]
    // That 1.5 came to it by itself, before 1.8, takes questions that telling the first of sixty-four needs; that they were not asked is said.
    [InlineData("1.5.1-alpine", "1.8.0-alpine", "a nearer one runs only where its own line came to it by a patch: not all from 1.5.2-alpine to 1.5.4-alpine were asked for")]
    [InlineData("1.6.2-alpine", "1.8.0-alpine")]
    [InlineData("1.2.3-slim-bookworm", "1.12.0-slim-bookworm")]
    [InlineData("1.9.1-alpine3.18", "1.9.2-alpine3.18")]
    [InlineData("20230104", "20230801")]
    [InlineData("v1.2.3", "v1.2.4")]
    [InlineData("1.2.9-amd64", "1.2.9-arm64")]
    [InlineData("latest", "3.21.4")]
    public async Task The_nearest_of_the_flavour_is_named_with_what_it_is(string tag, string nearest, string? note = null)
    {
        var registry = tags.Registry;
        Assert.InRange(tags.Count, 2000, 3000);
        var image = $"{registry.Host}/{ManyTags.Repository}:{tag}";

        var target = (await _archway.RunAsync("image", image, "--upgrade", "--format", "json")).Json().GetProperty("targets")[0];

        Assert.Equal("update", target.GetProperty("status").GetString());
        var near = target.GetProperty("near");
        Assert.Equal($"{registry.Host}/{ManyTags.Repository}:{nearest}", near.GetProperty("image").GetString());
        if (note is not null) Assert.Equal(note, near.GetProperty("note").GetString());
        Assert.StartsWith("sha256:", near.GetProperty("digest").GetString(), StringComparison.Ordinal);
        Assert.Contains("linux/arm64", near.GetProperty("platforms").EnumerateArray().Select(platform => platform.GetString()));
    }

    [Theory]
    [InlineData("1.2.2-slim", "later tags of its flavour in ")]
    [InlineData("3.21.4-slim", "none is a later one of its flavour")]
    public async Task Where_nothing_near_runs_nothing_is_named_and_what_was_searched_is_said(string tag, string told)
    {
        var ran = await _archway.RunAsync("image", $"{tags.Registry.Host}/{ManyTags.Repository}:{tag}", "--upgrade", "--format", "json");

        var target = ran.Json().GetProperty("targets")[0];
        Assert.False(target.TryGetProperty("near", out _), ran.Output);
        Assert.NotEqual("update", target.GetProperty("status").GetString());
        Assert.Contains(ran.Json().GetProperty("advice").EnumerateArray(), advice => advice.GetString()!.Contains(told, StringComparison.Ordinal));
        var table = await _archway.RunAsync("image", $"{tags.Registry.Host}/{ManyTags.Repository}:{tag}", "--upgrade");
        Assert.Contains(told, string.Join(' ', table.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scan_names_it_too_in_eight_manifests_at_most()
    {
        // Nobody else asks for this one.
        var image = $"{tags.Registry.Host}/{ManyTags.Repository}:1.0.1";

        var ran = await _archway.RunAsync("scan", $"image:{image}", "--format", "json");

        Assert.Equal("update", ran.Json().GetProperty("images")[0].GetProperty("status").GetString());
        Assert.EndsWith(":1.9.0", ran.Json().GetProperty("images")[0].GetProperty("targets")[0].GetProperty("near").GetProperty("image").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_takes_eight_manifests_and_one_list_at_most()
    {
        foreach (var tag in (string[])["1.0.1", "1.2.3", "1.0.0-alpine", "1.1.1-slim", "20230103", "latest"])
        {
            var asked = await tags.AskedWhileAsync(() =>
                _archway.RunAsync("image", $"{tags.Registry.Host}/{ManyTags.Repository}:{tag}", "--upgrade", "--no-cache", "--format", "json"));

            Assert.True(asked.Count(line => line.Contains("/manifests/", StringComparison.Ordinal)) <= 8, $"{tag}: {string.Join('\n', asked)}");
            // A list comes in pages of a thousand.
            Assert.InRange(asked.Count(line => line.Contains("/tags/list", StringComparison.Ordinal)), 1, 3);
        }
    }

    public void Dispose() => _archway.Dispose();
}

using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests;

/// <summary>A repository of two thousand tags in six flavours, which came to arm64 with a patch in the middle of a line and kept it.</summary>
public sealed class LongLadders : FilledRegistry
{
    internal const string Repository = "acme/app";

    // Where each flavour came to it, as major, minor and patch.
    private static readonly Dictionary<string, (int, int, int)> Firsts = new()
    {
        [""] = (2, 7, 3),
        ["-alpine3.19"] = (2, 12, 5),
        ["-slim"] = (3, 1, 6),
        ["-bookworm"] = (1, 6, 1),
        ["-perl"] = (9, 0, 0),
        ["-debug"] = (2, 0, 0),
    };

    private protected override async Task FillAsync(DebianRegistry registry, CancellationToken cancellationToken)
    {
        var (before, since) = (Images.Manifest("linux/amd64"), Images.Index("linux/amd64", "linux/arm64"));
        await registry.PushAsync(Repository, "before", before, cancellationToken);
        await registry.PushAsync(Repository, "since", since, cancellationToken);
        var all = (
            from flavour in Firsts
            from major in Enumerable.Range(1, 3)
            from minor in Enumerable.Range(0, 14)
            from patch in Enumerable.Range(0, 8)
            select (Tag: $"{major}.{minor}.{patch}{flavour.Key}", Runs: (major, minor, patch).CompareTo(flavour.Value) >= 0)).ToArray();
        Count = all.Length;
        await registry.TagAsync(Repository, [.. all.Where(one => one.Runs).Select(one => one.Tag)], since, cancellationToken);
        await registry.TagAsync(Repository, [.. all.Where(one => !one.Runs).Select(one => one.Tag)], before, cancellationToken);
    }

    internal int Count { get; private set; }
}

/// <summary>The first tag that runs, named exactly and in eight manifests with the image's own.</summary>
public sealed class LongLadderTests(LongLadders ladders) : IClassFixture<LongLadders>, IDisposable
{
    private readonly ArchwayProgram _archway = new();

    [Theory]
    [InlineData("2.5.0", "2.7.3")]
    [InlineData("2.7.2", "2.7.3")]
    [InlineData("2.3.1-alpine3.19", "2.12.5-alpine3.19")]
    [InlineData("2.9.0-slim", "3.1.6-slim")]
    [InlineData("1.0.0-bookworm", "1.6.1-bookworm")]
    [InlineData("1.13.7-debug", "2.0.0-debug")]
    [InlineData("1.8.3-debug", "2.0.0-debug")]
    [InlineData("1.0.0-perl", null)]
    public async Task The_first_that_runs_is_named(string tag, string? first)
    {
        var image = $"{ladders.Registry.Host}/{LongLadders.Repository}:{tag}";
        Assert.InRange(ladders.Count, 2000, 2500);

        Ran ran = null!;
        var asked = await ladders.AskedWhileAsync(async () => ran = await _archway.RunAsync("image", image, "--upgrade", "--no-cache", "--format", "json"));

        Assert.InRange(asked.Count(line => line.Contains("/manifests/", StringComparison.Ordinal)), 2, 8);
        var near = ran.Json().GetProperty("targets")[0].TryGetProperty("near", out var found) ? found.GetProperty("image").GetString()!.Split(':')[^1] : null;
        Assert.Equal(first, near);
    }

    public void Dispose() => _archway.Dispose();
}

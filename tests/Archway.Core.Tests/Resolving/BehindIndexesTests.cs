using System.Collections.Immutable;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Resolving;
using Archway.Testing;
using Archway.Verifying;
using Xunit;

namespace Archway.Core.Tests.Resolving;

/// <summary>What is read behind the entries of indexes, what that costs, and what becomes of it where it fails.</summary>
public sealed class BehindIndexesTests
{
    [Fact]
    public async Task The_platforms_entry_and_its_sibling_cost_two_requests_each_and_no_other_is_read()
    {
        await using var registry = await TestRegistry.StartAsync();
        var image = Images.Attested("linux/amd64", "linux/arm64", "linux/s390x", "linux/arm/v7");

        var facts = Assert.Single(await AskAsync([registry.Put("app", "1", image)]));

        Assert.Equal(5, registry.Log.Count);
        Assert.Equal([true, true, false, false], facts.Platforms.Select(entry => entry is { Config: not null, Layers: not null }));
        Assert.Null(facts.TakenAtItsWord);
    }

    [Fact]
    public async Task Both_manifests_are_asked_for_before_either_is_answered()
    {
        TaskCompletionSource both = new();
        var asked = 0;
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions
        {
            Before = async (context, _) =>
            {
                if (!context.Request.Path.Value!.Contains("/manifests/sha256:", StringComparison.Ordinal)) return false;
                if (Interlocked.Increment(ref asked) == 2) both.SetResult();
                await both.Task.WaitAsync(context.RequestAborted);
                return false;
            },
        });

        var facts = Assert.Single(await AskAsync([registry.Put("app", "1", Images.Index("linux/amd64", "linux/arm64"))]));

        Assert.All(facts.Platforms, entry => Assert.NotNull(entry.Config));
    }

    [Theory]
    [InlineData("linux/arm64", 3)]
    [InlineData("linux/arm64 linux/s390x", 3)]
    [InlineData("linux/s390x linux/ppc64le", 1)]
    public async Task An_entry_without_a_sibling_is_read_alone_and_a_platform_that_is_not_listed_costs_nothing(string wanted, int requests)
    {
        await using var registry = await TestRegistry.StartAsync();

        await AskAsync([registry.Put("app", "1", Images.Index("linux/arm64"))], wanted);

        Assert.Equal(requests, registry.Log.Count);
    }

    [Theory]
    [InlineData("linux/arm64 linux/amd64")]
    [InlineData("linux/arm64 linux/arm/v7 linux/s390x linux/amd64")]
    public async Task Of_several_platforms_no_more_than_two_entries_are_read(string wanted)
    {
        await using var registry = await TestRegistry.StartAsync();

        await AskAsync([registry.Put("app", "1", Images.Index("linux/arm64", "linux/arm/v7", "linux/s390x", "linux/amd64"))], wanted);

        Assert.Equal(5, registry.Log.Count);
    }

    [Fact]
    public async Task One_manifest_under_two_platforms_is_read_once()
    {
        await using var registry = await TestRegistry.StartAsync();
        var (image, entry) = Images.Entry("linux/amd64", docker: false);
        var lying = Images.Over(MediaTypes.OciIndex, (image, entry), (image, entry.Replace("amd64", "arm64", StringComparison.Ordinal)));

        var facts = Assert.Single(await AskAsync([registry.Put("app", "1", lying)]));

        Assert.Equal(3, registry.Log.Count);
        Assert.All(facts.Platforms, one => Assert.Equal("linux/amd64", one.Config?.Platform?.ToString()));
        Assert.Equal(["linux/amd64", "linux/arm64"], facts.Platforms.Select(one => one.Platform.ToString()));
    }

    [Theory]
    [InlineData(25, 125)]
    [InlineData(26, 26)]
    public async Task More_than_25_indexes_are_taken_at_their_word(int images, int requests)
    {
        await using var registry = await TestRegistry.StartAsync();
        var references = Enumerable.Range(0, images)
            .Select(i => registry.Put($"app{i}", "1", Images.Over(MediaTypes.OciIndex, Entry("linux/amd64", i), Entry("linux/arm64", i))))
            .Append(registry.Put("single", "1", Images.Manifest("linux/arm64"))).ToArray();

        var facts = await AskAsync(references);

        Assert.Equal(requests + 2, registry.Log.Count);
        Assert.All(facts.SkipLast(1), fact => Assert.Equal(images > 25 ? "a scan looks behind 25 at most" : null, fact.TakenAtItsWord));
        Assert.Null(facts[^1].TakenAtItsWord);

        static (StoredImage, string) Entry(string platform, int seed) => Images.Entry(platform, docker: false, $"{seed}");
    }

    [Fact]
    public async Task A_registry_that_counts_requests_is_asked_for_none_on_top()
    {
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions
        {
            Before = (context, _) =>
            {
                context.Response.Headers["RateLimit-Remaining"] = "76;w=21600";
                return Task.FromResult(false);
            },
        });

        var facts = Assert.Single(await AskAsync([registry.Put("app", "1", Images.Index("linux/amd64", "linux/arm64"))]));

        Assert.Single(registry.Log);
        Assert.Equal($"{registry.Host} counts requests", facts.TakenAtItsWord);
    }

    [Fact]
    public async Task Who_wants_what_images_hold_has_every_index_looked_behind()
    {
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions
        {
            Before = (context, _) =>
            {
                context.Response.Headers["RateLimit-Remaining"] = "76;w=21600";
                return Task.FromResult(false);
            },
        });
        var references = Enumerable.Range(0, 26).Select(i => registry.Put($"app{i}", "1", Images.Index("linux/amd64", "linux/arm64"))).ToArray();

        var facts = await AskAsync(references, contents: new ContentWish(ReadingExtent.All));

        Assert.All(facts, fact => Assert.Null(fact.TakenAtItsWord));
        Assert.All(facts.SelectMany(fact => fact.Platforms), entry => Assert.NotNull(entry.Config));
    }

    [Fact]
    public async Task What_cannot_be_read_behind_an_index_takes_nothing_from_what_it_lists()
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("app", "1", Images.Index("linux/amd64", "linux/arm64"));
        registry.On("app").Answer(403).After(1);

        var facts = Assert.Single(await AskAsync([reference]));

        Assert.IsType<ImageAnswer.Found>(facts.Answer);
        Assert.Equal(["linux/amd64", "linux/arm64"], facts.Platforms.Select(entry => entry.Platform.ToString()));
        Assert.Null(facts.Doubt);
        Assert.Contains("403", facts.TakenAtItsWord, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_tells_its_layers_where_its_config_cannot_be_read()
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("app", "1", Images.Index("linux/amd64", "linux/arm64"));
        registry.On("app/blobs").Answer(403);

        var facts = Assert.Single(await AskAsync([reference]));

        Assert.All(facts.Platforms, entry => Assert.True(entry is { Layers: not null, Config: null, LayerBytes: > 0 }));
        Assert.Contains("403", facts.TakenAtItsWord, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_that_is_not_there_is_lost()
    {
        await using var registry = await TestRegistry.StartAsync();
        var gone = Images.Entry("linux/arm64", docker: false).Entry;

        var facts = Assert.Single(await AskAsync(
            [registry.Put("app", "1", Images.Over(MediaTypes.OciIndex, Images.Entry("linux/amd64", docker: false), (Images.Attestation(), gone)))]));

        Assert.Equal([false, true], facts.Platforms.Select(entry => entry.IsLost));
        Assert.Null(facts.TakenAtItsWord);
    }

    [Fact]
    public async Task On_disk_everything_is_read_of_any_number_of_indexes()
    {
        using TempFolder folder = new();
        var references = Enumerable.Range(0, 30).Select(i => $"oci:{folder.Path}/{i}:1").ToArray();
        for (var i = 0; i < references.Length; i++) LayoutFolder.Write($"{folder.Path}/{i}", "1", Images.Index("linux/amd64", "linux/arm64", "linux/s390x"));

        var facts = await AskAsync(references);

        Assert.All(facts, fact => Assert.Null(fact.TakenAtItsWord));
        Assert.All(facts.SelectMany(fact => fact.Platforms), entry => Assert.NotNull(entry.Config));
    }

    private static async Task<ImmutableArray<ImageFacts>> AskAsync(string[] references, string wanted = "linux/arm64", ContentWish? contents = null)
    {
        using RegistryClient client = new(new());
        Resolver resolver = new(new ImageStores(client, cache: null, offline: false, TimeProvider.System), TimeProvider.System);
        return await resolver.ResolveAsync([.. references.Select(ImageSource.Parse)], [.. wanted.Split(' ').Select(Platform.Parse)], inDepth: false, contents,
            progress: null, TestContext.Current.CancellationToken);
    }
}

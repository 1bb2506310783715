using System.Collections.Immutable;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Resolving;
using Archway.Testing;
using Xunit;

namespace Archway.Core.Tests.Resolving;

/// <summary>What a resolver asks, and what it makes of hostile indexes.</summary>
public sealed class ResolverTests
{
    [Fact]
    public async Task Indexes_nested_without_end_are_left_alone()
    {
        await using var registry = await TestRegistry.StartAsync();
        var image = Images.Index("linux/arm64");
        for (var depth = 0; depth < 50; depth++) image = Images.Over(MediaTypes.OciIndex, (image, image.Entry()));

        var facts = await AskAsync(registry.Put("deep", "1", image));

        Assert.Empty(facts.Platforms);
        Assert.Contains("nested too deeply", facts.Doubt, StringComparison.Ordinal);
        Assert.InRange(registry.Log.Count, 1, 5);
    }

    [Fact]
    public async Task An_index_of_a_thousand_nameless_entries_costs_a_bounded_number_of_requests()
    {
        await using var registry = await TestRegistry.StartAsync();
        var entries = Enumerable.Range(0, 1000).Select(i => Images.Manifest("linux/amd64", seed: $"{i}")).Select(image => (image, image.Entry())).ToArray();

        var facts = await AskAsync(registry.Put("wide", "1", Images.Over(MediaTypes.OciIndex, entries)));

        Assert.Contains("more than", facts.Doubt, StringComparison.Ordinal);
        Assert.InRange(registry.Log.Count, 1, 300);
    }

    [Fact]
    public async Task Where_a_named_platform_serves_the_nameless_entries_are_not_asked_for()
    {
        await using var registry = await TestRegistry.StartAsync();
        var bare = Images.Manifest("linux/amd64");

        var facts = await AskAsync(registry.Put("app", "1", Images.Over(MediaTypes.OciIndex, Images.Entry("linux/arm64", docker: false), (bare, bare.Entry()))));

        Assert.Single(facts.Platforms);
        Assert.Single(registry.Log);
    }

    [Fact]
    public async Task A_schema_1_manifest_has_the_architecture_it_names()
    {
        await using var registry = await TestRegistry.StartAsync();

        var facts = await AskAsync(registry.Put("old", "1", Images.SchemaOne("amd64")));

        Assert.Equal("linux/amd64", Assert.Single(facts.Platforms).Platform.ToString());
    }

    private static async Task<ImageFacts> AskAsync(string reference)
    {
        using RegistryClient client = new(new());
        Resolver resolver = new(new ImageStores(client, cache: null, offline: false, TimeProvider.System), TimeProvider.System);
        ImmutableArray<Platform> wanted = [Platform.LinuxArm64];
        var facts = await resolver.ResolveAsync([ImageSource.Parse(reference)], wanted, inDepth: false, progress: null, TestContext.Current.CancellationToken);
        return Assert.Single(facts);
    }
}

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

        var facts = await AskAsync(
            registry.Put("app", "1", Images.Over(MediaTypes.OciIndex, Images.Entry("linux/arm64", docker: false), (bare, bare.Entry()))));

        Assert.Single(facts.Platforms);
        Assert.DoesNotContain(registry.Log, request => request.Path.Contains(bare.Digest.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_schema_1_manifest_has_the_architecture_it_names()
    {
        await using var registry = await TestRegistry.StartAsync();

        var facts = await AskAsync(registry.Put("old", "1", Images.SchemaOne("amd64")));

        Assert.Equal("linux/amd64", Assert.Single(facts.Platforms).Platform.ToString());
    }

    [Fact]
    public async Task What_a_nested_index_fails_to_say_takes_nothing_from_the_other_entries()
    {
        await using var registry = await TestRegistry.StartAsync();
        var inner = Images.Index("linux/arm64");
        var reference = registry.Put("app", "1", Images.Over(MediaTypes.OciIndex, Images.Entry("linux/amd64", docker: false), (inner, inner.Entry())));
        registry.On("app").Answer(403).After(1);

        var facts = await AskAsync(reference);

        Assert.IsType<ImageAnswer.Found>(facts.Answer);
        Assert.Equal("linux/amd64", Assert.Single(facts.Platforms).Platform.ToString());
        Assert.Contains("403", facts.Doubt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_depth_a_manifest_that_is_not_there_or_cannot_be_read_is_told_of_its_entry_only()
    {
        await using var registry = await TestRegistry.StartAsync();
        var broken = Images.Manifest("linux/s390x") with { Blobs = [] };
        var reference = registry.Put("app", "1", Images.Over(MediaTypes.OciIndex, Images.Entry("linux/amd64", docker: false),
            (broken, Images.Entry("linux/s390x", docker: false).Entry),
            (Images.Attestation(), Images.Entry("linux/arm64", docker: false).Entry)));

        var facts = await AskAsync(reference, inDepth: true);

        Assert.Equal([false, false, true], facts.Platforms.Select(entry => entry.IsLost));
        Assert.Equal([true, false, false], facts.Platforms.Select(entry => entry.Problem is null));
        Assert.Null(facts.Doubt);
    }

    [Fact]
    public async Task What_an_artifact_is_stands_at_its_layers_where_it_borrows_an_images_config_and_at_the_entries_of_a_list_of_them()
    {
        await using var registry = await TestRegistry.StartAsync();
        var sbom = Images.Artifact();

        var borrowed = await AskAsync(registry.Put("app", "sig", Images.Attestation()));
        var listed = await AskAsync(
            registry.Put("app", "sha256-0", Images.Over(MediaTypes.OciIndex, (sbom, sbom.Entry("\"artifactType\":\"application/spdx+json\"")))));

        Assert.Equal(new ImageAnswer.Artifact("application/vnd.in-toto+json"), borrowed.Answer);
        Assert.Equal(new ImageAnswer.Artifact("application/spdx+json"), listed.Answer);
    }

    [Fact]
    public async Task What_a_layout_lacks_is_not_said_of_a_registry()
    {
        using TempFolder folder = new();
        LayoutFolder.Write(folder.Path, "1.0", Images.Index("linux/arm64"));

        var facts = await AskAsync($"oci:{folder.Path}:2.0");

        Assert.Equal(new ImageAnswer.Absent("it holds no image named '2.0'"), facts.Answer);
    }

    private static async Task<ImageFacts> AskAsync(string reference, bool inDepth = false)
    {
        using RegistryClient client = new(new());
        Resolver resolver = new(new ImageStores(client, cache: null, offline: false, TimeProvider.System), TimeProvider.System);
        ImmutableArray<Platform> wanted = [Platform.LinuxArm64];
        var facts = await resolver.ResolveAsync([ImageSource.Parse(reference)], wanted, inDepth, contents: null, progress: null, TestContext.Current.CancellationToken);
        return Assert.Single(facts);
    }
}

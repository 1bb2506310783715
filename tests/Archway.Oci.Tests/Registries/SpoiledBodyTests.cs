using Archway.Oci.Content;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>Bodies that are cut, stall or are something else than they say.</summary>
public class SpoiledBodyTests
{
    private static readonly StoredImage Image = Images.Index("linux/arm64");

    [Fact]
    public async Task A_body_that_is_cut_is_asked_again_and_then_said()
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("acme/api", "1", Image);
        using RegistryClient client = new(Asking.Options);

        registry.On().CutBody().Times(1);
        Assert.NotNull(await client.AskAsync(reference));

        registry.On().CutBody();
        var refusal = await client.RefusalAsync(reference);
        Assert.Equal(RegistryFault.Malformed, refusal.Fault);
        Assert.Contains("broke off", refusal.Message);
    }

    [Fact]
    public async Task Lying_bodies_are_found_out()
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("acme/api", "1", Image);
        var pinned = $"{registry.Host}/acme/api@{Image.Digest}";
        using RegistryClient client = new(Asking.Options);

        registry.On().Truncate();
        await FindsAsync(reference, RegistryFault.Malformed, "not JSON");
        registry.On().Replace(Images.Index("linux/amd64").Raw, MediaTypes.OciIndex);
        await FindsAsync(pinned, RegistryFault.DigestMismatch, "another digest");
        registry.On().WrongMediaType("text/html");
        await FindsAsync(reference, RegistryFault.Malformed, "'text/html' is not a kind of manifest");
        registry.On().WrongMediaType(MediaTypes.OciManifest);
        await FindsAsync(reference, RegistryFault.Malformed, $"'{MediaTypes.OciManifest}' but says of itself that it is '{MediaTypes.OciIndex}'");
        await FindsAsync(pinned, RegistryFault.Malformed, $"'{MediaTypes.OciManifest}' but says of itself that it is '{MediaTypes.OciIndex}'");
        registry.On().Pack();
        await FindsAsync(reference, RegistryFault.Malformed, "a content encoding that was not asked for");
        registry.On().Flood(100 << 20);
        await FindsAsync(reference, RegistryFault.TooLarge, "more than 4194304 bytes");

        async Task FindsAsync(string asked, RegistryFault fault, string sentence)
        {
            var refusal = await client.RefusalAsync(asked);
            Assert.Equal(fault, refusal.Fault);
            Assert.Contains(sentence, refusal.Message);
        }
    }

    [Fact]
    public async Task A_digest_header_that_lies_is_found_out()
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("acme/api", "1", Images.Manifest("linux/arm64"));
        registry.On().WrongDigest();

        Assert.Equal(RegistryFault.DigestMismatch, (await Asking.RefusalAsync(reference)).Fault);
    }

    [Fact]
    public async Task A_body_that_stalls_is_given_up()
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("acme/api", "1", Image);
        registry.On().Stall();

        var refusal = await Asking.RefusalAsync(reference, Asking.Options with { BodyTimeout = TimeSpan.FromSeconds(1) });

        Assert.Equal(RegistryFault.TimedOut, refusal.Fault);
        Assert.Contains("did not finish its answer", refusal.Message);
    }

    [Fact]
    public async Task A_layer_that_stalls_is_given_up()
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = ImageReference.Parse(registry.Put("acme/api", "1", Images.Manifest("linux/arm64")));
        registry.On("acme/api/blobs").Stall();
        using RegistryClient client = new(Asking.Options with { BodyTimeout = TimeSpan.FromSeconds(1) });
        var layer = ((ImageManifest)(await client.AskAsync(reference.ToString()))!).Layers.Single();

        await using var content = await client.Open(reference).OpenBlobAsync(layer, TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<RegistryException>(() => content.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
        Assert.Equal(RegistryFault.TimedOut, refusal.Fault);
    }
}

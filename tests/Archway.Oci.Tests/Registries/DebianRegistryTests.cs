using Archway.Oci.Content;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>Every shape through the distribution project's own registry.</summary>
public class DebianRegistryTests
{
    [Fact]
    public async Task Every_shape_comes_back_as_it_was_pushed()
    {
        await using var registry = await DebianRegistry.StartAsync(TestContext.Current.CancellationToken);
        var arm64 = Images.Manifest("linux/arm64");
        var inner = Images.Index("linux/arm64", "linux/amd64");
        Dictionary<string, (StoredImage Image, string[] Platforms)> shapes = new()
        {
            ["index"] = (Images.Index("linux/amd64", "linux/arm64/v8"), ["linux/amd64", "linux/arm64/v8"]),
            ["list"] = (Images.DockerList("linux/amd64", "linux/arm64"), ["linux/amd64", "linux/arm64"]),
            ["attested"] = (Images.Attested("linux/arm64"), ["linux/arm64"]),
            ["variants"] = (Images.Index("linux/arm/v7", "linux/arm64/v8", "linux/amd64/v3"), ["linux/arm/v7", "linux/arm64/v8", "linux/amd64/v3"]),
            ["windows"] = (Images.Index("windows/amd64"), ["windows/amd64"]),
            ["nested"] = (Images.Over(MediaTypes.OciIndex, (inner, inner.Entry())), []),
            ["no-platform"] = (Images.Over(MediaTypes.OciIndex, (arm64, arm64.Entry()), (arm64, arm64.Entry("\"platform\":{}"))), []),
            ["oci"] = (arm64, ["linux/arm64"]),
            ["docker"] = (Images.Manifest("linux/arm64", docker: true), ["linux/arm64"]),
            ["artifact"] = (Images.Artifact(), []),
        };
        using RegistryClient client = new(Asking.Options);

        foreach (var (name, (image, platforms)) in shapes)
        {
            var reference = await registry.PushAsync($"shapes/{name}", "1", image, TestContext.Current.CancellationToken);

            var byTag = await client.AskAsync(reference);
            var byDigest = await client.AskAsync($"{registry.Host}/shapes/{name}@{image.Digest}");

            Assert.Equal(image.Raw, byTag?.Raw.ToArray());
            Assert.Equal(image.Raw, byDigest?.Raw.ToArray());
            Assert.Equal(image.Digest, await client.AskDigestAsync(reference));
            Assert.Equal(platforms, await PlatformsAsync(client, reference, byTag!));
        }
    }

    [Fact]
    public async Task What_is_not_there_is_none()
    {
        await using var registry = await DebianRegistry.StartAsync(TestContext.Current.CancellationToken);
        await registry.PushAsync("acme/api", "1", Images.Manifest("linux/arm64"), TestContext.Current.CancellationToken);
        using RegistryClient client = new(Asking.Options);

        foreach (var reference in new[] { $"{registry.Host}/acme/api:2", $"{registry.Host}/acme/none:1", $"{registry.Host}/acme/api@{Digest.Of("none"u8)}" })
        {
            Assert.Null(await client.AskAsync(reference));
            Assert.Null(await client.AskDigestAsync(reference));
        }
    }

    private static async Task<IEnumerable<string>> PlatformsAsync(RegistryClient client, string reference, Manifest manifest)
    {
        if (manifest is ImageIndex index) return index.Platforms.Select(platform => platform.ToString());
        if (manifest is not ImageManifest { IsImage: true } image) return [];
        var config = await client.Open(ImageReference.Parse(reference))
            .ReadBlobAsync(image.Config, ImageConfig.LargestSize, TestContext.Current.CancellationToken);
        return ImageConfig.Read(config).Platform is { } platform ? [platform.ToString()] : [];
    }
}

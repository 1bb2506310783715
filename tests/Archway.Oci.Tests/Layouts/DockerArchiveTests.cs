using System.IO.Compression;
using System.Text;
using Archway.Oci.Content;
using Archway.Oci.Layouts;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Xunit;

namespace Archway.Oci.Tests.Layouts;

public sealed class DockerArchiveTests : IDisposable
{
    private static readonly byte[] Layer = Encoding.UTF8.GetBytes("the layer's tar");
    private static readonly byte[] Config = Encoding.UTF8.GetBytes(
        $$"""{"os":"linux","architecture":"arm64","rootfs":{"type":"layers","diff_ids":["{{Digest.Of(Layer)}}"]} }""");
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("archway-docker-archive-");
    private readonly RegistryClient _client = new(new());

    [Theory]
    [InlineData("")]
    [InlineData(":redis:7")]
    [InlineData(":7")]
    [InlineData(":docker.io/library/redis:7")]
    public async Task A_saved_image_is_read_as_a_manifest_of_schema_two(string selector)
    {
        Save(Layer, $"{Digest.Of(Config).Hex}.json");

        var (repository, manifest) = await FindAsync(selector);

        Assert.Equal(MediaTypes.DockerManifest, manifest!.Self.MediaType);
        Assert.True(manifest.IsImage);
        Assert.Equal((Digest.Of(Config), Digest.Of(Layer)), (manifest.Config.Digest, manifest.Layers.Single().Digest));
        var config = await repository.ReadBlobAsync(manifest.Config, ImageConfig.LargestSize, TestContext.Current.CancellationToken);
        Assert.Equal(Platform.LinuxArm64, ImageConfig.Read(config).Platform);
    }

    [Fact]
    public async Task The_same_archive_always_gives_the_same_digest_and_another_name_gives_none()
    {
        Save(Layer, "config.json");

        Assert.Equal((await FindAsync("")).Manifest!.Self.Digest, (await FindAsync(":7")).Manifest!.Self.Digest);
        Assert.Null((await FindAsync(":8")).Manifest);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_layer_is_read_and_checked_packed_or_not(bool isPacked)
    {
        Save(isPacked ? Packed(Layer) : Layer, "config.json");
        var (repository, manifest) = await FindAsync("");

        await using var layer = await repository.OpenBlobAsync(manifest!.Layers.Single(), TestContext.Current.CancellationToken);
        using MemoryStream copy = new();
        await layer.CopyToAsync(copy, TestContext.Current.CancellationToken);

        Assert.Equal(Layer, copy.ToArray());
    }

    [Fact]
    public async Task A_layer_that_lies_is_found_out()
    {
        Save("another tar!!!!"u8.ToArray(), "config.json");
        var (repository, manifest) = await FindAsync("");
        await using var layer = await repository.OpenBlobAsync(manifest!.Layers.Single(), TestContext.Current.CancellationToken);

        var lie = await Assert.ThrowsAsync<RegistryException>(() => layer.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
        Assert.Equal(RegistryFault.DigestMismatch, lie.Fault);
    }

    [Fact]
    public async Task A_config_under_another_digests_name_is_refused()
    {
        Save(Layer, $"{Digest.Of("x"u8).Hex}.json");

        Assert.Contains("another digest", (await Assert.ThrowsAsync<RegistryException>(() => FindAsync(""))).Message);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("""[{"Config":"gone.json","Layers":[]}]""")]
    [InlineData("""[{"Config":"config.json","Layers":[]}]""")]
    [InlineData("not json")]
    public async Task A_list_that_is_broken_is_refused(string list)
    {
        Tar.Write(At("image.tar"), [("manifest.json", Encoding.UTF8.GetBytes(list)), ("config.json", Config)]);

        Assert.Equal(RegistryFault.Malformed, (await Assert.ThrowsAsync<RegistryException>(() => FindAsync(""))).Fault);
    }

    [Fact]
    public async Task A_large_config_is_not_read_for_image_upon_image()
    {
        var list = string.Join(',', Enumerable.Repeat("""{"Config":"config.json","Layers":["abc/layer.tar"]}""", 10_000));
        byte[] config = [.. Config, .. Encoding.ASCII.GetBytes(new string(' ', 4 * 1024 * 1024))];
        Tar.Write(At("image.tar"), [("abc/layer.tar", Layer), ("config.json", config), ("manifest.json", Encoding.UTF8.GetBytes($"[{list}]"))]);

        Assert.Contains("bytes altogether", (await Assert.ThrowsAsync<RegistryException>(() => FindAsync(""))).Message);
    }

    public void Dispose()
    {
        _client.Dispose();
        _root.Delete(recursive: true);
    }

    private void Save(byte[] layer, string config) => Tar.Write(At("image.tar"),
    [
        ("abc/layer.tar", layer),
        (config, Config),
        ("manifest.json", Encoding.UTF8.GetBytes($$"""[{"Config":"{{config}}","RepoTags":["redis:7"],"Layers":["abc/layer.tar"]}]""")),
    ]);

    private async Task<(IRepository Repository, ImageManifest? Manifest)> FindAsync(string selector)
    {
        var source = ImageSource.Parse($"docker-archive:{At("image.tar")}{selector}");
        var opened = await new ImageSources(_client, TimeProvider.System).OpenAsync(source, TestContext.Current.CancellationToken);
        return (opened.Repository, (ImageManifest?)await opened.Repository.FindManifestAsync(opened.Selector, TestContext.Current.CancellationToken));
    }

    private static byte[] Packed(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest)) gzip.Write(content);
        return packed.ToArray();
    }

    private string At(string path) => Path.Combine(_root.FullName, path);
}

using Archway.Oci.Content;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

public class RegistryRepositoryTests
{
    private static readonly StoredImage Image = Images.Index("linux/amd64", "linux/arm64");

    [Fact]
    public async Task An_index_is_read_with_one_request()
    {
        await using var registry = await TestRegistry.StartAsync();
        using RegistryClient client = new(Asking.Options);

        var manifest = await client.AskAsync(registry.Put("acme/api", "1", Image));

        Assert.Equal(Image.Raw, manifest?.Raw.ToArray());
        Assert.Equal(("GET", "/v2/acme/api/manifests/1"), Assert.Single(registry.Log) is var only ? (only.Method, only.Path) : default);
    }

    [Fact]
    public async Task A_tags_digest_is_asked_with_HEAD()
    {
        await using var registry = await TestRegistry.StartAsync();
        using RegistryClient client = new(Asking.Options);

        Assert.Equal(Image.Digest, await client.AskDigestAsync(registry.Put("acme/api", "1", Image)));
        Assert.Equal("HEAD", Assert.Single(registry.Log).Method);
        Assert.Null(await client.AskDigestAsync($"{registry.Host}/acme/api:2"));
    }

    [Fact]
    public async Task A_registry_that_does_not_tell_digests_is_read_instead()
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("acme/api", "1", Image);
        registry.On("acme/api").WrongMediaType(Image.MediaType);
        using RegistryClient client = new(Asking.Options);

        Assert.Equal(Image.Digest, await client.AskDigestAsync(reference));
        Assert.Equal(["HEAD", "GET"], registry.Log.Select(request => request.Method));
    }

    [Fact]
    public async Task A_digest_reads_the_same_bytes_as_the_tag()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Put("acme/api", "1", Image);
        using RegistryClient client = new(Asking.Options);

        Assert.Equal(Image.Digest, (await client.AskAsync($"{registry.Host}/acme/api@{Image.Digest}"))?.Self.Digest);
        Assert.Null(await client.AskAsync($"{registry.Host}/acme/api@{Digest.Of("nothing"u8)}"));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("""{"errors":[{"code":"NAME_UNKNOWN","message":"no such repository"}]}""", "application/json")]
    public async Task A_registrys_404_means_there_is_none(string body, string contentType)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Answer(404, body: body, contentType: contentType);
        using RegistryClient client = new(Asking.Options);

        Assert.Null(await client.AskAsync($"{registry.Host}/acme/api:1"));
        Assert.Null(await client.AskDigestAsync($"{registry.Host}/acme/api:1"));
    }

    [Theory]
    [InlineData("<html><body>Not Found</body></html>", "text/html")]
    [InlineData("404 page not found\n", "text/plain")]
    [InlineData("""{"message":"no such route"}""", "application/json")]
    public async Task A_web_servers_404_means_it_is_no_registry(string body, string contentType)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Answer(404, body: body, contentType: contentType);
        using RegistryClient client = new(Asking.Options);

        var refusal = await client.RefusalAsync($"{registry.Host}/acme/api:1");

        Assert.Equal(RegistryFault.Malformed, refusal.Fault);
        Assert.Contains("a page that is not a registry's", refusal.Message);
        await Assert.ThrowsAsync<RegistryException>(() => client.AskDigestAsync($"{registry.Host}/acme/api:1"));
    }

    [Fact]
    public async Task A_config_is_read_and_its_digest_checked()
    {
        await using var registry = await TestRegistry.StartAsync();
        var image = Images.Manifest("linux/arm64");
        var reference = ImageReference.Parse(registry.Put("acme/api", "1", image));
        using RegistryClient client = new(Asking.Options);
        var repository = client.Open(reference);
        var config = ((ImageManifest)(await repository.FindManifestAsync("1", TestContext.Current.CancellationToken))!).Config;

        Assert.Equal(image.Blobs[0], (await repository.ReadBlobAsync(config, ImageConfig.LargestSize, TestContext.Current.CancellationToken)).ToArray());

        registry.On("acme/api/blobs").Replace("{}"u8.ToArray(), "application/octet-stream");
        var lie = await Assert.ThrowsAsync<RegistryException>(
            () => repository.ReadBlobAsync(config, ImageConfig.LargestSize, TestContext.Current.CancellationToken));
        Assert.Equal(RegistryFault.DigestMismatch, lie.Fault);
        var large = await Assert.ThrowsAsync<RegistryException>(() => repository.ReadBlobAsync(config, 10, TestContext.Current.CancellationToken));
        Assert.Equal(RegistryFault.TooLarge, large.Fault);
    }

    [Fact]
    public async Task A_layer_is_a_stream_that_checks_itself_at_its_end()
    {
        await using var registry = await TestRegistry.StartAsync();
        var image = Images.Manifest("linux/arm64");
        var reference = ImageReference.Parse(registry.Put("acme/api", "1", image));
        using RegistryClient client = new(Asking.Options);
        var layer = ((ImageManifest)(await client.AskAsync(reference.ToString()))!).Layers.Single();

        Assert.Equal(image.Blobs[1], await ReadAsync());

        foreach (var (lie, fault) in new (byte[], RegistryFault)[]
        {
            ([.. image.Blobs[1].Reverse()], RegistryFault.DigestMismatch),
            ([.. image.Blobs[1], 0], RegistryFault.DigestMismatch),
            (image.Blobs[1][..^1], RegistryFault.Malformed),
        })
        {
            registry.On("acme/api/blobs").Replace(lie, "application/octet-stream");
            Assert.Equal(fault, (await Assert.ThrowsAsync<RegistryException>(ReadAsync)).Fault);
        }

        async Task<byte[]> ReadAsync()
        {
            await using var content = await client.Open(reference).OpenBlobAsync(layer, TestContext.Current.CancellationToken);
            using MemoryStream copy = new();
            await content.CopyToAsync(copy, TestContext.Current.CancellationToken);
            return copy.ToArray();
        }
    }

    [Fact]
    public async Task A_loopback_registry_with_TLS_is_found_out()
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        System.Security.Cryptography.X509Certificates.CertificateRequest request = new(
            "CN=127.0.0.1", key, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await using var registry = await TestRegistry.StartAsync(certificate);
        var reference = registry.Put("acme/api", "1", Image);
        using RegistryClient trusting = new(Asking.Options with
        {
            ConfigureHandler = handler =>
                handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString(),
        });

        Assert.Equal(Image.Digest, (await trusting.AskAsync(reference))?.Self.Digest);

        var refusal = await Asking.RefusalAsync(reference);
        Assert.Equal(RegistryFault.Unreachable, refusal.Fault);
        Assert.Contains("TLS with", refusal.Message);
    }
}

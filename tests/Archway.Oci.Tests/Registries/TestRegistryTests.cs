using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Archway.Oci.Content;
using Archway.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>What the test registry does beyond the specification: what it counts, how it is reached, and that misbehaviour reaches what is written.</summary>
public class TestRegistryTests
{
    private static readonly byte[] Blob = "a layer"u8.ToArray();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_requests_go_over_one_connection_of_HTTP_2()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { Certificate = certificate, Protocols = HttpProtocols.Http2 });
        registry.Put("acme/api", "1", Images.Manifest("linux/arm64"));
        using SocketsHttpHandler handler = new();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString();
        using HttpClient client = new(handler) { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        // The first opens the connection that the others find open.
        for (var round = 0; round < 2; round++)
            await Task.WhenAll(Enumerable.Range(0, 1 + round * 20).Select(async _ =>
            {
                using var answer = await client.GetAsync(new Uri($"https://{registry.Host}/v2/acme/api/manifests/1"), Cancellation);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }));

        Assert.Equal((1, 22), (registry.Connections, registry.Log.Count));
        Assert.All(registry.Log, request => Assert.Equal("HTTP/2", request.Protocol));
    }

    [Fact]
    public async Task Each_client_opens_a_connection_of_its_own()
    {
        await using var registry = await TestRegistry.StartAsync();

        for (var i = 0; i < 3; i++)
        {
            using HttpClient client = new();
            for (var request = 0; request < 2; request++)
                Assert.Equal("{}", await client.GetStringAsync(new Uri($"http://{registry.Host}/v2/"), Cancellation));
        }

        Assert.Equal((3, 6), (registry.Connections, registry.Log.Count));
        Assert.All(registry.Log, request => Assert.Equal("HTTP/1.1", request.Protocol));
    }

    [Fact]
    public async Task A_push_that_is_spoiled_stores_nothing()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On("acme/api/blobs/uploads").Answer(503).Times(1);
        using HttpClient client = new();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PushAsync(client, registry));
        Assert.Equal(HttpStatusCode.NotFound, await FindAsync(client, registry));

        Assert.Equal(HttpStatusCode.Created, await PushAsync(client, registry));
        Assert.Equal(HttpStatusCode.OK, await FindAsync(client, registry));
    }

    [Fact]
    public async Task A_push_that_is_not_let_in_stores_nothing()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.WantBasic("user", "secret");
        using HttpClient stranger = new();
        using HttpClient friend = new();
        friend.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("user:secret")));

        Assert.Equal(HttpStatusCode.Unauthorized, await PushAsync(stranger, registry));
        Assert.Equal(HttpStatusCode.NotFound, await FindAsync(friend, registry));

        Assert.Equal(HttpStatusCode.Created, await PushAsync(friend, registry));
        Assert.Equal(HttpStatusCode.OK, await FindAsync(friend, registry));
    }

    [Fact]
    public async Task An_upload_without_its_locations_own_parameter_leads_nowhere()
    {
        await using var registry = await TestRegistry.StartAsync();
        using HttpClient client = new();
        using var begun = await client.PostAsync(new Uri($"http://{registry.Host}/v2/acme/api/blobs/uploads/"), null, Cancellation);
        Uri location = new(new Uri($"http://{registry.Host}"), begun.Headers.Location!);

        using var cut = await client.GetAsync(new Uri(location.GetLeftPart(UriPartial.Path)), Cancellation);
        using var whole = await client.GetAsync(location, Cancellation);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NoContent), (cut.StatusCode, whole.StatusCode));
    }

    [Fact]
    public async Task Pushes_at_the_same_time_all_arrive()
    {
        await using var registry = await TestRegistry.StartAsync();
        using HttpClient client = new();
        var blobs = Enumerable.Range(0, 50).Select(i => Encoding.UTF8.GetBytes($"layer {i}")).ToList();

        await Task.WhenAll(blobs.Select(async blob => Assert.Equal(HttpStatusCode.Created, await PushAsync(client, registry, blob))));

        foreach (var blob in blobs)
            Assert.Equal(blob, await client.GetByteArrayAsync(new Uri($"http://{registry.Host}/v2/acme/api/blobs/{Digest.Of(blob)}"), Cancellation));
    }

    private static async Task<HttpStatusCode> PushAsync(HttpClient client, TestRegistry registry, byte[]? blob = null)
    {
        blob ??= Blob;
        using ByteArrayContent content = new(blob);
        using var answer = await client.PostAsync(new Uri($"http://{registry.Host}/v2/acme/api/blobs/uploads/?digest={Digest.Of(blob)}"), content, Cancellation);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> FindAsync(HttpClient client, TestRegistry registry)
    {
        using var answer = await client.GetAsync(new Uri($"http://{registry.Host}/v2/acme/api/blobs/{Digest.Of(Blob)}"), Cancellation);
        return answer.StatusCode;
    }
}

using Archway.Oci.Registries;
using Archway.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>How many connections a run opens, and which HTTP it speaks over them.</summary>
public sealed class ConnectionTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    [Fact]
    public async Task Over_TLS_all_images_share_one_connection_of_HTTP_2()
    {
        using var certificate = _authority.Issue("127.0.0.1");
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { Certificate = certificate });
        using RegistryClient client = new(Asking.Options with { Authorities = [_authority.Certificate] });
        // A registry on loopback is first tried without TLS, over a connection of its own.
        await AskAsync(registry, client, 1);
        var settled = registry.Connections;

        await AskAsync(registry, client, 100);

        Assert.Equal(settled, registry.Connections);
        Assert.All(registry.Log, request => Assert.Equal("HTTP/2", request.Protocol));
    }

    [Fact]
    public async Task A_registry_that_speaks_no_HTTP_2_is_asked_over_as_few_connections_as_requests_are_out_at_once()
    {
        using var certificate = _authority.Issue("127.0.0.1");
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { Certificate = certificate, Protocols = HttpProtocols.Http1 });
        using RegistryClient client = new(Asking.Options with { Authorities = [_authority.Certificate] });
        await AskAsync(registry, client, 1);
        var settled = registry.Connections;

        await AskAsync(registry, client, 100);

        Assert.InRange(registry.Connections - settled, 0, Asking.Options.RequestsPerHost);
        Assert.All(registry.Log, request => Assert.Equal("HTTP/1.1", request.Protocol));
    }

    [Fact]
    public async Task Without_TLS_connections_are_kept()
    {
        await using var registry = await TestRegistry.StartAsync();
        using RegistryClient client = new(Asking.Options);

        await AskAsync(registry, client, 100);

        Assert.InRange(registry.Connections, 1, Asking.Options.RequestsPerHost);
        Assert.Equal(100, registry.Log.Count);
    }

    public void Dispose() => _authority.Dispose();

    private static Task AskAsync(TestRegistry registry, RegistryClient client, int images) =>
        Task.WhenAll(Enumerable.Range(0, images).Select(async i =>
        {
            var reference = registry.Put($"team/app{i}", "1", Images.Index("linux/amd64", "linux/arm64"));
            Assert.NotNull(await client.AskAsync(reference));
        }));
}

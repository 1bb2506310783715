using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>A connection that is closed without an answer: the request is repeated a few times, and not by layer upon layer.</summary>
public sealed class ClosedConnectionTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    [Fact]
    public async Task Without_TLS()
    {
        await using ClosingHost host = new();

        var refusal = await Asking.RefusalAsync($"{host.Host}/acme/api:1", Asking.Options with { PlainHttpHosts = new HashSet<string> { host.Host } });

        IsSaid(host, refusal);
    }

    [Fact]
    public async Task On_loopback()
    {
        await using ClosingHost host = new();

        IsSaid(host, await Asking.RefusalAsync($"{host.Host}/acme/api:1"));
    }

    [Fact]
    public async Task With_TLS()
    {
        using var certificate = _authority.Issue("127.0.0.1");
        await using ClosingHost host = new(certificate);

        IsSaid(host, await Asking.RefusalAsync($"{host.Host}/acme/api:1", Asking.Options with { Authorities = [_authority.Certificate] }));
    }

    [Fact]
    public async Task Through_a_proxy()
    {
        using var certificate = _authority.Issue("registry.example.com");
        await using ClosingHost host = new(certificate);
        await using TestProxy proxy = new();
        proxy.Lead("registry.example.com", host.Host);

        var refusal = await Asking.RefusalAsync("registry.example.com/acme/api:1", Asking.Options with
        {
            Authorities = [_authority.Certificate],
            Proxy = ProxySettings.Of(name => name == "HTTPS_PROXY" ? proxy.Host : null),
        });

        IsSaid(host, refusal);
    }

    public void Dispose() => _authority.Dispose();

    private static void IsSaid(ClosingHost host, RegistryException refusal)
    {
        Assert.Equal(RegistryFault.Unreachable, refusal.Fault);
        Assert.Contains("closed the connection without an answer; ask again later", refusal.Message);
        Assert.Equal(1 + Asking.Options.Retries, host.Requests);
    }
}

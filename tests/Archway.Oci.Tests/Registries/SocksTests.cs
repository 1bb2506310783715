using System.Net;
using System.Net.Sockets;
using Archway.Oci.Registries;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>A SOCKS proxy that makes no way: it is named, without its login, and not the registry blamed.</summary>
public sealed class SocksTests
{
    private const string Registry = "registry.example.com";
    private const string Remedy = "check HTTPS_PROXY and HTTP_PROXY, or name the host in NO_PROXY";

    public static TheoryData<string> Schemes => ["socks4a", "socks5"];

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task One_that_is_silent(string scheme)
    {
        var (refusal, proxy) = await AskAsync(scheme, answer: null);

        Assert.Equal(RegistryFault.TimedOut, refusal.Fault);
        Assert.EndsWith($"{Registry} did not answer within 1 s through the proxy {proxy}, where either may be silent; {Remedy}", refusal.Message);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task One_that_closes_the_connection(string scheme)
    {
        var (refusal, proxy) = await AskAsync(scheme, []);

        Assert.Equal(RegistryFault.Unreachable, refusal.Fault);
        Assert.EndsWith($"{Registry} was not asked: the proxy {proxy} made no way to it; check the proxy's login in HTTPS_PROXY, or name the host in NO_PROXY",
            refusal.Message);
    }

    [Theory]
    [InlineData("socks4a", 0, 91)]
    [InlineData("socks5", 5, 255)]
    [InlineData("socks5", (byte)'H', (byte)'T')]
    public async Task One_that_refuses(string scheme, byte first, byte second)
    {
        var (refusal, proxy) = await AskAsync(scheme, [first, second, 0, 0, 0, 0, 0, 0]);

        Assert.Equal(RegistryFault.Unreachable, refusal.Fault);
        Assert.Contains($"{Registry} was not asked: the proxy {proxy} made no way to it; ", refusal.Message);
    }

    [Fact]
    public async Task One_that_is_not_there()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        var proxy = listener.LocalEndpoint.ToString();
        listener.Stop();

        var refusal = await Asking.RefusalAsync($"{Registry}/acme/api:1", Through("socks5", proxy!));

        Assert.EndsWith($"{Registry} was not asked: the proxy {proxy} could not be reached; {Remedy}", refusal.Message);
        Assert.DoesNotContain("hunter2", refusal.ToString());
    }

    private static RegistryClientOptions Through(string scheme, string proxy) => Asking.Impatient with
    {
        Proxy = ProxySettings.Of(name => name == "HTTPS_PROXY" ? $"{scheme}://ann:hunter2@{proxy}" : null),
    };

    private static async Task<(RegistryException Refusal, string Proxy)> AskAsync(string scheme, byte[]? answer)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        List<Socket> clients = [];
        var serving = ServeAsync();

        var refusal = await Asking.RefusalAsync($"{Registry}/acme/api:1", Through(scheme, listener.LocalEndpoint.ToString()!));

        var proxy = listener.LocalEndpoint.ToString()!;
        listener.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => serving);
        foreach (var client in clients) client.Dispose();
        Assert.NotEmpty(clients);
        Assert.DoesNotContain("hunter2", refusal.ToString());
        return (refusal, proxy);

        async Task ServeAsync()
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
                clients.Add(client);
                if (answer is null) continue;
                await client.ReceiveAsync(new byte[512], TestContext.Current.CancellationToken);
                if (answer.Length > 0) await client.SendAsync(answer, TestContext.Current.CancellationToken);
                client.Shutdown(SocketShutdown.Both);
            }
        }
    }
}

using System.Net;
using System.Net.Sockets;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>Each way of not answering has its own fault and its own sentence.</summary>
public class NoAnswerTests
{
    private static readonly StoredImage Image = Images.Index("linux/arm64");

    [Theory]
    [InlineData(401, RegistryFault.Unauthorized, "answered 401 Unauthorized without credentials; run docker login")]
    [InlineData(403, RegistryFault.Forbidden, "answered 403 Forbidden; whoever runs the registry")]
    [InlineData(429, RegistryFault.RateLimited, "answered 429 Too Many Requests; ask again later")]
    [InlineData(500, RegistryFault.Failed, "answered 500 Internal Server Error; the registry has a fault of its own")]
    [InlineData(503, RegistryFault.Failed, "answered 503 Service Unavailable")]
    [InlineData(400, RegistryFault.Failed, "answered 400 Bad Request")]
    [InlineData(307, RegistryFault.Failed, "answered 307 Temporary Redirect;")]
    [InlineData(418, RegistryFault.Failed, "answered 418;")]
    public async Task A_status_that_is_no_answer_is_said(int status, RegistryFault fault, string sentence)
    {
        await using var registry = await TestRegistry.StartAsync();
        var good = registry.Put("acme/good", "1", Image);
        registry.On("acme/api").Answer(status);
        using RegistryClient client = new(Asking.Options);
        await client.AskAsync(good);

        var refusal = await client.RefusalAsync($"{registry.Host}/acme/api:1");

        Assert.Equal(fault, refusal.Fault);
        Assert.Contains(sentence, refusal.Message);
    }

    [Fact]
    public async Task Of_an_errors_body_only_code_and_message_are_told_and_cleaned()
    {
        await using var registry = await TestRegistry.StartAsync();
        var body = """{"errors":[{"code":"DENIED","message":"no\u001b[31m \u202eaccess\r\n::error::x LONG","detail":"secret"}],"trace":"secret"}""".Replace("LONG", new string('x', 1000));
        registry.On().Answer(403, body: body);

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1");

        Assert.Contains("(DENIED: no[31m access::error::x xxx", refusal.Message);
        Assert.DoesNotContain("secret", refusal.Message);
        Assert.DoesNotContain(refusal.Message, char.IsControl);
        Assert.True(refusal.Message.Length < 500);
    }

    [Fact]
    public async Task An_html_error_is_not_echoed()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Answer(500, body: "<html>secret</html>", contentType: "text/html");

        Assert.DoesNotContain("secret", (await Asking.RefusalAsync($"{registry.Host}/acme/api:1")).Message);
    }

    [Fact]
    public async Task A_cut_connection_is_asked_again_and_then_said()
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("acme/api", "1", Image);
        using RegistryClient client = new(Asking.Options);
        await client.AskAsync(reference);

        registry.On("acme/api").Cut().Times(2);
        Assert.NotNull(await client.AskAsync(reference));

        registry.On("acme/api").Cut();
        var refusal = await client.RefusalAsync(reference);
        Assert.Equal(RegistryFault.Unreachable, refusal.Fault);
        Assert.Matches("(closed|cut) the connection", refusal.Message);
    }

    [Fact]
    public async Task A_loopback_registry_that_resets_plain_connections_is_asked_over_TLS()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        List<byte> firsts = [];
        var serving = ServeAsync();

        await Asking.RefusalAsync($"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/acme/api:1");
        listener.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => serving);

        // A handshake's first byte.
        Assert.Contains((byte)0x16, firsts);

        async Task ServeAsync()
        {
            while (true)
            {
                using var client = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
                var first = new byte[1];
                if (await client.ReceiveAsync(first, TestContext.Current.CancellationToken) == 1) firsts.Add(first[0]);
                client.LingerState = new(enable: true, seconds: 0);
            }
        }
    }

    [Fact]
    public async Task A_plain_registry_that_cuts_its_very_first_connection_is_not_told_to_have_bad_TLS()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Cut();

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1");

        Assert.Matches("(closed|cut) the connection", refusal.Message);
        Assert.DoesNotContain("TLS", refusal.Message);
    }

    [Fact]
    public async Task A_port_where_nothing_listens_is_said()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var refusal = await Asking.RefusalAsync($"127.0.0.1:{port}/acme/api:1");

        Assert.Equal(RegistryFault.Unreachable, refusal.Fault);
        Assert.Contains("refused the connection", refusal.Message);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_said()
    {
        var refusal = await Asking.RefusalAsync("no-such-host.invalid/acme/api:1");

        Assert.Equal(RegistryFault.Unreachable, refusal.Fault);
        Assert.Contains("no-such-host.invalid does not resolve", refusal.Message);
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("[fe80::1]")]
    [InlineData("[::ffff:a9fe:a9fe]")]
    [InlineData("100.100.100.200")]
    public async Task Link_local_and_metadata_addresses_are_never_asked(string host)
    {
        var refusal = await Asking.RefusalAsync($"{host}/acme/api:1", Asking.Options with { PlainHttpHosts = new HashSet<string> { host } });

        Assert.Equal(RegistryFault.Unreachable, refusal.Fault);
        Assert.Contains("never asked", refusal.Message);
    }

    [Fact]
    public async Task Who_ends_the_waiting_gets_the_usual_exception()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Hang();
        using RegistryClient client = new(Asking.Options);
        using CancellationTokenSource end = new();
        var asked = client.Open(ImageReference.Parse($"{registry.Host}/acme/api:1")).FindManifestAsync("1", end.Token);

        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }
}

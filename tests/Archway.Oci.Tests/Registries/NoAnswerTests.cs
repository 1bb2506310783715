using System.Net;
using System.Net.Sockets;
using Archway.Oci.Content;
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
    public async Task A_passing_failure_is_asked_again()
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("acme/api", "1", Image);
        registry.On().Answer(500).Times(3);
        using RegistryClient client = new(Asking.Options);

        Assert.Equal(Image.Digest, (await client.AskAsync(reference))?.Self.Digest);
        Assert.Equal(4, registry.Log.Count);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_short_wait_that_a_registry_asks_for_is_kept(int status)
    {
        await using var registry = await TestRegistry.StartAsync();
        var reference = registry.Put("acme/api", "1", Image);
        registry.On().Answer(status, retryAfter: "1").Times(1);
        using RegistryClient client = new(Asking.Options);
        var began = TimeProvider.System.GetTimestamp();

        Assert.NotNull(await client.AskAsync(reference));
        Assert.True(TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(0.9));
    }

    [Fact]
    public async Task A_long_wait_is_not_slept_and_after_several_the_whole_host_is_left_alone_until_then()
    {
        await using var registry = await TestRegistry.StartAsync();
        ShiftedTime time = new();
        registry.On().Answer(429, retryAfter: "3600");
        using RegistryClient client = new(Asking.Options with { Time = time });

        for (var i = 0; i < 50; i++)
        {
            var refusal = await client.RefusalAsync($"{registry.Host}/acme/api{i}:1");
            Assert.Equal(RegistryFault.RateLimited, refusal.Fault);
            Assert.InRange(refusal.Until!.Value - time.GetUtcNow(), TimeSpan.FromSeconds(3500), TimeSpan.FromSeconds(3600));
        }

        Assert.Equal(3, registry.Log.Count);
        registry.On().Mend();
        time.Advance(TimeSpan.FromSeconds(3601));
        Assert.NotNull(await client.AskAsync(registry.Put("acme/api", "1", Image)));
    }

    [Fact]
    public async Task Short_waits_without_a_good_answer_in_between_add_up_to_a_long_one()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Answer(429, retryAfter: "1");

        var refusal = await Asking.RefusalAsync($"{registry.Host}/acme/api:1", Asking.Options with { LongestWait = TimeSpan.FromSeconds(1.5) });

        Assert.Equal(RegistryFault.RateLimited, refusal.Fault);
        Assert.Equal(2, registry.Log.Count);
    }

    [Fact]
    public async Task One_limited_path_does_not_speak_for_its_host()
    {
        await using var registry = await TestRegistry.StartAsync();
        var good = registry.Put("acme/good", "1", Image);
        registry.On("acme/limited").Answer(429, retryAfter: "3600");
        using RegistryClient client = new(Asking.Options);

        for (var i = 0; i < 5; i++)
        {
            await client.RefusalAsync($"{registry.Host}/acme/limited:1");
            Assert.NotNull(await client.AskAsync(good));
        }
    }

    [Fact]
    public async Task A_host_that_keeps_failing_is_not_asked_four_times_for_each_of_many_images()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.On().Answer(500);
        using RegistryClient client = new(Asking.Options);

        for (var i = 0; i < 50; i++) await client.RefusalAsync($"{registry.Host}/acme/api{i}:1");

        Assert.InRange(registry.Log.Count, 50, 75);
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

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Archway.Testing;
using Xunit;

namespace Archway.Server.Tests;

/// <summary>The server's own life: ports, probes, metrics, its start and its end.</summary>
public sealed partial class ServingTests
{
    [Theory]
    [InlineData("/healthz", HttpStatusCode.OK)]
    [InlineData("/readyz", HttpStatusCode.OK)]
    [InlineData("/metrics", HttpStatusCode.OK)]
    [InlineData("/admit", HttpStatusCode.NotFound)]
    [InlineData("/", HttpStatusCode.NotFound)]
    public async Task The_plain_port_has_probes_and_metrics_and_takes_no_review(string path, HttpStatusCode status)
    {
        await using var webhook = await Webhook.StartAsync([]);

        Assert.Equal(status, (await webhook.GetAsync(path)).Status);
    }

    [Fact]
    public async Task Both_versions_of_http_are_spoken()
    {
        await using var webhook = await Webhook.StartAsync([]);
        foreach (var version in (Version[])[HttpVersion.Version11, HttpVersion.Version20])
        {
            using var client = webhook.ClientOf(version: version);
            using var content = Reviews.Content(Reviews.Of("UPDATE", "{}"));
            using var answer = await client.PostAsync(new Uri("/admit", UriKind.Relative), content, Webhook.Stop);

            Assert.Equal((version, "application/json"), (answer.Version, answer.Content.Headers.ContentType!.MediaType));
        }
    }

    [Fact]
    public async Task Metrics_are_what_Prometheus_reads_and_have_kubearchs_names()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with { MostImageMetrics = 2 });
        foreach (var name in (string[])["a", "b", "c"]) await webhook.AskAsync(Reviews.Create(registry.Put($"team/{name}", "1", Images.Index("linux/amd64", name == "c" ? "linux/arm64" : "linux/s390x"))));

        var text = (await webhook.GetAsync("/metrics")).Text;

        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(Sample(), line));
        Assert.Contains("archway_admission_reviews_total{outcome=\"placed\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("archway_image_lookups_total{result=\"told\"} 3\n", text, StringComparison.Ordinal);
        var digest = Images.Index("linux/amd64", "linux/arm64").Digest;
        Assert.Contains($"kubearch_image_platform_supported{{image=\"{registry.Host}/team/c:1\",digest=\"{digest}\",os=\"linux\",arch=\"arm64\"}} 1\n", text, StringComparison.Ordinal);
        Assert.Contains($"kubearch_image_platform_count{{image=\"{registry.Host}/team/c:1\",digest=\"{digest}\"}} 2\n", text, StringComparison.Ordinal);
        Assert.Contains($"kubearch_image_multi_arch{{image=\"{registry.Host}/team/c:1\",digest=\"{digest}\"}} 1\n", text, StringComparison.Ordinal);
        // However many images pods name, so many have rows.
        Assert.DoesNotContain("team/a:1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_stopped_says_so_first_and_answers_what_still_comes()
    {
        TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions
        {
            Before = async (_, _) =>
            {
                await open.Task;
                return false;
            },
        });
        await using var webhook = await Webhook.StartAsync([registry.Host], options => options with { Drain = TimeSpan.FromSeconds(1) });
        var begun = webhook.AskAsync(Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64"))));

        var stopping = webhook.Server.StopAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await webhook.GetAsync("/readyz")).Status);
        Assert.Equal(HttpStatusCode.OK, (await webhook.GetAsync("/healthz")).Status);
        Assert.True((await webhook.AskAsync(Reviews.Of("UPDATE", "{}"))).IsAllowed);
        open.SetResult();

        Assert.Equal("requires kubernetes.io/arch in arm64", (await begun).Placement);
        await stopping;
        await Assert.ThrowsAsync<HttpRequestException>(() => webhook.GetAsync("/healthz"));
    }

    [Fact]
    public async Task Who_has_connected_when_the_ports_close_is_answered_and_told_to_go_elsewhere()
    {
        await using var webhook = await Webhook.StartAsync([], options => options with { Drain = TimeSpan.FromMilliseconds(50) });
        using TcpClient socket = new();
        await socket.ConnectAsync("127.0.0.1", webhook.Server.Address.Port, Webhook.Stop);
        await using SslStream tls = new(socket.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null }, Webhook.Stop);

        var stopping = webhook.Server.StopAsync();
        while (await IsOpenAsync(webhook.Server.Address.Port)) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Webhook.Stop);
        var review = Reviews.Of("UPDATE", "{}");
        await tls.WriteAsync(Encoding.UTF8.GetBytes($"POST /admit HTTP/1.1\r\nHost: localhost\r\nContent-Length: {Encoding.UTF8.GetByteCount(review)}\r\n\r\n{review}"), Webhook.Stop);
        using StreamReader reader = new(tls);
        var answer = await reader.ReadToEndAsync(Webhook.Stop);

        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        Assert.Contains("\"allowed\":true", answer, StringComparison.Ordinal);
        await stopping;

        static async Task<bool> IsOpenAsync(int port)
        {
            try
            {
                using TcpClient other = new();
                await other.ConnectAsync("127.0.0.1", port, Webhook.Stop);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task Servers_that_are_stopped_or_killed_and_started_again_under_load_give_no_wrong_answer()
    {
        await using var registry = await TestRegistry.StartAsync();
        using TempFolder folder = new();
        using TestAuthority authority = new();
        using var certificate = authority.Issue("localhost");
        folder.With("tls.crt", certificate.ExportCertificatePem()).With("tls.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        var reviews = Enumerable.Range(0, 6).Select(i => (Review: Reviews.Create(registry.Put($"team/app{i}", "1", Images.Index(i % 2 == 0 ? "linux/arm64" : "linux/amd64"))),
            Placement: $"requires kubernetes.io/arch in {(i % 2 == 0 ? "arm64" : "amd64")}")).ToArray();
        var (isOver, right, lost) = (false, 0, 0);
        await using var program = await ServerProgram.StartAsync(registry.Host, folder);
        var running = Enumerable.Range(0, 6).Select(worker => Task.Run(async () =>
        {
            while (!Volatile.Read(ref isOver))
            {
                using var client = program.ClientOf(authority);
                foreach (var (review, placement) in reviews)
                {
                    try
                    {
                        using var content = Reviews.Content(review);
                        var answer = await Webhook.PostAsync(client, content);
                        Assert.Equal((HttpStatusCode.OK, placement), (answer.Status, answer.Placement));
                        Interlocked.Increment(ref right);
                    }
                    catch (HttpRequestException)
                    {
                        // A server that is not there gives no answer, which is no wrong one.
                        Interlocked.Increment(ref lost);
                        await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Webhook.Stop);
                    }
                }
            }
        })).ToArray();

        foreach (var isKilled in (bool[])[true, false, true])
        {
            await MoreAsync();
            await program.EndAsync(isKilled);
            await program.AgainAsync();
        }

        await MoreAsync();
        Volatile.Write(ref isOver, true);
        await Task.WhenAll(running);
        Assert.True(right > 100 && lost > 0, $"{right} answers were right, {lost} lost");

        async Task MoreAsync()
        {
            var before = Volatile.Read(ref right);
            while (Volatile.Read(ref right) < before + 60 && !running.Any(one => one.IsFaulted)) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Webhook.Stop);
        }
    }

    [GeneratedRegex("""^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [-+0-9.e]+)$""")]
    private static partial Regex Sample();
}

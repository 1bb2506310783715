using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Archway.Testing;
using Xunit;

namespace Archway.Server.Tests;

/// <summary>What the server shows, and what it wants to be shown.</summary>
public sealed class CertificateTests
{
    [Fact]
    public async Task A_certificate_that_is_replaced_while_reviews_run_costs_none_of_them()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var webhook = await Webhook.StartAsync([registry.Host]);
        var review = Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64")));
        var isOver = false;
        // Each with connections of its own now and then, as many replicas of an API server have.
        var running = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var count = 0;
            while (!Volatile.Read(ref isOver))
            {
                using var client = webhook.ClientOf();
                for (var i = 0; i < 20; i++, count++)
                {
                    using var content = Reviews.Content(review);
                    Assert.Equal("requires kubernetes.io/arch in arm64", (await Webhook.PostAsync(client, content)).Placement);
                }
            }

            return count;
        })).ToArray();

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Webhook.Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        try
        {
            for (var i = 1; i <= 4; i++)
            {
                var thumbprint = webhook.ReplaceCertificate();
                while (await ShownAsync(webhook) != thumbprint) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
            }
        }
        finally
        {
            Volatile.Write(ref isOver, true);
        }

        Assert.All(await Task.WhenAll(running), count => Assert.True(count >= 20));
        Assert.InRange(webhook.Server.Metrics.Reloads, 4, 12);
    }

    [Fact]
    public async Task Files_that_do_not_belong_together_are_told_and_the_certificate_before_is_shown_on()
    {
        await using var webhook = await Webhook.StartAsync([]);
        var before = await ShownAsync(webhook);

        webhook.SpoilCertificate();
        while (webhook.Log.Count == 0) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Webhook.Stop);

        Assert.Contains("the certificate that was read before is shown on", webhook.Log.First(), StringComparison.Ordinal);
        Assert.Equal(before, await ShownAsync(webhook));
        Assert.True((await webhook.AskAsync(Reviews.Of("UPDATE", "{}"))).IsAllowed);
    }

    [Theory]
    [InlineData("the API server", null, "")]
    [InlineData("another name", "other_name", "its certificate is for 'someone', and --client-name asks for 'kube-apiserver'")]
    [InlineData("another authority", "not_trusted", "its certificate for 'kube-apiserver' is of no authority of --client-ca")]
    [InlineData("nothing", "no_certificate", "it showed no certificate")]
    public async Task Only_who_shows_the_api_servers_certificate_is_answered_where_that_is_wanted(string shown, string? because, string told)
    {
        using ClientAuthority own = new(), other = new();
        using var certificate = shown == "another authority" ? other.Issue("kube-apiserver") : own.Issue(shown == "another name" ? "someone" : "kube-apiserver");
        await using var webhook = await Webhook.StartAsync([], options => options with { ClientAuthorities = [own.Certificate], ClientName = "kube-apiserver" });
        using var client = webhook.ClientOf(shown == "nothing" ? null : certificate);
        using var content = Reviews.Content(Reviews.Of("UPDATE", "{}"));

        if (because is null) Assert.True((await Webhook.PostAsync(client, content)).IsAllowed);
        else await Assert.ThrowsAsync<HttpRequestException>(() => Webhook.PostAsync(client, content));
        // Whoever set it up wrongly sees it here, and nowhere else; one line, however many are refused.
        if (because is not null) await Assert.ThrowsAsync<HttpRequestException>(() => Webhook.PostAsync(client, content));
        if (because is null) Assert.Empty(webhook.Log);
        else Assert.Contains($"the client 127.0.0.1 was refused: {told}", Assert.Single(webhook.Log), StringComparison.Ordinal);
        var refused = (await webhook.GetAsync("/metrics")).Text.Split('\n').Where(line => line.StartsWith("archway_clients_refused_total{", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal));
        Assert.Equal(because is null ? [] : [$"archway_clients_refused_total{{because=\"{because}\"}} 2"], refused);
        // Probes and metrics are for others.
        Assert.Equal("ok\n", (await webhook.GetAsync("/readyz")).Text);
    }

    [Fact]
    public async Task The_job_makes_a_certificate_that_the_webhook_trusts_and_renews_it_in_time()
    {
        const string Secret = "/api/v1/namespaces/archway/secrets/archway-server-tls";
        const string Configuration = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/archway-server";
        LaterTime time = new();
        await using var cluster = await TestCluster.StartAsync();
        cluster.Objects[Configuration] = JsonNode.Parse("""{"webhooks":[{"name":"a","clientConfig":{"service":{}}},{"name":"b","clientConfig":{"service":{}}}]}""")!;

        Assert.Equal(0, await RunAsync());
        var first = DataOf("tls.crt");
        Assert.Equal(DataOf("ca.crt"), BundleOf(0));
        Assert.Equal(BundleOf(0), BundleOf(1));
        using (var shown = X509Certificate2.CreateFromPem(first, DataOf("tls.key")))
        {
            Assert.True(shown.MatchesHostname("archway-server.archway.svc"));
            Assert.True(IsTrusted(shown, BundleOf(0)));
        }

        var asked = cluster.Log.Count;
        Assert.Equal(0, await RunAsync());
        Assert.DoesNotContain(cluster.Log.Skip(asked), line => line.StartsWith("PATCH", StringComparison.Ordinal));

        time.Advance(TimeSpan.FromDays(300));
        Assert.Equal(0, await RunAsync());
        Assert.NotEqual(first, DataOf("tls.crt"));
        // Until every server shows the new one, the one before is trusted as well.
        using var before = X509Certificate2.CreateFromPem(first);
        Assert.True(IsTrusted(before, BundleOf(0)));
        Assert.Equal(2, BundleOf(0).Split("BEGIN CERTIFICATE").Length - 1);

        time.Advance(TimeSpan.FromDays(300));
        Assert.Equal(0, await RunAsync());
        Assert.Equal(2, BundleOf(0).Split("BEGIN CERTIFICATE").Length - 1);

        Task<int> RunAsync() => CommandLine.RunAsync(["certificate"], cluster.Pod(TextWriter.Null, TextWriter.Null, time), Webhook.Stop);
        string DataOf(string name) => Encoding.ASCII.GetString(Convert.FromBase64String(cluster.Objects[Secret]["data"]![name]!.GetValue<string>()));
        string BundleOf(int webhook) => Encoding.ASCII.GetString(Convert.FromBase64String(cluster.Objects[Configuration]["webhooks"]![webhook]!["clientConfig"]!["caBundle"]!.GetValue<string>()));
    }

    [Fact]
    public async Task What_the_job_may_not_do_is_told_with_what_to_do()
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Forbidden.Add("archway");
        using StringWriter error = new() { NewLine = "\n" };

        Assert.Equal(2, await CommandLine.RunAsync(["certificate"], cluster.Pod(TextWriter.Null, error), Webhook.Stop));
        Assert.Equal("archway-server: cannot read the Secret archway/archway-server-tls: the API server answered 403 Forbidden; grant it to the service account of this job\n", error.ToString());
    }

    private static bool IsTrusted(X509Certificate2 shown, string bundle)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(bundle);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = shown.NotBefore.AddMinutes(1);
        return chain.Build(shown);
    }

    private static async Task<string> ShownAsync(Webhook webhook)
    {
        using System.Net.Sockets.TcpClient socket = new();
        await socket.ConnectAsync("127.0.0.1", webhook.Server.Address.Port, Webhook.Stop);
        using System.Net.Security.SslStream tls = new(socket.GetStream());
        await tls.AuthenticateAsClientAsync(new System.Net.Security.SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
        }, Webhook.Stop);
        return tls.RemoteCertificate!.GetCertHashString();
    }
}

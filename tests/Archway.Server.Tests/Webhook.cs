using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Archway.Server.Lookups;
using Archway.Server.Serving;
using Archway.Testing;
using Xunit;

namespace Archway.Server.Tests;

/// <summary>The server as it runs, on ports of its own, and an API server's side of the connection.</summary>
internal sealed class Webhook : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly ConcurrentQueue<string> _log;

    private Webhook(WebhookServer server, TempFolder folder, TestAuthority authority, ConcurrentQueue<string> log)
    {
        (Server, _folder, Authority, _log) = (server, folder, authority, log);
        Client = ClientOf();
    }

    internal WebhookServer Server { get; }

    internal TestAuthority Authority { get; }

    internal HttpClient Client { get; }

    /// <summary>What it told whoever runs it.</summary>
    internal IReadOnlyCollection<string> Log => _log;

    internal static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A server that may ask these registries, and behaves in other ways as told.</summary>
    internal static async Task<Webhook> StartAsync(IEnumerable<string> registries, Func<ServerOptions, ServerOptions>? with = null, TimeProvider? time = null, IPullSecrets? secrets = null)
    {
        TempFolder folder = new();
        TestAuthority authority = new();
        WriteCertificate(folder, authority);
        ConcurrentQueue<string> log = new();
        ServerOptions options = new()
        {
            Listen = new(IPAddress.Loopback, 0),
            ListenPlain = new(IPAddress.Loopback, 0),
            CertificateFile = Path.Combine(folder.Path, "tls.crt"),
            KeyFile = Path.Combine(folder.Path, "tls.key"),
            ReloadEvery = TimeSpan.FromMilliseconds(20),
            Drain = TimeSpan.FromMilliseconds(300),
            Policy = new(),
            // Tests share two processors; what is about deadlines sets its own.
            Lookups = new() { Deadline = TimeSpan.FromSeconds(10), PrivateHosts = registries.ToFrozenSet() },
        };
        return new(await WebhookServer.StartAsync(with?.Invoke(options) ?? options, secrets, log.Enqueue, time ?? TimeProvider.System, Stop), folder, authority, log);
    }

    /// <summary>A client that trusts the server's authority, over connections of its own.</summary>
    internal HttpClient ClientOf(X509Certificate2? shown = null, Version? version = null)
    {
        SocketsHttpHandler handler = new();
        handler.SslOptions.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(Authority.Certificate);
        if (shown is not null) handler.SslOptions.ClientCertificates = [shown];
        return new(handler) { BaseAddress = Server.Address, DefaultRequestVersion = version ?? HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
    }

    /// <summary>Posts a review.</summary>
    internal async Task<Answer> AskAsync(string review, string path = "/admit?timeout=10s")
    {
        using var content = Reviews.Content(review);
        return await PostAsync(Client, content, path);
    }

    internal static async Task<Answer> PostAsync(HttpClient client, HttpContent content, string path = "/admit?timeout=10s")
    {
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content, Stop);
        return new(answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>Gets a page of the plain port.</summary>
    internal async Task<Answer> GetAsync(string path)
    {
        using HttpClient client = new() { BaseAddress = Server.PlainAddress };
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Stop);
        return new(answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>Gives the server another certificate, of the same authority.</summary>
    internal string ReplaceCertificate() => WriteCertificate(_folder, Authority);

    /// <summary>Gives it a certificate that does not belong to its key.</summary>
    internal void SpoilCertificate()
    {
        using var other = Authority.Issue("localhost");
        _folder.With("tls.crt", other.ExportCertificatePem());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        Authority.Dispose();
        _folder.Dispose();
    }

    internal static string WriteCertificate(TempFolder folder, TestAuthority authority)
    {
        using var certificate = authority.Issue("localhost", "127.0.0.1");
        using var key = certificate.GetECDsaPrivateKey()!;
        folder.With("tls.key", key.ExportPkcs8PrivateKeyPem()).With("tls.crt", certificate.ExportCertificatePem());
        return certificate.Thumbprint;
    }
}

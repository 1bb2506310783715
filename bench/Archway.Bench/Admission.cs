using System.Collections.Frozen;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Archway.Server.Admission;
using Archway.Server.Lookups;
using Archway.Server.Serving;
using Archway.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Archway.Bench;

/// <summary>Reviews of pods whose images are known, against an endpoint that reads the same bodies and answers nothing of use.</summary>
internal static class Admission
{
    private const int Rounds = 7;
    private const int InARow = 1500;
    private const int Connections = 32;
    private const int OnEach = 200;

    internal static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        using Scratch scratch = new();
        using TestAuthority authority = new();
        using var certificate = authority.Issue("localhost");
        await using var registry = await TestRegistry.StartAsync();
        await using var ours = await StartAsync(scratch, certificate, registry.Host);
        await using var empty = await EmptyAsync(certificate);
        // What a real API server sent of a pod with three images.
        var (index, single) = (registry.Put("team/index", "1", Images.Attested("linux/amd64", "linux/arm64")), registry.Put("team/single", "1", Images.Manifest("linux/arm64")));
        var review = Recording("deployment").Replace("ghcr.io/acme/migrate@sha256:abababababababababababababababababababababababababababababababab", index, StringComparison.Ordinal)
            .Replace("docker.io/envoyproxy/envoy:v1.30.0", index, StringComparison.Ordinal).Replace("ghcr.io/acme/api:1.4", single, StringComparison.Ordinal);
        var counted = await CountAsync(ours.Address.Port, registry, review.Replace(single, index, StringComparison.Ordinal), review);

        var (oursAlone, emptyAlone, oursTogether, emptyTogether) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        // The first round is what is compiled, and not measured.
        for (var round = 0; round <= Rounds; round++)
        {
            var (own, other) = await MediansAsync(ours.Address.Port, PortOf(empty), review);
            oursAlone.Add(own);
            emptyAlone.Add(other);
            oursTogether.Add(await RateAsync(ours.Address.Port, review));
            emptyTogether.Add(await RateAsync(PortOf(empty), review));
        }

        var (rate, floor) = (MiddleOf(oursTogether), MiddleOf(emptyTogether));
        return
        [
            .. counted,
            Row.AtMost(2, "warm reviews over one connection: p50", MiddleOf(oursAlone), "an empty endpoint", MiddleOf(emptyAlone)),
            new($"warm reviews over {Connections} connections: a second", Number(rate), $"an empty endpoint {Number(floor)}",
                string.Create(CultureInfo.InvariantCulture, $"{rate / floor:0.00}×"), "at least 0.5×", rate / floor >= 0.5),
        ];
    }

    private static async Task<IReadOnlyList<Row>> CountAsync(int port, TestRegistry registry, string indexes, string both)
    {
        using ReviewConnection connection = await ReviewConnection.OpenAsync(port);
        await connection.AskAsync(indexes);
        var ofIndex = registry.Log.Count;
        await connection.AskAsync(both);
        var ofSingle = registry.Log.Count - ofIndex;
        return
        [
            Row.Requests("review with a cold index: requests", $"{ofIndex}", "1", ofIndex == 1),
            Row.Requests("review with a cold single manifest: requests", $"{ofSingle}", "2", ofSingle == 2),
        ];
    }

    // Each has its turn with each request, so that what else the machine does falls on both.
    private static async Task<(double Own, double Other)> MediansAsync(int port, int otherPort, string review)
    {
        using ReviewConnection own = await ReviewConnection.OpenAsync(port), other = await ReviewConnection.OpenAsync(otherPort);
        var (owns, others) = (new double[InARow], new double[InARow]);
        for (var i = 0; i < InARow; i++)
        {
            owns[i] = await TimeAsync(own, review);
            others[i] = await TimeAsync(other, review);
        }

        return (owns.Order().ElementAt(InARow / 2), others.Order().ElementAt(InARow / 2));
    }

    private static async Task<double> TimeAsync(ReviewConnection connection, string review)
    {
        var began = Stopwatch.GetTimestamp();
        await connection.AskAsync(review);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task<double> RateAsync(int port, string review)
    {
        var connections = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => ReviewConnection.OpenAsync(port)));
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(connections.Select(connection => Task.Run(async () =>
        {
            for (var i = 0; i < OnEach; i++) await connection.AskAsync(review);
        })));
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (var connection in connections) connection.Dispose();
        return Connections * OnEach / took;
    }

    private static Task<WebhookServer> StartAsync(Scratch scratch, X509Certificate2 certificate, string registry)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return WebhookServer.StartAsync(new()
        {
            Listen = new(IPAddress.Loopback, 0),
            ListenPlain = new(IPAddress.Loopback, 0),
            CertificateFile = scratch.With("tls.crt", certificate.ExportCertificatePem()),
            KeyFile = scratch.With("tls.key", key.ExportPkcs8PrivateKeyPem()),
            Policy = new AdmissionPolicy { Placing = new() { Preferred = "arm64" } },
            Lookups = new LookupOptions { PrivateHosts = FrozenSet.Create(registry) },
        }, secrets: null, _ => { }, TimeProvider.System, CancellationToken.None);
    }

    private static async Task<WebApplication> EmptyAsync(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var server = builder.Build();
        server.Run(async context =>
        {
            var body = new byte[16 * 1024];
            while (await context.Request.Body.ReadAsync(body) > 0) ;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{}");
        });
        await server.StartAsync();
        return server;
    }

    private static int PortOf(WebApplication server) => new Uri(server.Urls.Single()).Port;

    private static double MiddleOf(List<double> values) => values.Skip(1).Order().ElementAt(Rounds / 2);

    private static string Number(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0}");

    private static string Recording(string name, [CallerFilePath] string path = "") =>
        File.ReadAllText(Path.GetFullPath($"../../tests/Archway.Server.Tests/Recordings/{name}.json", Path.GetDirectoryName(path)!));
}

using System.Collections.Concurrent;
using System.Text;
using Archway.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Xunit;

namespace Archway.Server.Tests;

/// <summary>Spans and metrics as a collector of OpenTelemetry gets them.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task A_collector_that_the_environment_names_gets_spans_and_metrics()
    {
        ConcurrentDictionary<string, string> got = new();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var collector = builder.Build();
        collector.Run(async context =>
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            // What is told of is looked for as text; the framing is the exporter's.
            got.AddOrUpdate($"{context.Request.Method} {context.Request.Path}", Encoding.Latin1.GetString(body.ToArray()), (_, before) => before + Encoding.Latin1.GetString(body.ToArray()));
            context.Response.ContentType = "application/x-protobuf";
        });
        await collector.StartAsync(Webhook.Stop);
        await using var registry = await TestRegistry.StartAsync();
        using TempFolder folder = new();
        TestAuthority authority = new();
        Webhook.WriteCertificate(folder, authority);
        var review = Reviews.Create(registry.Put("team/app", "1", Images.Index("linux/arm64")));

        await using var server = await ServerProgram.StartAsync(registry.Host, folder, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.Single()));
        using (var client = server.ClientOf(authority))
        using (var content = Reviews.Content(review))
            Assert.Equal("requires kubernetes.io/arch in arm64", (await Webhook.PostAsync(client, content)).Placement);
        await server.EndAsync(isKilled: false);
        await server.AgainAsync();

        Assert.All((string[])["admission review", "archway.outcome", "placed", "image lookup", $"{registry.Host}/team/app:1", "archway-server"],
            word => Assert.Contains(word, got["POST /v1/traces"], StringComparison.Ordinal));
        Assert.All((string[])["archway.admission.reviews", "archway.image.lookups"], word => Assert.Contains(word, got["POST /v1/metrics"], StringComparison.Ordinal));
    }
}

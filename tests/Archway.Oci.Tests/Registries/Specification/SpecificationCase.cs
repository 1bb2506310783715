using System.Collections.Immutable;
using System.Net;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests.Registries.Specification;

/// <summary>What a registry has to do, drawn from one section of the OCI distribution specification 1.1.1.</summary>
/// <param name="Name">What it has to do, in a sentence.</param>
/// <param name="Section">The heading of the section it is drawn from.</param>
/// <param name="Exchanges">What is asked in order, and answered.</param>
/// <remarks><see href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md"/></remarks>
internal sealed record SpecificationCase(string Name, string Section, params ImmutableArray<Exchange> Exchanges)
{
    /// <summary>What distribution 2.8.2 does instead, where it does not hold there.</summary>
    internal string? Distribution { get; init; }

    /// <summary>The ways of the registry, where they are not the usual ones.</summary>
    internal TestRegistryOptions? Options { get; init; }

    /// <summary>Asks a registry all of it, under repositories of this case's own.</summary>
    internal async Task RunAsync(string host, int number)
    {
        using SocketsHttpHandler handler = new() { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None };
        using HttpClient client = new(handler);
        Uri root = new($"http://{host}/");
        var (location, next) = ("", "");
        foreach (var exchange in Exchanges)
        {
            var received = await AskAsync(exchange);
            if (received.Header("Location") is { } led) location = new Uri(root, led).PathAndQuery;
            next = received.Header("Link") is { } link ? link.Split('<', '>')[1] : "";
        }

        async Task<Received> AskAsync(Exchange exchange)
        {
            try
            {
                using var request = exchange.Request(new Uri(root, Fill(exchange.Path)));
                using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
                var headers = answer.Headers.Concat(answer.Content.Headers)
                    .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
                var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
                Received received = new((int)answer.StatusCode, headers, body, Fill);
                exchange.Verify(received);
                return received;
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                throw new InvalidOperationException($"§ {Section}: {exchange}: {problem.Message}", problem);
            }
        }

        string Fill(string text)
        {
            var filled = text.Replace("{name}", $"spec/case-{number}").Replace("{other}", $"spec/other-{number}").Replace("{location}", location)
                .Replace("{next}", next);
            // A location may have a query of its own, to which the digest is added.
            return text.StartsWith("{location}?", StringComparison.Ordinal) && location.Contains('?')
                ? location + '&' + filled[(location.Length + 1)..] : filled;
        }
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Archway.Oci.Registries;
using Archway.Oci.Registries.Aws;

namespace Archway.Aws;

/// <summary>The way to a service of AWS: signed requests of its JSON protocol, and nothing else.</summary>
/// <param name="service">The service.</param>
/// <param name="who">Who asks, and in which region.</param>
/// <param name="endpoint">Where it answers.</param>
/// <param name="settings">What asking rests on.</param>
internal sealed class AwsConnection(AwsService service, AwsIdentity who, Uri endpoint, AwsSettings settings) : IDisposable
{
    private readonly HttpMessageInvoker _invoker = new(Handler(settings));

    /// <summary>Asks, and returns when the answer's headers are there.</summary>
    internal async Task<HttpResponseMessage> AskAsync(string action, byte[] body, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.TryAddWithoutValidation("X-Amz-Target", $"{service.Target}.{action}");
        request.Headers.TryAddWithoutValidation("User-Agent", "archway");
        AwsSignature.Sign(request, body, who.Keys, who.Region, service.Name, settings.Time.GetUtcNow());
        return await _invoker.SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private static SocketsHttpHandler Handler(AwsSettings settings)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
            MaxResponseHeadersLength = 64,
            ActivityHeadersPropagator = null,
            UseProxy = settings.Proxy is not null,
            Proxy = settings.Proxy,
            ConnectCallback = GuardedSocket.ConnectAsync,
        };
        handler.SslOptions.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
        handler.SslOptions.RemoteCertificateValidationCallback = TrustedAuthorities.Besides(settings.Authorities);
        return handler;
    }
}

using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Archway.Clusters.Configuration;
using Archway.Oci.Registries;

namespace Archway.Clusters.Api;

/// <summary>The way to an API server. What is sent is a GET, and nothing else can be said here: a cluster is only read.</summary>
internal sealed class ApiConnection(ClusterAccess access, ClusterSettings settings) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private HttpMessageInvoker? _invoker;
    private SslStreamCertificateContext? _shown;

    /// <summary>Asks, and returns when the answer's headers are there.</summary>
    /// <param name="path">The path and the query.</param>
    /// <param name="anew">Whether to log in anew, since what was shown before was refused.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    internal async Task<HttpResponseMessage> GetAsync(string path, bool anew, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(access.Server.AbsoluteUri.TrimEnd('/') + path));
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "archway");
        // The name of the handshake, and of the certificate, is that of the request's host.
        if (access.ServerName is { } name) request.Headers.Host = name;
        foreach (var (header, value) in access.Impersonation) request.Headers.TryAddWithoutValidation(header, value);
        HttpMessageInvoker invoker;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var login = await access.Login.ShowAsync(anew, cancellationToken);
            if (login.Authorization is { } shown) request.Headers.TryAddWithoutValidation("Authorization", shown);
            // A connection keeps the certificate that it was made with.
            if (_invoker is null || !ReferenceEquals(_shown, login.Certificate)) (_invoker, _shown) = (Invoker(login.Certificate), login.Certificate);
            invoker = _invoker;
        }
        finally
        {
            _gate.Release();
        }

        return await invoker.SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _invoker?.Dispose();
        _gate.Dispose();
    }

    private HttpMessageInvoker Invoker(SslStreamCertificateContext? certificate)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
            MaxResponseHeadersLength = 64,
            ActivityHeadersPropagator = null,
            UseProxy = access.Proxy is not null || settings.Proxy is not null,
            Proxy = access.Proxy is { } own ? new WebProxy(own.Address) { Credentials = own.Login } : settings.Proxy,
            ConnectCallback = GuardedSocket.ConnectAsync,
        };
        handler.SslOptions.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
        handler.SslOptions.RemoteCertificateValidationCallback = access.TrustsAnyone ? TrustAnyone
            : access.Authorities is { } authorities ? TrustedAuthorities.Only(authorities)
            : TrustedAuthorities.Besides(added: null);
        if (certificate is not null) handler.SslOptions.ClientCertificateContext = certificate;
        return new(handler);
    }

    // The kubeconfig says so (insecure-skip-tls-verify), and the user wrote it.
    private static bool TrustAnyone(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => certificate is not null;
}
